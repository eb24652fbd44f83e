//! Takes the definition of the command line; gives the help of each command in one language. This
//! file must not know what the commands do.

use super::args::chinese::{self, value_help};
use super::args::examples::{Example, examples};
use crate::diag::Lang;
use clap::{Arg, Command};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The width of a line, in columns of a terminal.
const WIDTH: usize = 80;
/// The maximum width of the column of names. A wider name has its text on the next line.
const WIDEST: usize = 34;

/// A command with all parts of its help.
pub(super) struct Page {
    /// The command as it is typed, such as `mulu build`.
    pub(super) name: String,
    pub(super) about: String,
    /// The command with the places of its options and arguments, such as `mulu new [OPTIONS]
    /// <TITLE>`.
    pub(super) usage: String,
    /// The groups of rows, each with its heading.
    pub(super) groups: Vec<(&'static str, Vec<Row>)>,
    pub(super) examples: &'static [Example],
}

/// An option, an argument or a command, and what it is for.
pub(super) struct Row {
    pub(super) name: String,
    pub(super) text: String,
}

/// The headings of the parts that a page may have, and the fixed words in them.
pub(super) struct Headings {
    pub(super) usage: &'static str,
    pub(super) commands: &'static str,
    pub(super) arguments: &'static str,
    pub(super) own: &'static str,
    pub(super) common: &'static str,
    pub(super) examples: &'static str,
    pub(super) colon: &'static str,
    options: &'static str,
    command: &'static str,
    default: (&'static str, &'static str),
    values: (&'static str, &'static str, &'static str),
}

/// The headings and fixed words in a language.
pub(super) fn headings(lang: Lang) -> Headings {
    match lang {
        Lang::Zh => Headings {
            usage: "用法",
            commands: "命令",
            arguments: "参数",
            own: "本命令",
            common: "通用",
            examples: "例",
            colon: "：",
            options: "[选项]",
            command: "<命令>",
            default: ("（默认：", "）"),
            values: ("（可选：", "、", "）"),
        },
        Lang::En => Headings {
            usage: "Usage",
            commands: "Commands",
            arguments: "Arguments",
            own: "Options of this command",
            common: "Options of every command",
            examples: "Examples",
            colon: ":",
            options: "[OPTIONS]",
            command: "<COMMAND>",
            default: (" (default: ", ")"),
            values: (" (one of: ", ", ", ")"),
        },
    }
}

/// The definition of the command line, each command with its help.
pub(super) fn command(lang: Lang) -> Command {
    let mut command = chinese::command(lang);
    for page in pages(&command, lang) {
        let text = text(&page, lang);
        command = match page.name.split_once(' ') {
            None => command.override_help(text),
            Some((_, name)) => command.mut_subcommand(name, |c| c.override_help(text)),
        };
    }
    command
}

/// The page of the program itself, then one page of each command that is not hidden.
pub(super) fn pages(command: &Command, lang: Lang) -> Vec<Page> {
    let common: Vec<&Arg> = command
        .get_arguments()
        .filter(|a| a.is_global_set())
        .collect();
    let own = page(command, "mulu".to_owned(), &common, lang);
    let below = command.get_subcommands().filter(|c| !c.is_hide_set());
    let below = below.map(|c| page(c, format!("mulu {}", c.get_name()), &common, lang));
    std::iter::once(own).chain(below).collect()
}

fn page(command: &Command, name: String, common: &[&Arg], lang: Lang) -> Page {
    let words = headings(lang);
    let is_common =
        |arg: &Arg| arg.is_global_set() || ["help", "version"].contains(&arg.get_id().as_str());
    let row = |arg: &Arg| row(arg, &name, &words, lang);
    let of = |wanted: fn(&Arg) -> bool| -> Vec<Row> {
        let own = command
            .get_arguments()
            .filter(|a| !is_common(a) && wanted(a));
        own.map(row).collect()
    };
    let commands = command.get_subcommands().filter(|c| !c.is_hide_set());
    let commands: Vec<Row> = commands
        .map(|c| Row {
            name: c.get_name().to_owned(),
            text: c.get_about().map(ToString::to_string).unwrap_or_default(),
        })
        .collect();
    let mut usage = format!("{name} {}", words.options);
    for arg in command.get_positionals() {
        let shown = shown_values(arg);
        let shown = if arg.is_required_set() {
            shown
        } else {
            format!("[{}]", shown.trim_matches(['<', '>']))
        };
        usage += &format!(" {shown}{}", if is_repeated(arg) { "..." } else { "" });
    }
    if !commands.is_empty() {
        usage += &format!(" {}", words.command);
    }
    let rest = command
        .get_arguments()
        .filter(|a| is_common(a) && !a.is_global_set());
    let every: Vec<Row> = common.iter().copied().chain(rest).map(row).collect();
    let groups = vec![
        (words.commands, commands),
        (words.arguments, of(Arg::is_positional)),
        (words.own, of(|a| !a.is_positional())),
        (words.common, every),
    ];
    Page {
        about: command
            .get_about()
            .map(ToString::to_string)
            .unwrap_or_default(),
        usage,
        groups: groups
            .into_iter()
            .filter(|(_, rows)| !rows.is_empty())
            .collect(),
        examples: examples(name.trim_start_matches("mulu").trim()),
        name,
    }
}

fn is_repeated(arg: &Arg) -> bool {
    arg.get_num_args().is_some_and(|n| n.max_values() > 1)
}

/// The names of an argument's values.
fn shown_values(arg: &Arg) -> String {
    let names = arg.get_value_names().map(|names| {
        let names: Vec<String> = names.iter().map(|n| format!("<{n}>")).collect();
        names.join(" ")
    });
    names.unwrap_or_else(|| format!("<{}>", arg.get_id().as_str().to_uppercase()))
}

fn row(arg: &Arg, page: &str, words: &Headings, lang: Lang) -> Row {
    let mut name = match (arg.get_short(), arg.get_long()) {
        (Some(short), Some(long)) => format!("-{short}, --{long}"),
        (None, Some(long)) => format!("    --{long}"),
        (Some(short), None) => format!("-{short}"),
        (None, None) => String::new(),
    };
    if arg.get_action().takes_values() {
        let more = if is_repeated(arg) { "..." } else { "" };
        name = format!("{name} {}{more}", shown_values(arg));
    }
    let mut text = arg.get_help().map(ToString::to_string).unwrap_or_default();
    let values: Vec<String> = arg
        .get_possible_values()
        .iter()
        .filter(|_| arg.get_action().takes_values())
        .map(|value| {
            let command = page.trim_start_matches("mulu").trim();
            let help = value_help(lang, command, arg.get_id().as_str(), value);
            match (help, lang) {
                (Some(help), Lang::Zh) => format!("{}（{help}）", value.get_name()),
                (Some(help), Lang::En) => format!("{} ({help})", value.get_name()),
                (None, _) => value.get_name().to_owned(),
            }
        })
        .collect();
    let said = ["默认", "不写时", "default", "if left out"];
    let is_said = said.iter().any(|word| text.contains(word));
    if !values.is_empty() {
        let (open, comma, close) = words.values;
        text += &format!("{open}{}{close}", values.join(comma));
    }
    if let [default] = arg.get_default_values()
        && arg.get_action().takes_values()
        && !is_said
    {
        let (open, close) = words.default;
        text += &format!("{open}{}{close}", default.to_string_lossy());
    }
    Row {
        name: name
            .trim_end()
            .trim_start_matches(|c| arg.is_positional() && c == ' ')
            .to_owned(),
        text,
    }
}

/// A page as a terminal shows it.
fn text(page: &Page, lang: Lang) -> String {
    let words = headings(lang);
    let colon = words.colon;
    let gap = if lang == Lang::Zh { "" } else { " " };
    let mut out = format!(
        "{}\n\n{}{colon}{gap}{}\n",
        page.about, words.usage, page.usage
    );
    for (heading, rows) in &page.groups {
        out += &format!("\n{heading}{colon}\n");
        let widths = rows.iter().map(|row| row.name.width());
        let column = widths.filter(|w| *w <= WIDEST).max().unwrap_or(0) + 4;
        for row in rows {
            let start = format!("  {}", row.name);
            let mut lines = wrapped(&row.text, WIDTH - column).into_iter();
            if start.width() + 2 > column {
                out += &format!("{start}\n");
            } else {
                let first = lines.next().unwrap_or_default();
                out += &format!("{start}{}{first}\n", " ".repeat(column - start.width()));
            }
            for line in lines {
                out += &format!("{}{line}\n", " ".repeat(column));
            }
        }
    }
    if !page.examples.is_empty() {
        out += &format!("\n{}{colon}\n", words.examples);
        for example in page.examples {
            out += &format!("  {}\n      {}\n", example.line(lang), example.text(lang));
        }
    }
    out
}

/// Breaks a text into lines of at most this width (if no word is wider), at spaces and beside wide
/// characters such as Chinese ones. Beside a wide character, no line ends before a closing mark or
/// after an opening mark.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let is_wide = |c: char| c.width().unwrap_or(0) > 1;
    let may_begin = |c: char| !"，。；：、！？”’）》」…".contains(c);
    let may_end = |c: char| !"“‘（《「".contains(c);
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut word = String::new();
    let mut put = |word: &mut String, line: &mut String| {
        if line.width() + word.trim_end().width() > width && !line.is_empty() {
            lines.push(std::mem::take(line).trim_end().to_owned());
        }
        line.push_str(if line.is_empty() {
            word.trim_start()
        } else {
            word
        });
        word.clear();
    };
    let mut last = ' ';
    for c in text.chars() {
        let is_break =
            last == ' ' || (is_wide(c) || is_wide(last)) && may_begin(c) && may_end(last);
        if is_break && c != ' ' {
            put(&mut word, &mut line);
        }
        word.push(c);
        last = c;
    }
    put(&mut word, &mut line);
    lines.push(line.trim_end().to_owned());
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_between_words_and_beside_chinese_characters() {
        assert_eq!(wrapped("one two three", 8), ["one two", "three"]);
        assert_eq!(
            wrapped("生成网站，可离线检索", 10),
            ["生成网站，", "可离线检索"]
        );
        assert_eq!(wrapped("用 --drafts 时为", 8), ["用", "--drafts", "时为"]);
        assert_eq!(wrapped("", 8), [""]);
    }

    /// The words of a line as a shell gives them to the program.
    fn words(line: &str) -> Vec<String> {
        let parts = line.split('"').enumerate();
        let quoted = |(i, part): (usize, &str)| match i % 2 {
            0 => part.split_whitespace().map(str::to_owned).collect(),
            _ => vec![part.to_owned()],
        };
        parts.flat_map(quoted).collect()
    }

    #[test]
    fn every_command_has_examples_that_can_be_typed() {
        for lang in [Lang::Zh, Lang::En] {
            for page in pages(&command(lang), lang) {
                assert!(!page.examples.is_empty(), "{}", page.name);
                for example in page.examples {
                    let line = example.line(lang);
                    let read = command(lang).try_get_matches_from(words(line));
                    assert!(read.is_ok(), "{line}: {}", read.unwrap_err());
                    assert!(line.starts_with(&page.name), "{line} is of {}", page.name);
                    assert!(lang == Lang::Zh || line.is_ascii(), "{line}");
                }
            }
        }
    }
}
