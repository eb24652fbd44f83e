//! Takes a message of the YAML reader; gives it in words for users. Common mistakes are explained;
//! other messages are quoted. This file must not know which file was read.

use super::{Words, words};

/// The key that a message is about, as `a.b[0].c`; `None` if the message names none.
pub fn path(message: &str) -> Option<&str> {
    let (path, _) = message.split_once(": ")?;
    (!path.is_empty() && !path.contains([' ', '`', '"'])).then_some(path)
}

/// The key that occurs twice according to a message.
pub fn twice(message: &str) -> Option<&str> {
    named(message, "duplicate entry with key \"")
        .and_then(|k| k.split('"').next())
        .or_else(|| named(message, "duplicate field `"))
}

/// The text that is not a day according to a message.
pub fn no_day(message: &str) -> Option<&str> {
    let (before, _) = message.split_once("` is no day")?;
    Some(before.rsplit_once('`')?.1)
}

/// The key that does not exist according to a message.
pub fn unknown(message: &str) -> Option<&str> {
    named(message, "unknown field `")
}

/// The reason why a file with this text cannot be used.
pub fn reason(text: &str, message: &str) -> Words {
    let said = message.split(" at line ").next().unwrap_or_default();
    let (key, said) = path(said).map_or(("", said), |key| (key, &said[key.len() + 2..]));
    if text
        .lines()
        .any(|l| l.starts_with(char::is_alphabetic) && !l.contains(':') && l.contains('：'))
    {
        words(
            "有一行用了全角冒号“：”，应改为半角冒号加一个空格",
            "a line has a full-width colon; write a half-width colon and a space",
        )
    } else if text
        .lines()
        .any(|l| l.trim_start_matches(' ').starts_with('\t'))
    {
        words(
            "有一行用制表符（Tab）缩进，应改为空格",
            "a line is indented with a tab; use spaces",
        )
    } else {
        value(key, said).unwrap_or_else(|| syntax(said))
    }
}

/// How deep brackets may be nested, as in the YAML reader.
const DEEPEST: usize = 128;

/// Whether brackets are nested too deep for the YAML reader. The reader would notice this itself,
/// but its time grows with the square of the depth.
pub fn is_too_deep(text: &str) -> bool {
    let mut open = 0usize;
    text.bytes().any(|byte| {
        match byte {
            b'[' | b'{' => open += 1,
            b']' | b'}' => open = open.saturating_sub(1),
            _ => {}
        }
        open > DEEPEST
    })
}

/// The YAML reader's words for values nested too deep.
pub const TOO_DEEP: &str = "recursion limit exceeded";

/// The reason why a text is not YAML. The text is a whole file or a value of the front matter.
pub fn syntax(message: &str) -> Words {
    let said = message.split(" at line ").next().unwrap_or_default();
    form(said).unwrap_or_else(|| words(format!("不符合 YAML 格式（{said}）"), said))
}

/// The text that follows `after` in a message, up to the next backquote.
fn named<'m>(said: &'m str, after: &str) -> Option<&'m str> {
    said.split_once(after)?.1.split('`').next()
}

/// The reason for a wrong value, or for a wrong, missing or repeated key; `None` for other
/// messages.
fn value(key: &str, said: &str) -> Option<Words> {
    if let Some(missing) = named(said, "missing field `") {
        return Some(words(
            format!("缺少必填项“{missing}”"),
            format!("`{missing}` is missing"),
        ));
    }
    if let Some(unknown) = unknown(said) {
        let known: Vec<&str> = said.split('`').skip(3).step_by(2).collect();
        return Some(words(
            format!("没有“{unknown}”这一项，可写的项：{}", known.join("、")),
            format!(
                "there is no key `{unknown}`; the keys are: {}",
                known.join(", ")
            ),
        ));
    }
    if let Some(value) = named(said, "unknown variant `") {
        let choices: Vec<&str> = said.split('`').skip(3).step_by(2).collect();
        return Some(words(
            format!(
                "{key} 的值“{value}”不在可选范围内，可选的值：{}",
                choices.join("、")
            ),
            format!(
                "{key} cannot be `{value}`; it is one of: {}",
                choices.join(", ")
            ),
        ));
    }
    if let Some(day) = no_day(said) {
        return Some(words(
            format!("“{key}”：“{day}”不是日期，应写成 2027-01-01 的样子"),
            format!("{key}: {said}"),
        ));
    }
    if let Some(twice) = twice(said) {
        return Some(words(
            format!("“{twice}”写了两次"),
            format!("`{twice}` is given twice"),
        ));
    }
    let wrong = said
        .strip_prefix("invalid type: ")
        .or_else(|| said.strip_prefix("invalid value: "))?;
    let (found, expected) = wrong.rsplit_once(", expected ")?;
    let subject = if key.is_empty() {
        words("文件", "the file")
    } else {
        words(format!("“{key}”的值"), format!("`{key}`"))
    };
    let (found, expected) = (kind_found(found), kind_expected(expected));
    Some(words(
        format!("{}是{}，应为{}", subject.zh, found.zh, expected.zh),
        format!(
            "{} is {}, and should be {}",
            subject.en, found.en, expected.en
        ),
    ))
}

/// The kind of value that was found.
fn kind_found(found: &str) -> Words {
    let inner = |quote: char| {
        found
            .split_once(quote)
            .map_or("", |(_, rest)| rest.strip_suffix(quote).unwrap_or(rest))
    };
    match found.split([' ', '`']).next().unwrap_or_default() {
        "string" => words(
            format!("文字“{}”", inner('"')),
            format!("the text `{}`", inner('"')),
        ),
        "integer" | "floating" => words(
            format!("数 {}", inner('`')),
            format!("the number {}", inner('`')),
        ),
        "boolean" => words(
            format!("真假值 {}", inner('`')),
            format!("the truth value {}", inner('`')),
        ),
        "sequence" => words("列表", "a list"),
        "map" => words("一组“名称: 值”", "a map of names and values"),
        "unit" | "null" | "Option" => words("空的", "empty"),
        _ => words(format!("“{found}”"), found),
    }
}

/// The kind of value that was expected.
fn kind_expected(expected: &str) -> Words {
    let first = expected.split(' ').next().unwrap_or_default();
    match first {
        "u8" | "u16" | "u32" | "u64" | "usize" => {
            return words("非负整数", "a whole number, not below zero");
        }
        "i8" | "i16" | "i32" | "i64" => return words("整数", "a whole number"),
        "f32" | "f64" => return words("数", "a number"),
        "struct" => return words("一组“名称: 值”", "a map of names and values"),
        _ => {}
    }
    match expected {
        e if e.contains("string") => words("文字", "a text"),
        e if e.contains("sequence") => words("列表", "a list"),
        e if e.contains("map") => words("一组“名称: 值”", "a map of names and values"),
        e if e.contains("boolean") => words("true 或 false", "true or false"),
        e if e.contains("integer") => words("整数", "a whole number"),
        e if e.contains("variant") || e.contains("enum") => words("一个词", "a single word"),
        e => words(format!("“{e}”"), e),
    }
}

/// The reason why a text is not YAML, if the reader's message is a known one.
fn form(said: &str) -> Option<Words> {
    let pair = |zh: &str, en: &str| {
        words(
            format!("{zh}没有成对，或者各项之间没有用半角逗号隔开"),
            format!("the {en} do not match, or the items are not separated by half-width commas"),
        )
    };
    let known: [(&str, Words); 11] = [
        (
            TOO_DEEP,
            words(
                "方括号、花括号嵌套超过 128 层",
                "brackets are nested more than 128 levels deep",
            ),
        ),
        (
            "unknown anchor",
            words(
                "“*”开头的值要加引号",
                "a value that begins with * needs quotes",
            ),
        ),
        ("',' or ']'", pair("方括号“[]”", "brackets []")),
        ("',' or '}'", pair("花括号“{}”", "braces {}")),
        (
            "mapping values are not allowed",
            words(
                "这里多出一个冒号：可能是缩进不对，也可能是值中有冒号而没有加引号",
                "there is a colon too many: the indentation is wrong, or a value with a colon needs quotes",
            ),
        ),
        (
            "did not find expected key",
            words(
                "这一段的缩进不一致，或者前面的引号、括号没有成对",
                "the indentation differs here, or a quote or bracket before it is not closed",
            ),
        ),
        (
            "did not find expected '-' indicator",
            words(
                "列表各项的缩进不一致",
                "the items of a list are not indented alike",
            ),
        ),
        (
            "could not find expected ':'",
            words("有一行缺少冒号", "a line lacks its colon"),
        ),
        (
            "cannot start any token",
            words(
                "值的开头有特殊符号，应加引号",
                "a value begins with a special character; put it in quotes",
            ),
        ),
        (
            "duplicate",
            words("同一项写了两次", "something in it is given twice"),
        ),
        (
            "unexpected end of stream",
            words("引号没有成对", "a quote is not closed"),
        ),
    ];
    known
        .into_iter()
        .find(|(part, _)| said.contains(part))
        .map(|(_, words)| words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_nested_too_deep_are_seen_before_they_are_read() {
        let deep = |n: usize| "[".repeat(n) + &"]".repeat(n);
        assert!(!is_too_deep(&deep(DEEPEST)) && is_too_deep(&deep(DEEPEST + 1)));
        assert!(!is_too_deep(&"[a] {b} ".repeat(1000)));
        assert!(syntax(TOO_DEEP).zh.contains("128"));
    }
}
