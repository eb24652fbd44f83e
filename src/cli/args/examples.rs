//! Takes the name of a command; gives the examples in its help, in both languages. A test parses
//! each of them. This file must not know what the commands do.

use crate::diag::Lang;

/// A line that can be typed, and what the line does; both in each language.
pub(in crate::cli) struct Example {
    zh: (&'static str, &'static str),
    en: (&'static str, &'static str),
}

impl Example {
    pub(in crate::cli) fn line(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Zh => self.zh.0,
            Lang::En => self.en.0,
        }
    }

    pub(in crate::cli) fn text(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Zh => self.zh.1,
            Lang::En => self.en.1,
        }
    }
}

/// The examples of a command; `command` is empty for the program itself.
pub(in crate::cli) fn examples(command: &str) -> &'static [Example] {
    EXAMPLES
        .iter()
        .find(|(name, _)| *name == command)
        .map_or(&[], |(_, examples)| examples)
}

macro_rules! examples {
    ($($command:literal { $($zh:literal $zh_text:literal, $en:literal $en_text:literal;)+ })+) => {
        const EXAMPLES: &[(&str, &[Example])] = &[
            $(($command, &[$(Example { zh: ($zh, $zh_text), en: ($en, $en_text) },)+]),)+
        ];
    };
}

examples! {
    "" {
        "mulu init 目录" "新建站点，放在文件夹“目录”中；以下命令在这个文件夹中运行",
        "mulu init site" "makes a new site in the folder `site`; run the next commands there (`cd site`)";
        "mulu new 关于开展检查的通知 -c 其他文件" "在站点中新建一份文件",
        "mulu new \"Notice on inspections\" -c policy/other" "makes a new document in the site";
        "mulu check" "检查全部内容",
        "mulu check" "reports what is wrong";
        "mulu build" "生成网站，写到文件夹 public",
        "mulu build" "makes the site in the folder `public`";
        "mulu help build" "说明命令 build 的用法",
        "mulu help build" "says how `build` is used";
    }
    "init" {
        "mulu init 目录" "部门的站点；在终端中会询问名称、地址、电话等",
        "mulu init site" "the site of a department; on a terminal it asks for name, address and so on";
        "mulu init 县政府 --level county --yes" "县政府的站点；不询问，留待以后填写",
        "mulu init county --level county --yes" "the site of a county; asks nothing and leaves blanks";
    }
    "new" {
        "mulu new 关于开展检查的通知 -c 行政规范性文件" "新建一份行政规范性文件",
        "mulu new \"Notice on inspections\" -c policy/normative" "a new normative document";
        "mulu new 关于报送名单的通知 -c 其他文件 --attach 名单.xlsx 说明.docx --edit" "带两个附件，建好后打开",
        "mulu new \"Notice on lists\" -c policy/other --attach list.xlsx notes.docx --edit" "with two attachments; opens it at once";
    }
    "import" {
        "mulu import 旧网站 --dry-run" "看看文件夹“旧网站”能导入哪些文件",
        "mulu import old --dry-run" "says what can be imported from the folder `old`";
        "mulu import 旧网站 --dry-run --report 导入报告.xlsx" "先试运行，写出可逐项核对的报告",
        "mulu import old --dry-run --report report.xlsx" "tries it and writes a report to work through";
        "mulu import 旧网站 --category-from-folder --assign-numbers" "按文件夹归入栏目，没有索引号的顺次编号",
        "mulu import old --category-from-folder --assign-numbers" "columns by folder; the next numbers for documents without one";
        "mulu import 旧网站 台账.xlsx --mapping 对照.yaml" "用台账补齐各份文档的字段",
        "mulu import old ledger.xlsx --mapping mapping.yaml" "fills the fields of the documents from a ledger";
        "mulu import 旧网站 -c 其他文件" "全部导入栏目“其他文件”",
        "mulu import old -c policy/other" "imports all of it into one column";
    }
    "check" {
        "mulu check" "检查全部内容",
        "mulu check" "checks everything";
        "mulu check content/policy --select broken-link,placeholder" "只看一个文件夹、两个检查项",
        "mulu check content/policy --select broken-link,placeholder" "one folder, two codes";
        "mulu check --diff" "先看自动修改会改哪些地方",
        "mulu check --diff" "shows what --fix would change";
        "mulu check --fix" "自动修改",
        "mulu check --fix" "repairs what can be repaired";
        "mulu check --report 检查结果.xlsx" "另存一份电子表格",
        "mulu check --report findings.xlsx" "writes a workbook too";
    }
    "clean" {
        "mulu clean 名单.xlsx" "另存为“名单.clean.xlsx”，不含隐藏内容",
        "mulu clean list.xlsx" "writes list.clean.xlsx without what is hidden";
        "mulu clean 名单.xlsx 现场.jpg -o 已清理" "存到文件夹“已清理”中",
        "mulu clean list.xlsx photo.jpg -o cleaned" "writes the copies into the folder `cleaned`";
    }
    "explain" {
        "mulu explain date-form" "说明检查项 date-form",
        "mulu explain date-form" "explains the code `date-form`";
        "mulu explain" "列出全部检查项",
        "mulu explain" "lists all codes";
    }
    "schema" {
        "mulu schema front-matter" "文件信息的写法",
        "mulu schema front-matter" "the schema of front matter";
        "mulu schema config" "配置文件 mulu.yaml 的写法",
        "mulu schema config" "the schema of mulu.yaml";
    }
    "undo" {
        "mulu undo" "撤销最近一次自动修改",
        "mulu undo" "takes back the last repair";
    }
    "build" {
        "mulu build" "生成网站，写到文件夹 public",
        "mulu build" "makes the site in the folder `public`";
        "mulu build --drafts" "连草稿一起生成，写到文件夹 drafts，供审阅",
        "mulu build --drafts" "makes a site for review, with drafts, in the folder `drafts`";
        "mulu build --as-of 2026-12-31 -o 年底" "生成网站在该日的样子，写到文件夹“年底”",
        "mulu build --as-of 2026-12-31 -o december" "makes the site of that day in a folder of its own";
    }
    "book" {
        "mulu book 行政规范性文件" "把一个栏目做成一本电子书",
        "mulu book policy/normative" "makes one e-book of a column";
        "mulu book 2025 -o 2025年公开文件.epub" "某一年发布的文件",
        "mulu book 2025 -o documents-2025.epub" "the documents published in a year";
    }
    "serve" {
        "mulu serve --open" "预览，并打开浏览器",
        "mulu serve --open" "previews the site and opens the browser";
        "mulu serve --port 8080 --drafts" "在端口 8080 预览，包括草稿",
        "mulu serve --port 8080 --drafts" "at port 8080, with drafts";
    }
    "search" {
        "mulu search 优待证 申领" "两个词都出现的文件",
        "mulu search card application" "documents with both words";
        "mulu search 通知 --year 2024 --validity 有效 -n 5" "2024 年发布、现行有效的，只显示 5 件",
        "mulu search notice --year 2024 --validity effective -n 5" "five documents of 2024 that are in force";
        "mulu search 供水 --in title --from 2023-07 --not 会议" "标题含“供水”、2023 年 7 月以后发布、不含“会议”的",
        "mulu search water --in title --from 2023-07 --not meeting" "with this title, since July 2023, without that word";
    }
    "export" {
        "mulu export -o 台账.xlsx" "导出为电子表格",
        "mulu export -o ledger.xlsx" "writes a workbook";
        "mulu export --format json" "按 json 格式显示在屏幕上",
        "mulu export --format json" "prints JSON";
        "mulu export -o 文件.ndjson --bulk xxgk" "写成检索集群的批量请求",
        "mulu export -o documents.ndjson --bulk catalogue" "a bulk request for a search cluster";
    }
    "snapshot" {
        "mulu snapshot 2025" "生成 2025 年的归档包",
        "mulu snapshot 2025" "makes the package of 2025";
        "mulu snapshot 2025 --zip -o 归档/2025" "另做 zip 文件，写到指定的文件夹",
        "mulu snapshot 2025 --zip -o packages/2025" "with a zip file, in a folder of its own";
    }
    "verify" {
        "mulu verify archive" "核对各年的归档包",
        "mulu verify archive" "verifies the packages of all years";
        "mulu verify archive/2025 --format json" "核对一年的，结果供程序使用",
        "mulu verify archive/2025 --format json" "one package, for a program";
        "mulu verify archive/2025 --certificate 证书.html" "核对无误的，生成可以打印的证书",
        "mulu verify archive/2025 --certificate certificate.html" "makes a certificate for printing if it is whole";
    }
    "restore" {
        "mulu restore archive/2025" "恢复到当前文件夹下的一个新文件夹",
        "mulu restore archive/2025" "makes a new folder in this one";
        "mulu restore 2025.zip -o 恢复/2025" "从 zip 文件恢复到指定的文件夹",
        "mulu restore 2025.zip -o restored/2025" "from a zip file, to a folder of its own";
    }
    "list" {
        "mulu list" "列出全部文档",
        "mulu list" "lists all documents";
        "mulu list --hidden" "只列没有公布的，并说明原因",
        "mulu list --hidden" "those that are not published, and why";
    }
    "due" {
        "mulu due" "今后 30 天内的事项",
        "mulu due" "what is due within 30 days";
        "mulu due --within 90" "今后 90 天内的事项",
        "mulu due --within 90" "within 90 days";
        "mulu due portal.yaml" "门户的各个单位中，哪些应当催办",
        "mulu due portal.yaml" "which members of a portal are late";
    }
    "report" {
        "mulu report 2025" "2025 年度报告的草稿",
        "mulu report 2025" "the draft of the report for 2025";
    }
    "diff" {
        "mulu diff archive/2024 archive/2025" "两年之间变了什么",
        "mulu diff archive/2024 archive/2025" "what changed between two years";
        "mulu diff archive/2025 ." "归档以后变了什么",
        "mulu diff archive/2025 ." "what changed since the package was made";
    }
    "join" {
        "mulu join portal.yaml" "生成门户，写到 public/",
        "mulu join portal.yaml" "makes the portal in public/";
        "mulu join portal.yaml -o /srv/www" "写到另一个文件夹",
        "mulu join portal.yaml -o /srv/www" "in another folder";
    }
    "completions" {
        "mulu completions bash" "bash 的补全脚本",
        "mulu completions bash" "the script for bash";
    }
    "help" {
        "mulu help build" "说明命令 build 的用法",
        "mulu help build" "says how `build` is used";
    }
    "man" {
        "mulu man" "输出手册页",
        "mulu man" "prints the manual page";
    }
}
