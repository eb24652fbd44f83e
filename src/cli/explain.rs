//! Takes the code of a finding; prints its meaning, its remedy, its legal or technical basis and an
//! example, if there is one. Without a code, lists all codes. This module must not know how a
//! finding is made.

use super::choice::one_code;
use super::terminal::{Terminal, print_line};
use crate::check::looks_at;
use crate::diag::{Code, Error, Lang, Severity, severity_word, source};

/// The examples in Chinese and in English. An example of a code is its first finding in the code's
/// site under `tests/rules`, and the repaired line if there is a repair. Some codes have none. Made
/// by `just accept checks`.
const EXAMPLES: [&str; 2] = [
    include_str!("explain/zh.txt"),
    include_str!("explain/en.txt"),
];

/// Explains a code, or lists all codes.
pub(super) fn run(code: Option<&str>, terminal: &Terminal) -> Result<u8, Error> {
    match code {
        Some(name) => print_line(&explained(one_code(name)?, terminal.lang)),
        None => list(terminal),
    }
    Ok(0)
}

fn list(terminal: &Terminal) {
    for severity in [Severity::Error, Severity::Warning, Severity::Note] {
        let mut codes: Vec<Code> = Code::ALL.to_vec();
        codes.retain(|code| code.severity() == severity);
        codes.sort_by_key(|code| code.name());
        print_line(severity_word(severity, terminal.lang));
        for code in codes {
            let message = filled(&code.texts(terminal.lang).message);
            print_line(&format!("  {:<26} {message}", code.name()));
        }
    }
    terminal.say(
        "说明某一项：mulu explain 检查项",
        "`mulu explain CODE` explains one of them.",
    );
}

fn explained(code: Code, lang: Lang) -> String {
    let texts = code.texts(lang);
    let example = example(code, lang).unwrap_or_default();
    let help = match (filled(&texts.help), lang) {
        (help, _) if help != FILLED => help,
        (_, Lang::Zh) if example.is_empty() => "因具体情形而异，检查时逐处写明。".to_owned(),
        (_, Lang::Zh) => "因具体情形而异，检查时逐处写明，如下例。".to_owned(),
        (_, Lang::En) => "It depends on the case; each finding says it.".to_owned(),
    };
    let message = filled(&texts.message);
    let looks = looks_at(code);
    let source = source(code, lang);
    let change = match (code.severity(), lang) {
        _ if code.command().is_some() => "",
        (Severity::Error, Lang::Zh) => "错误须改正后才能生成网站，不能关闭。",
        (Severity::Error, Lang::En) => "An error stops the build and cannot be switched off.",
        (_, Lang::Zh) => "可在 mulu.yaml 的 checks.severity 中改为 warning、note 或 off。",
        (_, Lang::En) => "`checks.severity` in mulu.yaml makes it a warning, a note or off.",
    };
    let (rows, example_label) = match lang {
        Lang::Zh => (
            [
                ("含义：", message.as_str()),
                ("处理：", &help),
                ("对象：", &looks.zh),
                ("依据：", &source),
                ("调整：", change),
            ],
            "例：",
        ),
        Lang::En => (
            [
                ("Says:     ", message.as_str()),
                ("To do:    ", &help),
                ("Looks at: ", &looks.en),
                ("Based on: ", &source),
                ("Change:   ", change),
            ],
            "Example:",
        ),
    };
    let word = severity_word(code.severity(), lang);
    let mut out = match lang {
        Lang::Zh => format!("{}（{word}）\n", code.name()),
        Lang::En => format!("{} ({word})\n", code.name()),
    };
    for (label, text) in rows.into_iter().filter(|(_, text)| !text.is_empty()) {
        out += &format!("\n{label}{text}");
    }
    if !example.is_empty() {
        out += &format!("\n\n{example_label}\n{example}");
    }
    out
}

/// What stands for a value that only a finding has.
const FILLED: &str = "…";

/// A text with `…` in place of each value, such as `{field}`.
fn filled(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        let after = &rest[open + 1..];
        let name = after.trim_start_matches(|c: char| c.is_ascii_lowercase() || c == '_');
        out.push_str(&rest[..open]);
        match name.strip_prefix('}') {
            Some(behind) if name.len() < after.len() => {
                out.push_str(FILLED);
                rest = behind;
            }
            _ => {
                out.push('{');
                rest = after;
            }
        }
    }
    out + rest
}

/// The example of a code: the paragraph whose first line names the code. `None` if there is none.
fn example(code: Code, lang: Lang) -> Option<&'static str> {
    let name = format!("[{}]", code.name());
    EXAMPLES[lang as usize]
        .split("\n\n")
        .map(|paragraph| paragraph.trim_matches('\n'))
        .find(|p| p.lines().next().is_some_and(|line| line.contains(&name)))
}
