//! Takes an error of the template engine; gives its message in Chinese and in English. This file
//! must not know which page was made.

use crate::diag::{Words, words};
use tera::ErrorKind;

/// The engine's report with the place in the template, followed by the causes that it names.
pub(super) fn reason(error: &tera::Error) -> Words {
    let en = error.to_string();
    let mut zh = match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let message = report.message();
            en.replacen(&format!("error: {message}"), &translated(message), 1)
                .replace("\nnote: ", "\n另见：")
        }
        ErrorKind::Msg(message) => translated(message),
        ErrorKind::CircularExtend { tpl, .. } => format!("模板“{tpl}”的继承（extends）首尾相接"),
        ErrorKind::CircularInclude { tpl, .. } => format!("模板“{tpl}”的引用（include）首尾相接"),
        ErrorKind::MissingParent { current, parent } => {
            format!("模板“{current}”所继承的“{parent}”不存在")
        }
        ErrorKind::TemplateNotFound(name) => format!("没有模板“{name}”"),
        ErrorKind::ComponentNotFound(name) => format!("没有组件“{name}”"),
        ErrorKind::InvalidArgument {
            expected_type,
            actual_type,
        } => format!("参数的类型是 {actual_type}，应为 {expected_type}"),
        ErrorKind::MissingArgument { arg_name } => format!("缺少参数“{arg_name}”"),
        ErrorKind::OutOfRangeArgument { value, .. } => format!("参数的值“{value}”超出范围"),
        ErrorKind::Utf8Conversion => "页面中有不是 UTF-8 的字符".to_owned(),
        _ => translated(&en),
    };
    let mut en = en;
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        let text = cause.to_string();
        zh.push_str(&format!("\n{}", translated(&text)));
        en.push_str(&format!("\n{text}"));
        source = cause.source();
    }
    words(zh, en)
}

/// A message of the engine in Chinese; an unknown message is quoted.
fn translated(message: &str) -> String {
    // The message may itself be a whole report. Then only its first line is translated, and its
    // place stays.
    if let Some((first, place)) = message
        .strip_prefix("error: ")
        .and_then(|report| report.split_once('\n'))
    {
        return format!("{}\n{place}", translated(first));
    }
    let between = |before: &str, after: &str| {
        let rest = message.strip_prefix(before)?;
        Some(rest.split_once(after)?.0.to_owned())
    };
    let found = || {
        let rest = message.strip_prefix("Found ")?;
        let (found, expected) = rest
            .split_once(" but expected ")
            .or_else(|| rest.split_once(" but was expecting "))?;
        Some(format!(
            "这里是 {found}，应为 {}",
            expected.trim_end_matches('.')
        ))
    };
    let mistyped = || {
        let rest = message.strip_prefix("Invalid type for the value, expected `")?;
        let (expected, found) = rest.split_once("` but got `")?;
        Some(match found.trim_end_matches('`') {
            "none" => format!("这里没有值，需要的是 {expected}"),
            found => format!("值的类型是 {found}，应为 {expected}"),
        })
    };
    let missing = [
        ("Variable `", "` is not defined", "变量"),
        ("Field `", "` is not defined", "字段"),
        ("Filter `", "`", "过滤器"),
        ("Function `", "`", "函数"),
        ("Test `", "`", "判断"),
        ("Unknown filter `", "`", "过滤器"),
        ("Unknown function `", "`", "函数"),
        ("Unknown test `", "`", "判断"),
        ("Block `", "`", "块"),
    ];
    let known = [
        ("Unexpected end of input", "模板没有写完，缺少结束标记"),
        ("unexpected end of string", "字符串没有结束的引号"),
        ("unexpected end of raw block", "raw 块没有结束"),
        ("Unexpected character", "这里有不能识别的字符"),
    ];
    let known = known.iter().find(|(en, _)| message.starts_with(en));
    known
        .map(|(_, zh)| (*zh).to_owned())
        .or_else(found)
        .or_else(mistyped)
        .or_else(|| {
            let name = between("Variable `", "` exists but")?;
            Some(format!("变量“{name}”没有值"))
        })
        .or_else(|| {
            missing.iter().find_map(|(before, after, kind)| {
                between(before, after).map(|name| format!("没有{kind}“{name}”"))
            })
        })
        .unwrap_or_else(|| format!("模板引擎提示：{message}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use tera::{Context, Tera};

    fn fault(template: &str) -> Words {
        let mut tera = Tera::default();
        let made = tera
            .add_raw_templates([("a.html", template)])
            .and_then(|()| tera.render("a.html", &Context::new()));
        reason(&made.unwrap_err())
    }

    #[test]
    fn the_engine_speaks_chinese() {
        for (template, said) in [
            ("{{ oops", "a.html:1"),
            ("{{ oops }}", "没有变量“oops”"),
            ("{% extends \"b.html\" %}", "所继承的“b.html”不存在"),
            ("{{ 1 | nothing }}", "nothing"),
            ("{% if %}", "a.html:1"),
        ] {
            let Words { zh, en } = fault(template);
            assert!(
                zh.contains(said) && !zh.contains("error:"),
                "{template}: {zh}"
            );
            assert!(
                zh.chars().any(|c| c > '一') && en.is_ascii(),
                "{template}: {zh} {en}"
            );
        }
    }
}
