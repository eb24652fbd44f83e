//! Takes a language; gives the definition of the command line with its help in that language. The
//! English help is in the doc comments of `args`; the Chinese help is here. This file must not know
//! what the commands do.

use super::Cli;
use crate::diag::Lang;
use clap::builder::PossibleValue;
use clap::{Arg, ArgAction, Command, CommandFactory};

/// The Chinese help of every command, option and value, by `command`, `command.option` or
/// `command.option=value`. Without a command, the text is for the program or for an option of all
/// commands.
const CHINESE: &[(&str, &str)] = &[
    ("", "生成政府信息公开目录静态网站，可离线检索"),
    (
        ".root",
        "站点文件夹；不写时为当前文件夹或上级中最近的、有 mulu.yaml 的文件夹",
    ),
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
        "哪一级机关，决定法定主动公开内容的栏目；不写时为部门",
    ),
    ("init.level=province", "省"),
    ("init.level=city", "设区的市"),
    ("init.level=county", "县"),
    ("init.level=township", "乡"),
    ("init.level=department", "部门"),
    ("init.yes", "在终端中也不询问；不清楚的内容留待以后填写"),
    ("new", "新建文档，自动编下一个索引号，并显示文件路径"),
    ("new.title", "文档标题"),
    (
        "new.category",
        "组配分类：栏目的名称或路径，或 content/ 下的文件夹",
    ),
    ("new.attach", "附件：复制到文档旁边，并列入文档"),
    ("new.edit", "建好后用编辑器打开"),
    (
        "import",
        "把旧网页、办公文件和文本文件转为文档，显示新文件的路径，并列出需要核对之处",
    ),
    (
        "import.paths",
        "旧文件（网页、Word 文件、表格、.pdf、.ofd、.txt 等），或存放旧文件的文件夹",
    ),
    (
        "import.category",
        "统一放入哪个组配分类：栏目路径，或 content/ 下的文件夹（默认：页面上写明的栏目）",
    ),
    (
        "import.category_from_folder",
        "按文件所在的文件夹归入同名栏目；不是栏目的文件夹会列出",
    ),
    (
        "import.assign_numbers",
        "原件没有索引号的，按站点配置的规则顺次编号，不与已有的重复",
    ),
    (
        "import.mapping",
        "命令中写明的表格（.xlsx、.csv、.json 等）是台账，一行一份文档；这个文件写明各列对应的字段，没有时先推断写出，供核对",
    ),
    (
        "import.report",
        "另写一份报告（新文件）：每个值、读自何处、是否可信，疑似重复，没有导入的文件及原因；后缀 .xlsx、.html 或 .csv 决定格式",
    ),
    (
        "import.dry_run",
        "只列出将导入哪些文件，除报告外不写任何文件",
    ),
    (
        "check",
        "检查全部内容，列出所有问题；除非用 --fix，不改动任何文件",
    ),
    (
        "check.files",
        "只列与这些文件或文件夹有关的问题（默认：全部）",
    ),
    ("check.format", "结果的形式"),
    (
        "check.report",
        "另把结果写入一个新文件，按后缀定形式：.sarif 或 .xlsx",
    ),
    ("check.deny", "有警告也算不通过"),
    (
        "check.fix",
        "自动修改只有一种正确写法的问题；可用 mulu undo 恢复原状",
    ),
    ("check.diff", "只显示 --fix 将作的改动，不改动任何文件"),
    ("check.select", "只列这些检查项的问题，检查项之间用逗号隔开"),
    ("check.ignore", "不列这些检查项的问题，检查项之间用逗号隔开"),
    (
        "check.changed",
        "只列与上次生成网站之后新增或改动的文件有关的问题",
    ),
    ("check.baseline", "只列这份基线文件中没有的问题"),
    (
        "check.write_baseline",
        "把现有问题写成基线文件，以后用 --baseline 只看新出现的",
    ),
    ("check.all", "列出全部问题，不限于每个检查项的前 20 处"),
    (
        "explain",
        "说明某个检查项的含义、处理办法和依据；不写检查项时全部列出",
    ),
    ("explain.code", "检查项，如 date-form"),
    (
        "schema",
        "输出文件信息和 mulu.yaml 的 JSON Schema，供编辑器使用",
    ),
    (
        "schema.of",
        "输出哪一个（默认：合为一个，分列在 $defs 之下）；ndjson 为 OpenSearch、Elasticsearch 索引的字段映射",
    ),
    (
        "clean",
        "另存一份不含隐藏内容、批注、修订、作者、拍摄位置的文件，原文件不变",
    ),
    (
        "clean.files",
        "Word、Excel、PowerPoint 文件，开放文档格式文件（.odt、.ods、.odp），或者 JPEG、PNG、WebP 图片",
    ),
    (
        "clean.output_dir",
        "存到哪个文件夹，文件名不变（默认：存在原文件旁边，如“名单.clean.docx”）",
    ),
    ("clean.dry_run", "只列出将去掉的内容，不写任何文件"),
    (
        "undo",
        "撤销最近一次 check --fix 的自动修改，各文件恢复原状",
    ),
    ("build", "生成网站"),
    (
        "build.output_dir",
        "网站写到哪个文件夹（默认：站点文件夹下的 public/；用 --drafts 时为 drafts/）",
    ),
    ("build.base_url", "网站根目录的完整网址"),
    (
        "build.drafts",
        "包括草稿：生成供审阅的网站，另存一个文件夹，绝不写入对外公布的网站",
    ),
    ("build.force", "不用缓存；输出文件夹中是门户的，也予替换"),
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
    ("search.issuer", "只查这个发文机关"),
    ("search.year", "只查这一年发布的"),
    (
        "search.validity",
        "只查这种有效性（如“废止”，或代码 repealed）",
    ),
    (
        "search.from",
        "只查这一天（或这一月、这一年）及以后发布的，如 2024-03-01、2024-03、2024",
    ),
    ("search.to", "只查这一天（或这一月、这一年）及以前发布的"),
    ("search.part", "检索词须全部出现在文件的哪一部分"),
    ("search.part=title", "标题"),
    ("search.part=text", "正文"),
    ("search.part=attachments", "附件"),
    ("search.part=number", "文号、索引号、备案号"),
    ("search.not", "不含这些词的文件"),
    ("search.sort", "排列次序"),
    ("search.sort=relevance", "相关程度"),
    ("search.sort=date", "发布日期，新的在前"),
    ("search.sort=number", "文号"),
    ("search.limit", "显示多少件"),
    ("search.format", "结果的形式"),
    ("export", "导出台账，或连同正文导出全部已公开文档"),
    (
        "export.format",
        "文件的形式（默认：随文件后缀；没有文件名时为 csv）。ndjson 每行一份文档，含正文",
    ),
    ("export.output", "写到哪个文件（默认：标准输出）"),
    (
        "export.bulk",
        "写成 OpenSearch、Elasticsearch 的批量请求（_bulk），写入这个索引",
    ),
    (
        "book",
        "把一个栏目、一年或一个发文机关的文件合成一本电子书（EPUB），并显示文件路径",
    ),
    ("book.what", "栏目（路径或名称）、年份或发文机关"),
    ("book.category", "栏目的路径或名称，包括其下级栏目"),
    ("book.year", "发布年份"),
    ("book.issuer", "发文机关"),
    (
        "book.output",
        "写到哪个文件（默认：当前文件夹，按所选内容命名）",
    ),
    ("book.force", "文件已存在的，予以替换"),
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
        "核对归档包是否完好、各年归档是否首尾相连，逐一指出问题；不改动归档包",
    ),
    (
        "verify.packages",
        "归档包：文件夹、zip 文件，或者按年份存放归档包的文件夹",
    ),
    ("verify.format", "结果的形式"),
    (
        "verify.certificate",
        "把各归档包的根和人工核对的办法写成一个可以打印的网页（归档包证书）",
    ),
    (
        "restore",
        "用归档包恢复当年的站点文件夹，内容与归档时相同，并显示文件夹的路径",
    ),
    ("restore.package", "某一年的归档包：文件夹或 zip 文件"),
    (
        "restore.output_dir",
        "恢复到哪个文件夹，须不存在或者为空（默认：restored-年份）",
    ),
    (
        "list",
        "列出全部文档的状态、索引号、文件和标题，包括没有公布的及其原因",
    ),
    ("list.hidden", "只列没有公布的文档"),
    ("list.format", "结果的形式"),
    ("due", "列出即将自行变化的事项和已经逾期的事项"),
    (
        "due.portal",
        "门户的配置文件；写明的，列出各个成员应办的事项",
    ),
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
    (
        "join",
        "把多个单位已生成的网站汇成一个门户：一份目录，一处检索",
    ),
    ("join.portal", "门户的配置文件，其中列出各个成员"),
    (
        "join.output_dir",
        "门户写到哪个文件夹（默认为配置文件旁的 public/）",
    ),
    ("join.base_url", "门户首页的完整网址"),
    (
        "join.deny",
        "有成员未收入或者有其他警告时，以失败结束；门户照常生成",
    ),
    (
        "join.force",
        "不用缓存；输出文件夹中是 mulu build 生成的网站的，也予替换",
    ),
    ("completions", "输出命令行补全脚本"),
    ("completions.shell", "哪种命令行"),
    ("man", "输出供 man 使用的手册页"),
    ("help", "说明命令的用法"),
    ("help.command", "哪个命令；不写时说明程序本身"),
    (".color=auto", "随终端"),
    (".color=always", "总是"),
    (".color=never", "从不"),
    (".lang=zh", "中文"),
    (".lang=en", "英文"),
];

/// The Chinese names of values.
const VALUES: &[(&str, &str)] = &[
    ("ADDR", "地址"),
    ("A", "甲"),
    ("B", "乙"),
    ("CATEGORY", "栏目"),
    ("PORTAL", "门户文件"),
    ("CODE", "检查项"),
    ("COMMAND", "命令"),
    ("DATE", "日期"),
    ("DAYS", "天数"),
    ("DIR", "文件夹"),
    ("FILE", "文件"),
    ("INDEX", "索引名"),
    ("FORMAT", "形式"),
    ("KEY", "密钥"),
    ("LANG", "语言"),
    ("LEVEL", "级别"),
    ("N", "数"),
    ("NAME", "名称"),
    ("NAME=VALUE", "属性=值"),
    ("OF", "哪一个"),
    ("PACKAGE", "归档包"),
    ("PART", "部分"),
    ("PATH", "路径"),
    ("QUERY", "检索词"),
    ("SHELL", "命令行"),
    ("TITLE", "标题"),
    ("URL", "网址"),
    ("WHAT", "什么"),
    ("WHEN", "何时"),
    ("TERMS", "词"),
    ("ORDER", "次序"),
    ("VALIDITY", "有效性"),
    ("YEAR", "年份"),
];

/// The Chinese text of a key.
fn find(key: &str) -> Option<&'static str> {
    CHINESE
        .iter()
        .find(|(k, _)| *k == key)
        .map(|(_, text)| *text)
}

/// What a possible value of an argument means, in a language.
pub(in crate::cli) fn value_help(
    lang: Lang,
    command: &str,
    id: &str,
    value: &PossibleValue,
) -> Option<String> {
    let name = value.get_name();
    let chinese = || {
        let own = find(&format!("{command}.{id}={name}"));
        own.or_else(|| find(&format!(".{id}={name}")))
    };
    match lang {
        Lang::Zh => chinese().map(str::to_owned),
        Lang::En => value.get_help().map(ToString::to_string),
    }
}

/// The command line in a language.
pub(in crate::cli) fn command(lang: Lang) -> Command {
    let (help, version) = match lang {
        Lang::Zh => ("显示帮助", "显示版本；加 --verbose 显示构建信息"),
        Lang::En => (
            "Show this help",
            "Show the version; with --verbose also what it was built from",
        ),
    };
    let flag = |name: &'static str, short, action, text: &'static str| {
        Arg::new(name)
            .short(short)
            .long(name)
            .action(action)
            .help(text)
    };
    let mut command = Cli::command();
    let names: Vec<String> = command
        .get_subcommands()
        .map(|c| c.get_name().to_owned())
        .collect();
    let settle = |command: Command, name: &str| {
        let command = match lang {
            Lang::Zh => chinese(command, name),
            Lang::En => command,
        };
        command
            .disable_help_flag(true)
            .arg(flag("help", 'h', ArgAction::Help, help))
    };
    for name in names {
        command = command.mut_subcommand(&name, |c| settle(c, &name));
    }
    settle(command, "").disable_version_flag(true).arg(flag(
        "version",
        'V',
        ArgAction::Version,
        version,
    ))
}

/// The commands whose Chinese help has a word.
pub(in crate::cli) fn commands_about(word: &str) -> Vec<&'static str> {
    let commands = CHINESE
        .iter()
        .filter(|(key, _)| !key.contains('.') && !key.is_empty());
    let about = commands.filter(|(_, text)| text.contains(word));
    about.map(|(key, _)| *key).collect()
}

fn chinese(command: Command, name: &str) -> Command {
    let command = match find(name) {
        Some(about) => command.about(about),
        None => command,
    };
    command.mut_args(|arg| {
        let id = arg.get_id().to_string();
        let own = find(&format!("{name}.{id}")).or_else(|| find(&format!(".{id}")));
        let arg = match own {
            Some(help) => arg.help(help),
            None => arg,
        };
        if !arg.get_action().takes_values() {
            return arg;
        }
        let english = arg.get_value_names().and_then(|names| names.first());
        let english = english.map_or_else(|| id.to_uppercase(), ToString::to_string);
        match VALUES.iter().find(|(name, _)| *name == english) {
            Some((_, chinese)) => arg.value_name(*chinese),
            None => arg,
        }
    })
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
