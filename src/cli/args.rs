//! What can be typed. Help is written in English here and in Chinese in the table below it.

use crate::diag::Lang;
use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;
use std::path::PathBuf;

/// Static, searchable catalogues of disclosed government documents
#[derive(Parser)]
#[command(
    name = "mulu",
    version,
    arg_required_else_help = true,
    disable_help_subcommand = true
)]
pub(super) struct Cli {
    #[command(flatten)]
    pub global: Global,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Args, Clone)]
pub(super) struct Global {
    /// Folder of the site
    #[arg(short, long, global = true, default_value = ".", value_name = "DIR")]
    pub root: PathBuf,
    /// Day that the site describes (default: today in the site's time zone)
    #[arg(long, global = true, value_name = "DATE", value_parser = day)]
    pub as_of: Option<Date>,
    /// Language of messages (default: the system's)
    #[arg(long, global = true, value_enum, value_name = "LANG")]
    pub lang: Option<Language>,
    /// When to use colours
    #[arg(
        long,
        global = true,
        value_enum,
        default_value = "auto",
        value_name = "WHEN"
    )]
    pub color: When,
    /// Say less: no summary, no notes
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// Say more
    #[arg(short, long, global = true)]
    pub verbose: bool,
}

#[derive(Subcommand)]
pub(super) enum Command {
    /// Make a new site with the standard columns
    Init {
        /// Folder to make it in; must be empty or not exist
        dir: PathBuf,
        /// Whose site it is: decides about the columns of statutory content
        #[arg(long, value_enum, default_value = "department", value_name = "LEVEL")]
        level: Level,
    },
    /// Make a new document with the next free index number; prints its path
    New {
        /// Title of the document
        title: String,
        /// Category: its path, or its folder in content/
        #[arg(long, short, value_name = "CATEGORY")]
        category: Option<String>,
    },
    /// Make content files of old web pages, Word files and texts; prints their paths and says what it was unsure of
    Import {
        /// Old files (.html, .htm, .docx, .txt), or folders of them
        #[arg(required = true, value_name = "PATH")]
        paths: Vec<PathBuf>,
        /// Category for all of them: its path, or its folder in content/ (default: the column that the page names)
        #[arg(long, short, value_name = "CATEGORY")]
        category: Option<String>,
        /// Say what would be imported; writes nothing
        #[arg(long)]
        dry_run: bool,
    },
    /// Report everything that is wrong or doubtful; writes nothing
    Check {
        /// Form of the report
        #[arg(long, value_enum, default_value = "human")]
        format: Format,
        /// Fail on warnings too
        #[arg(long, value_enum, value_name = "WHAT")]
        deny: Option<Deny>,
    },
    /// Make the site
    Build(Build),
    /// Show the site in a browser, made anew at every change
    Serve(Serve),
    /// Search the built site
    Search(Search),
    /// Write the ledger of all published documents
    Export {
        /// Form of the ledger
        #[arg(long, value_enum, default_value = "csv")]
        format: LedgerForm,
        /// File to write (default: standard output)
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    /// Make the archive package of a year, as of its 31 December; prints its root
    Snapshot(Snapshot),
    /// Prove archive packages whole and their chain unbroken, or name what is not; reads in place and writes nothing
    Verify {
        /// Packages: folders, zip files, or a folder that holds them by year
        #[arg(required = true, value_name = "PACKAGE")]
        packages: Vec<PathBuf>,
        /// Form of the result
        #[arg(long, value_enum, default_value = "human")]
        format: Format,
    },
    /// List what changes by itself soon, and what is overdue
    Due {
        /// How many days to look ahead
        #[arg(long, default_value_t = 30, value_name = "DAYS")]
        within: u32,
        /// Form of the list
        #[arg(long, value_enum, default_value = "human")]
        format: Format,
    },
    /// Write a draft of the annual report for a year; prints its path
    Report {
        /// The year that it reports on (the form in use began with 2021)
        #[arg(value_parser = clap::value_parser!(i16).range(2021..=2200))]
        year: i16,
    },
    /// Say what was added, removed and changed between two archive packages, or a package and a site as it is today
    Diff {
        /// The earlier one: a package (folder or zip file), or the folder of a site
        a: PathBuf,
        /// The later one
        b: PathBuf,
        /// Form of the result
        #[arg(long, value_enum, default_value = "human")]
        format: Format,
    },
    /// Print a completion script for a shell
    Completions {
        /// The shell
        #[arg(value_enum)]
        shell: clap_complete::Shell,
    },
}

#[derive(Args)]
pub(super) struct Build {
    /// Folder to write the site to (default: public/ in the site's folder)
    #[arg(short, long, value_name = "DIR")]
    pub output_dir: Option<PathBuf>,
    /// Absolute address of the site's root
    #[arg(long, value_name = "URL")]
    pub base_url: Option<String>,
    /// Include drafts
    #[arg(long)]
    pub drafts: bool,
    /// Ignore the cache
    #[arg(long)]
    pub force: bool,
    /// Say how long each phase took
    #[arg(long)]
    pub timings: bool,
    /// Say how large the search index is, and what usual queries load
    #[arg(long)]
    pub stats: bool,
    /// Write what was added, changed and removed to a file, in an order that is safe to upload in.
    #[arg(long, value_name = "FILE")]
    pub changes: Option<PathBuf>,
}

#[derive(Args)]
pub(super) struct Snapshot {
    /// The year
    #[arg(value_parser = clap::value_parser!(i16).range(1949..=9999))]
    pub year: i16,
    /// Folder that becomes the package (default: archive/YEAR in the site's folder)
    #[arg(short, long, value_name = "DIR")]
    pub output_dir: Option<PathBuf>,
    /// SSH key to sign the package with, by ssh-keygen
    #[arg(long, value_name = "KEY")]
    pub sign: Option<PathBuf>,
    /// Make a zip file for transport as well
    #[arg(long)]
    pub zip: bool,
    /// Replace the package of that year
    #[arg(long)]
    pub force: bool,
}

#[derive(Args)]
pub(super) struct Search {
    /// Terms, separated by spaces; every one must occur
    #[arg(required = true)]
    pub query: Vec<String>,
    /// Folder of the built site (default: public/ in the site's folder)
    #[arg(short, long, value_name = "DIR")]
    pub output_dir: Option<PathBuf>,
    /// Only documents whose facet NAME has this value; the site's index says which facets there are
    #[arg(long, value_name = "NAME=VALUE", value_parser = filter)]
    pub filter: Vec<(String, String)>,
    /// Only this category and those below it
    #[arg(long, value_name = "PATH")]
    pub category: Vec<String>,
    /// Only this issuing body
    #[arg(long = "issuing-body", value_name = "NAME")]
    pub issuer: Vec<String>,
    /// Only this year of publication
    #[arg(long, value_name = "YEAR")]
    pub year: Vec<String>,
    /// Only this validity, by its code or its Chinese name
    #[arg(long, value_name = "CODE")]
    pub validity: Vec<String>,
    /// How many documents to show
    #[arg(short = 'n', long, default_value_t = 10, value_name = "N")]
    pub limit: usize,
    /// Form of the answer
    #[arg(long, value_enum, default_value = "human")]
    pub format: Format,
}

#[derive(Args)]
pub(super) struct Serve {
    /// Port to listen at (default: the first free one from 1111)
    #[arg(short, long, value_name = "N")]
    pub port: Option<u16>,
    /// Address to listen at; any but this one lets other computers look
    #[arg(long, default_value = "127.0.0.1", value_name = "ADDR")]
    pub host: String,
    /// Open the browser
    #[arg(long)]
    pub open: bool,
    /// Include drafts
    #[arg(long)]
    pub drafts: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Language {
    Zh,
    En,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum When {
    Auto,
    Always,
    Never,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    Human,
    Json,
}

/// Level of government: 省, 设区的市, 县, 乡, or a department of one.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Level {
    Province,
    City,
    County,
    Township,
    Department,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Deny {
    Warnings,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum LedgerForm {
    Csv,
    Json,
    Xlsx,
}

fn day(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| "YYYY-MM-DD".to_owned())
}

/// A filter as it is typed.
fn filter(text: &str) -> Result<(String, String), String> {
    let (name, value) = text
        .split_once('=')
        .ok_or_else(|| "NAME=VALUE".to_owned())?;
    Ok((name.trim().to_owned(), value.trim().to_owned()))
}

/// The Chinese of every command and option, by `command` or `command.option`.
const CHINESE: &[(&str, &str)] = &[
    ("", "生成政府信息公开目录静态网站，可离线检索"),
    (".root", "站点文件夹"),
    (".as_of", "网站所反映的日期（默认：站点时区的今天）"),
    (".lang", "提示信息的语言（默认：随系统）"),
    (".color", "何时使用颜色"),
    (".quiet", "不显示小结和提示"),
    (".verbose", "显示更详细的信息"),
    (".help", "显示帮助"),
    (".version", "显示版本"),
    ("init", "新建站点，带标准栏目"),
    ("init.dir", "新站点的文件夹，须为空或不存在"),
    (
        "init.level",
        "哪一级机关（省、市、县、乡或部门），决定法定主动公开内容的栏目",
    ),
    ("new", "新建文档，自动编下一个索引号，并显示文件路径"),
    ("new.title", "文档标题"),
    ("new.category", "组配分类：栏目路径，或 content/ 下的文件夹"),
    (
        "import",
        "把旧网页、Word 文件和文本文件转为文档，显示新文件的路径，并列出需要核对之处",
    ),
    (
        "import.paths",
        "旧文件（.html、.htm、.docx、.txt），或存放旧文件的文件夹",
    ),
    (
        "import.category",
        "统一放入哪个组配分类：栏目路径，或 content/ 下的文件夹（默认：页面上写明的栏目）",
    ),
    ("import.dry_run", "只列出将导入哪些文件，不写任何文件"),
    ("check", "检查全部内容，列出所有问题；不写任何文件"),
    ("check.format", "结果的形式"),
    ("check.deny", "有警告也算不通过"),
    ("build", "生成网站"),
    (
        "build.output_dir",
        "网站写到哪个文件夹（默认：站点文件夹下的 public/）",
    ),
    ("build.base_url", "网站根目录的完整网址"),
    ("build.drafts", "包括草稿"),
    ("build.force", "不用缓存"),
    ("build.timings", "显示各阶段用时"),
    ("build.stats", "显示检索索引的大小，以及常见检索的读取量"),
    (
        "build.changes",
        "把新增、变更和移除的文件列入该文件，按此顺序上传不会出现断链",
    ),
    ("serve", "在浏览器中预览，内容一改就自动更新"),
    ("serve.port", "端口（默认：1111 起第一个空闲的）"),
    (
        "serve.host",
        "监听的地址；改用其他地址，别的电脑就能看到预览",
    ),
    ("serve.open", "打开浏览器"),
    ("serve.drafts", "包括草稿"),
    ("search", "检索已生成的网站"),
    ("search.query", "检索词，以空格隔开，须全部出现"),
    (
        "search.output_dir",
        "网站所在文件夹（默认：站点文件夹下的 public/）",
    ),
    (
        "search.filter",
        "只查某项属性为某个值的（如 year=2024；有哪些属性以站点的索引为准）",
    ),
    ("search.category", "只查这个栏目及其下级"),
    ("search.issuer", "只查这个发布机构"),
    ("search.year", "只查这一年发布的"),
    (
        "search.validity",
        "只查这种有效性（如“废止”，或代码 repealed）",
    ),
    ("search.limit", "显示多少件"),
    ("search.format", "结果的形式"),
    ("export", "导出已公开文档的台账"),
    ("export.format", "台账的形式"),
    ("export.output", "写到哪个文件（默认：标准输出）"),
    (
        "snapshot",
        "生成某一年的归档包（截至 12 月 31 日），并显示它的根",
    ),
    ("snapshot.year", "年份"),
    (
        "snapshot.output_dir",
        "归档包的文件夹（默认：站点文件夹下的 archive/年份）",
    ),
    ("snapshot.sign", "用这个 SSH 密钥签名（由 ssh-keygen 完成）"),
    ("snapshot.zip", "另做一个便于传送的 zip 文件"),
    ("snapshot.force", "替换已有的该年归档包"),
    (
        "verify",
        "核对归档包是否完好、各年归档是否首尾相连，逐一指出问题；就地读取，不写任何文件",
    ),
    (
        "verify.packages",
        "归档包：文件夹、zip 文件，或者按年份存放归档包的文件夹",
    ),
    ("verify.format", "结果的形式"),
    ("due", "列出即将自行变化的事项和已经逾期的事项"),
    ("due.within", "往后看多少天"),
    ("due.format", "结果的形式"),
    ("report", "生成某一年年度报告的草稿，并显示文件路径"),
    ("report.year", "报告哪一年（现行格式自 2021 年度起）"),
    (
        "diff",
        "比较两个归档包，或者归档包与站点的现状：新增、移除和变更了哪些文档",
    ),
    (
        "diff.a",
        "较早的一方：归档包（文件夹或 zip 文件），或者站点文件夹",
    ),
    ("diff.b", "较晚的一方"),
    ("diff.format", "结果的形式"),
    ("completions", "输出命令行补全脚本"),
    ("completions.shell", "哪种命令行"),
];

/// The command line in a language.
pub(super) fn command(lang: Lang) -> clap::Command {
    let command = Cli::command();
    if lang == Lang::En {
        return command;
    }
    let find = |key: &str| {
        CHINESE
            .iter()
            .find(|(k, _)| *k == key)
            .map(|(_, text)| *text)
    };
    let translate = |mut command: clap::Command, name: &str| {
        if let Some(about) = find(name) {
            command = command.about(about);
        }
        command.mut_args(|arg| {
            let id = arg.get_id().to_string();
            match find(&format!("{name}.{id}")).or_else(|| find(&format!(".{id}"))) {
                Some(help) => arg.help(help),
                None => arg,
            }
        })
    };
    let chinese = |command: clap::Command| {
        let template = if command.has_subcommands() {
            "{about}\n\n用法：{usage}\n\n命令：\n{subcommands}\n\n选项：\n{options}"
        } else if command.get_positionals().next().is_some() {
            "{about}\n\n用法：{usage}\n\n参数：\n{positionals}\n\n选项：\n{options}"
        } else {
            "{about}\n\n用法：{usage}\n\n选项：\n{options}"
        };
        let help = clap::Arg::new("help")
            .short('h')
            .long("help")
            .action(clap::ArgAction::Help)
            .help("显示帮助");
        command
            .disable_help_flag(true)
            .arg(help)
            .help_template(template)
            .mut_args(|a| {
                if a.get_action().takes_values() {
                    a.hide_default_value(true)
                } else {
                    a
                }
            })
    };
    let names: Vec<String> = command
        .get_subcommands()
        .map(|c| c.get_name().to_owned())
        .collect();
    let version = clap::Arg::new("version")
        .short('V')
        .long("version")
        .action(clap::ArgAction::Version)
        .help("显示版本");
    let mut command = chinese(translate(command, ""))
        .disable_version_flag(true)
        .arg(version);
    for name in names {
        command = command.mut_subcommand(&name, |c| chinese(translate(c, &name)));
    }
    command
}

/// What is wrong with a command line, in Chinese; clap itself says it in English.
pub(super) fn usage_error(error: &clap::Error) -> String {
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
    } else if argument.contains("DATE") {
        text.push_str("；日期写成 2024-06-18");
    }
    // what clap says of a number out of range: `2018 is not in 2021..=2200`
    let said = std::error::Error::source(error)
        .map(ToString::to_string)
        .unwrap_or_default();
    if let Some((first, last)) = said
        .rsplit_once(" in ")
        .and_then(|(_, range)| range.split_once("..="))
    {
        text.push_str(&format!("；应为 {first} 至 {last}"));
    }
    if let Some(near) =
        get(ContextKind::SuggestedArg).or_else(|| get(ContextKind::SuggestedSubcommand))
    {
        text.push_str(&format!("；是不是“{near}”"));
    }
    format!("错误：{text}。用 --help 查看用法。")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_and_option_has_a_chinese_text() {
        Cli::command().debug_assert();
        let known: Vec<&str> = CHINESE.iter().map(|(k, _)| *k).collect();
        let command = Cli::command();
        for sub in command.get_subcommands() {
            assert!(known.contains(&sub.get_name()), "{}", sub.get_name());
            for arg in sub.get_arguments() {
                let id = arg.get_id().to_string();
                assert!(
                    known.contains(&format!("{}.{id}", sub.get_name()).as_str())
                        || known.contains(&format!(".{id}").as_str()),
                    "{} {id}",
                    sub.get_name()
                );
            }
        }
    }
}
