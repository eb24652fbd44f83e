//! Takes what an import found; gives the tables of its report. This file must not know the form in
//! which they are written.

use super::sheet::{Sheet, pick};
use crate::catalogue::Field;
use crate::diag::{Code, Diagnostic, Lang, Words, severity_word, words};
use crate::import::{Fate, Ledger, Met, Outcome, Reading, Record, Sameness, Sure, Way, sum};
use crate::privacy::mask;

/// The tables, in the order in which they are to be worked through.
pub(super) fn sheets(outcome: &Outcome, lang: Lang) -> Vec<Sheet> {
    let mut sheets = vec![
        summary(outcome, lang),
        values(outcome, lang),
        remarks(outcome, lang),
        same(outcome, lang),
        refused(outcome, lang),
        unfetched(outcome),
        files(outcome, lang),
    ];
    sheets.extend(outcome.ledger.as_ref().map(|ledger| rows(ledger, lang)));
    sheets
}

fn heads<const N: usize>(all: [(&str, &str, f64); N]) -> Vec<(Words, f64)> {
    all.into_iter()
        .map(|(zh, en, width)| (words(zh, en), width))
        .collect()
}

fn shown(text: &str) -> String {
    mask(text).into_owned()
}

fn fate(fate: &Fate, lang: Lang) -> String {
    let said = match fate {
        Fate::New => words("新导入", "imported"),
        Fate::Unchanged => words("先前已导入，没有变化", "imported before, unchanged"),
        Fate::Corrected => words("先前已导入，之后有改动", "imported before, changed since"),
        Fate::Refused => words("没有导入", "not imported"),
        Fate::Attached(page) => words(format!("随“{page}”导入"), format!("goes with {page}")),
        Fate::Ledger => words("台账", "a ledger"),
        Fate::Part => words(
            "网页部件，没有文档用到",
            "part of a page; no document needs it",
        ),
    };
    pick(&said, lang).to_owned()
}

fn sure(sure: Sure) -> Words {
    match sure {
        Sure::Missing => words("缺", "missing"),
        Sure::Unread => words("读不出", "unreadable"),
        Sure::Doubtful => words("待核对", "to be checked"),
        Sure::Certain => words("确定", "certain"),
    }
}

fn field(field: Field, lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => field.label(),
        Lang::En => field.name(),
    }
}

/// The number of all files, of files by their fate (except ledgers), of values by their certainty,
/// of groups, of attachments to be fetched, and of findings by kind.
fn summary(outcome: &Outcome, lang: Lang) -> Sheet {
    let count = |is: &dyn Fn(&Fate) -> bool| outcome.records.iter().filter(|r| is(&r.fate)).count();
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut add = |what: Words, n: usize| {
        rows.push(vec![pick(&what, lang).to_owned(), n.to_string()]);
    };
    add(words("文件总数", "files in all"), outcome.records.len());
    for one in [Fate::New, Fate::Unchanged, Fate::Corrected, Fate::Refused] {
        add(
            words(fate(&one, Lang::Zh), fate(&one, Lang::En)),
            count(&|f| *f == one),
        );
    }
    let is_attached = |f: &Fate| matches!(f, Fate::Attached(_));
    add(
        words("随网页导入的附件和图片", "files that go with a page"),
        count(&is_attached),
    );
    add(
        words(fate(&Fate::Part, Lang::Zh), fate(&Fate::Part, Lang::En)),
        count(&|f| *f == Fate::Part),
    );
    let readings = || outcome.records.iter().flat_map(|r| &r.readings);
    for one in [Sure::Missing, Sure::Unread, Sure::Doubtful, Sure::Certain] {
        let said = sure(one);
        add(
            words(
                format!("字段值：{}", said.zh),
                format!("values: {}", said.en),
            ),
            readings().filter(|r| r.sure == one).count(),
        );
    }
    add(
        words("疑似重复（组）", "groups that may be the same"),
        outcome.groups.len(),
    );
    add(
        words("待下载的附件", "attachments to be fetched"),
        outcome.unfetched.len(),
    );
    for kind in sum(&outcome.findings, lang) {
        let severity = severity_word(kind.severity, lang);
        rows.push(vec![
            format!("{severity}[{}] {}", kind.code.name(), shown(&kind.text)),
            kind.count.to_string(),
        ]);
    }
    Sheet {
        name: words("汇总", "Summary"),
        count: Some(1),
        about: words(
            "先看“字段核对”，不确定的排在前面；再看“提醒”“疑似重复”“没有导入”。",
            "Begin with the values: unsure ones come first. Then look at remarks, duplicates and what was not imported.",
        ),
        heads: heads([("项目", "What", 70.0), ("数量", "Count", 10.0)]),
        rows,
    }
}

/// A row for each value: first missing ones, then unreadable, doubtful and certain ones.
fn values(outcome: &Outcome, lang: Lang) -> Sheet {
    let mut all: Vec<(&Record, &Reading)> = outcome
        .records
        .iter()
        .flat_map(|record| record.readings.iter().map(move |reading| (record, reading)))
        .collect();
    // of equally sure readings, those of new documents come first
    let is_old = |r: &Record| r.fate != Fate::New;
    all.sort_by_key(|(record, reading)| (reading.sure, is_old(record)));
    let rows = all.into_iter().map(|(record, reading)| {
        vec![
            pick(&sure(reading.sure), lang).to_owned(),
            record.from.clone(),
            record.path.clone(),
            field(reading.field, lang).to_owned(),
            shown(&reading.text),
            pick(&reading.place, lang).to_owned(),
            shown(&reading.words),
            shown(pick(&reading.doubt, lang)),
            fate(&record.fate, lang),
        ]
    });
    Sheet {
        name: words("字段核对", "Values"),
        count: None,
        about: words(
            "每份文档的每个字段一行。“缺”要补上，“读不出”“待核对”要对照原件；“确定”的抽查即可。",
            "A row for each value of each document. Add what is missing, and compare what is unreadable or doubtful with the original.",
        ),
        heads: heads([
            ("可信程度", "How sure", 10.0),
            ("原文件", "Original", 40.0),
            ("文档", "Document", 40.0),
            ("字段", "Field", 14.0),
            ("值", "Value", 44.0),
            ("读自", "Read in", 22.0),
            ("原文", "What stands there", 50.0),
            ("说明", "Why", 50.0),
            ("结果", "Result", 22.0),
        ]),
        rows: rows.collect(),
    }
}

/// Whether the tables of values or of refused files already state a finding.
fn is_told(finding: &Diagnostic) -> bool {
    matches!(finding.code(), Code::ImportFailed | Code::ImportIncomplete)
        || finding.code() == Code::ImportDoubtful && finding.place.is_some()
}

/// The findings that are not about a single value, and those that belong to no single original.
fn remarks(outcome: &Outcome, lang: Lang) -> Sheet {
    let all = outcome
        .records
        .iter()
        .flat_map(|record| record.findings.iter().map(move |finding| (record, finding)))
        .filter(|(_, finding)| !is_told(finding));
    let rows = all.map(|(record, finding)| {
        vec![
            severity_word(finding.severity, lang).to_owned(),
            record.from.clone(),
            record.path.clone(),
            finding.message(lang).to_string(),
            finding
                .help(lang)
                .map(|h| h.to_string())
                .unwrap_or_default(),
        ]
    });
    let general = outcome.remarks.iter().map(|finding| {
        vec![
            severity_word(finding.severity, lang).to_owned(),
            finding.file.clone().unwrap_or_default(),
            String::new(),
            finding.message(lang).to_string(),
            finding
                .help(lang)
                .map(|h| h.to_string())
                .unwrap_or_default(),
        ]
    });
    let rows = rows.chain(general);
    Sheet {
        name: words("提醒", "Remarks"),
        count: None,
        about: words(
            "正文中没有导入或改动过的内容，以及其他要看一看的地方。",
            "What was left out of the texts or changed in them, and what else is to be looked at.",
        ),
        heads: heads([
            ("级别", "Severity", 8.0),
            ("原文件", "Original", 40.0),
            ("文档", "Document", 40.0),
            ("内容", "Remark", 70.0),
            ("处理", "What to do", 60.0),
        ]),
        rows: rows.collect(),
    }
}

/// Documents that may be the same.
fn same(outcome: &Outcome, lang: Lang) -> Sheet {
    let mut rows = Vec::new();
    for (n, group) in outcome.groups.iter().enumerate() {
        let reason = match group.sameness {
            Sameness::IndexNumber => words("索引号相同", "same index number"),
            Sameness::DocumentNumber => words("文号相同", "same document number"),
            Sameness::TitleAndText => words("标题和正文相同", "same title and text"),
            Sameness::Text => words("正文相同", "same text"),
            Sameness::Alike(share) => words(
                format!("正文几乎相同（约 {share}%）"),
                format!("almost the same text (about {share} %)"),
            ),
        };
        for member in &group.members {
            let from = match member.from.as_str() {
                "" => pick(&words("（站内原有）", "(in the site before)"), lang).to_owned(),
                from => from.to_owned(),
            };
            rows.push(vec![
                (n + 1).to_string(),
                pick(&reason, lang).to_owned(),
                from,
                member.path.clone(),
                shown(&member.title),
                member.index_number.clone(),
                member.document_number.clone(),
            ]);
        }
    }
    Sheet {
        name: words("疑似重复", "Duplicates"),
        count: Some(0),
        about: words(
            "组号相同的可能是同一份文件。确属重复的只留一份；索引号相同而不是同一份的，要改正索引号。",
            "Documents of one group may be the same. Keep one of them, or correct the numbers.",
        ),
        heads: heads([
            ("组号", "Group", 7.0),
            ("原因", "Why", 24.0),
            ("原文件", "Original", 40.0),
            ("文档", "Document", 40.0),
            ("标题", "Title", 50.0),
            ("索引号", "Index number", 30.0),
            ("文号", "Document number", 24.0),
        ]),
        rows,
    }
}

/// The files that were not imported. A file has a row for each reason.
fn refused(outcome: &Outcome, lang: Lang) -> Sheet {
    let refused = outcome.records.iter().filter(|r| r.fate == Fate::Refused);
    let rows = refused.flat_map(|record| {
        record.findings.iter().map(move |finding| {
            vec![
                record.from.clone(),
                finding.message(lang).to_string(),
                finding
                    .help(lang)
                    .map(|h| h.to_string())
                    .unwrap_or_default(),
                severity_word(finding.severity, lang).to_owned(),
            ]
        })
    });
    Sheet {
        name: words("没有导入", "Not imported"),
        count: None,
        about: words(
            "没有成为文档的文件、原因和处理办法。",
            "Files that became no document, why, and what to do.",
        ),
        heads: heads([
            ("原文件", "Original", 50.0),
            ("原因", "Why", 70.0),
            ("处理", "What to do", 60.0),
            ("级别", "Severity", 8.0),
        ]),
        rows: rows.collect(),
    }
}

/// Attachments that were not found beside their pages.
fn unfetched(outcome: &Outcome) -> Sheet {
    let rows = outcome
        .unfetched
        .iter()
        .map(|(address, page)| vec![address.clone(), page.clone()]);
    Sheet {
        name: words("待下载附件", "To be fetched"),
        count: None,
        about: words(
            "这些附件不在网页旁边。请在旧网站关闭前下载，放到网页旁边，移走相应的文档后重新导入。",
            "These attachments do not lie beside their pages. Fetch them before the old site closes, put them beside the pages and import again.",
        ),
        heads: heads([("地址", "Address", 80.0), ("网页", "Page", 50.0)]),
        rows: rows.collect(),
    }
}

/// The fate of each row of the ledgers.
fn rows(ledger: &Ledger, lang: Lang) -> Sheet {
    let rows = ledger.rows().iter().map(|row| {
        let (said, file) = match &row.met {
            Met::Nothing => (words("没有找到文件", "no file was found"), String::new()),
            Met::Itself => (
                words("由本行生成文档", "made a document of its own"),
                String::new(),
            ),
            Met::Ambiguous(file) => (
                words(
                    "几行都可能对应这个文件，没有取用",
                    "several rows may belong to this file; none was used",
                ),
                file.clone(),
            ),
            Met::File(file, way) => (way_met(*way), file.clone()),
        };
        vec![
            pick(&said, lang).to_owned(),
            pick(&row.place, lang).to_owned(),
            file,
            shown(row.value(Field::Title)),
            row.value(Field::IndexNumber).to_owned(),
            row.value(Field::DocumentNumber).to_owned(),
        ]
    });
    let mut rows: Vec<Vec<String>> = rows.collect();
    let is_met = |row: &Vec<String>| !row[2].is_empty();
    rows.sort_by_key(is_met);
    Sheet {
        name: words("台账核对", "Ledger"),
        count: None,
        about: words(
            "台账的每一行一行，没有找到文件的排在前面。",
            "A row for each row of the ledger; those without a file come first.",
        ),
        heads: heads([
            ("结果", "Result", 32.0),
            ("台账", "Ledger", 34.0),
            ("原文件", "Original", 40.0),
            ("标题", "Title", 50.0),
            ("索引号", "Index number", 30.0),
            ("文号", "Document number", 24.0),
        ]),
        rows,
    }
}

fn way_met(way: Way) -> Words {
    match way {
        Way::IndexNumber => words("按索引号对应", "met by its index number"),
        Way::File => words("按文件名对应", "met by the name of the file"),
        Way::DocumentNumber => words("按文号对应", "met by its document number"),
        Way::Title => words("按标题对应", "met by its title"),
    }
}

/// The fate of each file.
fn files(outcome: &Outcome, lang: Lang) -> Sheet {
    let rows = outcome.records.iter().map(|record| {
        vec![
            record.from.clone(),
            fate(&record.fate, lang),
            record.path.clone(),
            shown(record.title()),
            record.value(Field::IndexNumber).to_owned(),
            record.value(Field::DocumentNumber).to_owned(),
            match record.is_document() {
                true => record.unsure().to_string(),
                false => String::new(),
            },
        ]
    });
    Sheet {
        name: words("文件清单", "Files"),
        count: Some(6),
        about: words(
            "每个文件一行，没有遗漏。系统文件（如 Thumbs.db）和隐藏文件不列。",
            "A row for each file, except files of the system, such as Thumbs.db, and hidden files.",
        ),
        heads: heads([
            ("原文件", "Original", 50.0),
            ("结果", "Result", 30.0),
            ("文档", "Document", 40.0),
            ("标题", "Title", 50.0),
            ("索引号", "Index number", 30.0),
            ("文号", "Document number", 24.0),
            ("不确定的值", "Unsure values", 12.0),
        ]),
        rows: rows.collect(),
    }
}
