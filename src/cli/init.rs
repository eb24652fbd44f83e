//! Takes an empty or missing folder; creates a new site in it, with the facts that the user types
//! if there is a terminal. This file must not know what the files of a site contain.

use super::args::{Init, Level};
use super::terminal::{Terminal, as_typed, talk};
use crate::check::is_mistyped;
use crate::diag::{Error, Lang};
use crate::draft::{self, Particulars};
use crate::file::{is_reserved, write_new};
use std::io::{BufRead, IsTerminal};
use std::path::{Path, PathBuf};

/// Creates the site. A folder that is not empty is refused, unless a killed run left its site
/// unfinished there.
pub(super) fn run(typed: &Init, terminal: &Terminal) -> Result<u8, Error> {
    let dir = &typed.dir;
    if is_reserved(dir) {
        return Err(Error::DeviceName(dir.clone()));
    }
    let empty = match std::fs::read_dir(dir) {
        // if an earlier run was killed, this run completes its site
        Ok(mut entries) => entries.next().is_none() || is_unfinished(dir),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => true,
        Err(e) => return Err(Error::reading(dir)(e)),
    };
    let shown = dir.display();
    if !empty {
        return Err(Error::usage(
            format!("文件夹“{shown}”不是空的，没有改动；请另选一个"),
            format!("{shown} is not empty and was not touched; choose another folder"),
        ));
    }
    let can_ask = std::io::stdin().is_terminal() && std::io::stderr().is_terminal();
    let (level, particulars) = if can_ask && !typed.yes {
        ask(
            &mut std::io::stdin().lock(),
            typed.level,
            terminal.lang,
            &talk,
        )
    } else {
        (typed.level, Particulars::default())
    };
    let level = level.unwrap_or(Level::Department);
    write(dir, &draft::site(level.into(), &particulars))?;
    let left = particulars != Particulars::default() && particulars.is_complete();
    let (zh, en) = match left {
        true => ("", ""),
        false => (
            "没有填写的内容，mulu check 会在有第一份文件之后逐一指出。\n",
            "Once there is a first document, `mulu check` names what is still to be filled in.\n",
        ),
    };
    let (config, typed) = (dir.join("mulu.yaml"), as_typed(dir));
    let config = config.display();
    terminal.say(
        &format!(
            "已在“{shown}”建立新站点。\n{zh}\
             下一步：编辑 {config}，再运行 mulu -r {typed} build"
        ),
        &format!(
            "A new site is in {shown}.\n{en}\
             Next: edit {config}, then run mulu -r {typed} build"
        ),
    );
    Ok(0)
}

/// The folder in which the files are made before they are moved to their places.
fn stage(dir: &Path) -> PathBuf {
    dir.join(".mulu").join("new")
}

/// Whether a killed run left an unfinished site: no `mulu.yaml`, and either the folder of [`stage`]
/// or nothing but an empty `.mulu`.
fn is_unfinished(dir: &Path) -> bool {
    let holds_only = |folder: &Path, name: Option<&str>| {
        let entries = std::fs::read_dir(folder);
        entries.is_ok_and(|mut all| {
            all.all(|entry| entry.is_ok_and(|e| e.file_name().to_str() == name))
        })
    };
    let is_begun = holds_only(dir, Some(".mulu")) && holds_only(&dir.join(".mulu"), None);
    !dir.join("mulu.yaml").exists() && (stage(dir).is_dir() || is_begun)
}

/// Writes the files in their order. `mulu.yaml` is the last, because this file makes a folder a
/// site.
fn write(dir: &Path, files: &[(&str, String)]) -> Result<(), Error> {
    let files: Vec<(PathBuf, &[u8])> = files
        .iter()
        .map(|(path, text)| (dir.join(path), text.as_bytes()))
        .collect();
    write_new(&stage(dir), &files)
}

impl From<Level> for draft::Level {
    fn from(level: Level) -> draft::Level {
        match level {
            Level::Province => draft::Level::Province,
            Level::City => draft::Level::City,
            Level::County => draft::Level::County,
            Level::Township => draft::Level::Township,
            Level::Department => draft::Level::Department,
        }
    }
}

/// The levels in the order in which they can be chosen.
const LEVELS: [Level; 5] = [
    Level::Province,
    Level::City,
    Level::County,
    Level::Township,
    Level::Department,
];

/// A question in both languages, the value that its answer fills, and the form of the answer.
struct Question {
    zh: &'static str,
    en: &'static str,
    answer: fn(&mut Particulars) -> &mut Option<String>,
    form: Form,
}

/// The form of an answer.
#[derive(Clone, Copy)]
enum Form {
    Text,
    /// The beginning of index numbers: ASCII letters, digits and hyphens.
    Code,
    Address,
}

const QUESTIONS: [Question; 9] = [
    Question {
        zh: "单位全称（如：清川区民政局）",
        en: "Full name of the agency",
        answer: |p| &mut p.name,
        form: Form::Text,
    },
    Question {
        zh: "网站名称（不填则为“单位全称＋政府信息公开目录”）",
        en: "Name of the site (if left out, it is made from the agency's)",
        answer: |p| &mut p.title,
        form: Form::Text,
    },
    Question {
        zh: "索引号前段，一般为统一社会信用代码",
        en: "Beginning of index numbers, such as the agency's credit code",
        answer: |p| &mut p.code,
        form: Form::Code,
    },
    Question {
        zh: "办公地址",
        en: "Address of the office",
        answer: |p| &mut p.address,
        form: Form::Text,
    },
    Question {
        zh: "办公时间（如：工作日 9:00—12:00，14:00—17:30）",
        en: "Office hours",
        answer: |p| &mut p.hours,
        form: Form::Text,
    },
    Question {
        zh: "联系电话",
        en: "Telephone",
        answer: |p| &mut p.phone,
        form: Form::Text,
    },
    Question {
        zh: "传真号码",
        en: "Fax",
        answer: |p| &mut p.fax,
        form: Form::Text,
    },
    Question {
        zh: "电子邮箱",
        en: "E-mail",
        answer: |p| &mut p.email,
        form: Form::Text,
    },
    Question {
        zh: "网站地址（如：https://www.example.gov.cn/zfxxgk/）",
        en: "Address of the site (such as https://www.example.gov.cn/zfxxgk/)",
        answer: |p| &mut p.base_url,
        form: Form::Address,
    },
];

impl Form {
    /// What is wrong with an answer, if anything.
    fn fault(self, answer: &str) -> Option<(&'static str, &'static str)> {
        match self {
            Form::Text => None,
            Form::Code => {
                let fits = |c: char| c.is_ascii_alphanumeric() || c == '-';
                (!answer.chars().all(fits)).then_some((
                    "只能用字母、数字和连字符，请重新输入。",
                    "Only letters, digits and hyphens, please.",
                ))
            }
            Form::Address => {
                let is_address = ["http://", "https://"]
                    .iter()
                    .any(|scheme| answer.starts_with(scheme) && answer.len() > scheme.len());
                (!is_address || answer.contains(char::is_whitespace)).then_some((
                    "须以 http:// 或 https:// 开头，请重新输入。",
                    "The address must begin with http:// or https://.",
                ))
            }
        }
    }
}

/// Asks for the level, unless it is given, and for the facts about the agency and the site. An
/// empty answer leaves a fact unknown and makes the level a department. At the end of the input,
/// everything that was not yet answered stays unknown.
fn ask(
    input: &mut impl BufRead,
    level: Option<Level>,
    lang: Lang,
    say: &dyn Fn(&str),
) -> (Option<Level>, Particulars) {
    let pick = |zh: &'static str, en: &'static str| if lang == Lang::Zh { zh } else { en };
    let mut line = move |question: &str| -> Option<String> {
        say(question);
        let mut line = String::new();
        let count = input.read_line(&mut line).ok()?;
        (count > 0).then(|| line.trim().to_owned())
    };
    let mut particulars = Particulars::default();
    say(pick(
        "以下各项，不清楚的直接按回车，以后可以在 mulu.yaml 和 content 文件夹中填写。\n",
        "Press Enter to leave something out; it can be filled in later, in mulu.yaml and content.\n",
    ));
    let mut chosen = level;
    while chosen.is_none() {
        let Some(answer) = line(pick(
            "哪一级机关：1 省，2 设区的市，3 县，4 乡，5 部门（不填则为 5）：",
            "Level: 1 province, 2 city, 3 county, 4 township, 5 department (if left out, 5): ",
        )) else {
            return (None, particulars);
        };
        chosen = match answer.parse::<usize>() {
            Ok(n) if (1..=LEVELS.len()).contains(&n) => Some(LEVELS[n - 1]),
            _ if answer.is_empty() => Some(Level::Department),
            _ => {
                say(pick("请输入 1 至 5。\n", "Type 1 to 5.\n"));
                None
            }
        };
    }
    for question in &QUESTIONS {
        let shown = pick(question.zh, question.en).to_owned() + pick("：", ": ");
        let mut doubted = String::new();
        loop {
            let Some(answer) = line(&shown) else {
                return (chosen, particulars);
            };
            if answer.is_empty() {
                break;
            }
            // a user who types the same code twice means it, although its check digit is wrong
            let is_code = matches!(question.form, Form::Code) && answer != doubted;
            if is_code && is_mistyped(&answer) {
                say(pick(
                    "这个统一社会信用代码的末位校验码不符，请核对后重新输入；确实如此的，再输入一次。\n",
                    "The check digit of this credit code is wrong: type it again, unchanged if it is right.\n",
                ));
                doubted = answer;
                continue;
            }
            let Some((zh, en)) = question.form.fault(&answer) else {
                *(question.answer)(&mut particulars) = Some(answer);
                break;
            };
            say(&format!("{}\n", pick(zh, en)));
        }
    }
    (chosen, particulars)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::RefCell;

    fn asked(
        typed: &str,
        level: Option<Level>,
        lang: Lang,
    ) -> (Option<Level>, Particulars, String) {
        let said = RefCell::new(String::new());
        let (level, particulars) = ask(&mut typed.as_bytes(), level, lang, &|text| {
            said.borrow_mut().push_str(text);
        });
        (level, particulars, said.into_inner())
    }

    #[test]
    fn what_a_killed_run_left_is_an_unfinished_site() {
        let dir = tempfile::tempdir().unwrap();
        let has = |path: &str| std::fs::create_dir_all(dir.path().join(path)).unwrap();
        has(".mulu");
        assert!(is_unfinished(dir.path()), "only the first folder was made");
        has("content");
        assert!(!is_unfinished(dir.path()), "a folder of someone else");
        has(".mulu/new");
        assert!(is_unfinished(dir.path()), "some files are in their places");
        std::fs::write(dir.path().join("mulu.yaml"), "").unwrap();
        assert!(!is_unfinished(dir.path()), "a whole site");
        let other = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(other.path().join(".mulu/undo")).unwrap();
        assert!(!is_unfinished(other.path()), "the cache of a site");
    }

    #[test]
    fn what_is_answered_is_not_left_to_be_filled_in() {
        let typed = "9\n3\n清川区民政局\n\n有 空格\n11990312MB1Q6208XH\n清和路88号\n\n0000-1\n\n\n\
                     www.example.cn\nhttps://www.example.cn/\n";
        let (level, particulars, said) = asked(typed, None, Lang::Zh);
        assert!(level == Some(Level::County));
        assert_eq!(particulars.name.as_deref(), Some("清川区民政局"));
        assert_eq!(particulars.code.as_deref(), Some("11990312MB1Q6208XH"));
        assert_eq!(
            particulars.base_url.as_deref(),
            Some("https://www.example.cn/")
        );
        assert_eq!((particulars.title, particulars.fax), (None, None));
        for again in ["请输入 1 至 5", "只能用字母", "须以 http"] {
            assert!(said.contains(again), "{said}");
        }
    }

    #[test]
    fn a_credit_code_with_a_wrong_check_digit_is_asked_for_again() {
        let (wrong, right) = ("11990312MB1Q6208XA", "11990312MB1Q6208XH");
        for (second, taken) in [(right, right), (wrong, wrong)] {
            let typed = format!("清川区民政局\n\n{wrong}\n{second}\n");
            let (_, particulars, said) = asked(&typed, Some(Level::City), Lang::Zh);
            assert_eq!(particulars.code.as_deref(), Some(taken));
            assert!(said.contains("校验码不符"), "{said}");
        }
    }

    #[test]
    fn the_end_of_the_input_leaves_the_rest() {
        let (level, particulars, said) = asked("The Office\n", Some(Level::City), Lang::En);
        assert!(level == Some(Level::City) && said.is_ascii(), "{said}");
        assert_eq!(particulars.name.as_deref(), Some("The Office"));
        assert_eq!(asked("", None, Lang::Zh).1, Particulars::default());
    }
}
