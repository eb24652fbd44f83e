//! Takes an error from clap; says in Chinese what is wrong with the command line. This file must
//! not know what the commands do.

use super::chinese::commands_about;

/// What is wrong with a command line, in Chinese; clap itself says it in English.
pub(in crate::cli) fn usage_error(error: &clap::Error) -> String {
    use clap::error::{ContextKind, ContextValue, ErrorKind};
    let get = |kind| {
        error.get(kind).map(|v| match v {
            ContextValue::Strings(all) => all.join("、"),
            other => other.to_string(),
        })
    };
    let argument = get(ContextKind::InvalidArg).unwrap_or_default();
    let value = get(ContextKind::InvalidValue).unwrap_or_default();
    let mut text = match error.kind() {
        ErrorKind::UnknownArgument if !argument.starts_with('-') => {
            format!(
                "多出一个参数“{argument}”；中间有空格的，如标题或者文件名，两边要加半角引号，如 \"关于举办 2026 年招聘会的通知\""
            )
        }
        ErrorKind::UnknownArgument => format!("没有选项“{argument}”"),
        ErrorKind::InvalidSubcommand => format!(
            "没有命令“{}”",
            get(ContextKind::InvalidSubcommand).unwrap_or_default()
        ),
        ErrorKind::MissingRequiredArgument => format!("缺少参数：{argument}"),
        ErrorKind::MissingSubcommand => "缺少命令".to_owned(),
        ErrorKind::NoEquals | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            format!("选项“{argument}”的值不全")
        }
        ErrorKind::InvalidValue if value.is_empty() => format!("选项“{argument}”后面要写值"),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation if argument.starts_with('-') => {
            format!("选项“{argument}”的值“{value}”不正确")
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            format!("参数“{argument}”的值“{value}”不正确")
        }
        ErrorKind::ArgumentConflict => format!("选项“{argument}”重复，或与别的选项不能同用"),
        _ => "命令有误".to_owned(),
    };
    if let Some(valid) = get(ContextKind::ValidValue).or_else(|| get(ContextKind::ValidSubcommand))
    {
        text.push_str(&format!("；可选：{valid}"));
    } else if argument.contains("日期") {
        text.push_str("；日期写成 2024-06-18");
    }
    // what clap says about a number out of range: `2018 is not in 2021..=2200`
    let said = std::error::Error::source(error)
        .map(ToString::to_string)
        .unwrap_or_default();
    if let Some((first, last)) = said
        .rsplit_once(" in ")
        .and_then(|(_, range)| range.split_once("..="))
    {
        text.push_str(&format!("；应为 {first} 至 {last}"));
    } else if argument.contains("年份") {
        text.push_str("；应为四位年份，如 2024");
    }
    let typed = get(ContextKind::InvalidSubcommand).unwrap_or_default();
    let near = [
        ContextKind::SuggestedArg,
        ContextKind::SuggestedSubcommand,
        ContextKind::SuggestedValue,
    ];
    let near = near.into_iter().find_map(get).or_else(|| {
        // a Chinese word instead of a command, as in `mulu 检查`
        let about = if typed.is_ascii() {
            Vec::new()
        } else {
            commands_about(&typed)
        };
        about.first().map(|command| (*command).to_owned())
    });
    match near {
        Some(near) => text.push_str(&format!("；是不是“{near}”")),
        None if !typed.is_empty() => text.push_str("；mulu help 列出全部命令"),
        None => {}
    }
    format!("错误：{text}。用 --help 查看用法。")
}
