//! Takes the values of a new document; gives what a person must fill in: fields in comments, and
//! the layout of an official text (GB/T 9704—2012).
//!
//! `mulu check` reports unfilled blanks (`check::placeholders`). This file must not know where the
//! new file goes.

use super::schema::field_meaning;
use crate::catalogue::Field;
use crate::config::{Column, Config, Language};
use crate::parse::front_matter::Script;
use jiff::civil::Date;

/// Ends of the titles of documents that are for everybody and name no addressee.
const TO_ALL: [&str; 10] = [
    "公告",
    "通告",
    "公示",
    "令",
    "解读",
    "图解",
    "问答",
    "名单",
    "年报",
    "年度报告",
];

/// The values from which the layout of a new document is made.
pub(super) struct Skeleton<'a> {
    pub(super) config: &'a Config,
    /// The language of the field names in the file.
    pub(super) script: Script,
    pub(super) title: &'a str,
    pub(super) body: Option<&'a str>,
    pub(super) date: Option<Date>,
    /// The titles of its attachments.
    pub(super) attached: &'a [String],
}

impl Skeleton<'_> {
    fn pick<'t>(&self, zh: &'t str, en: &'t str) -> &'t str {
        match self.config.language {
            Language::ZhHans => zh,
            Language::En => en,
        }
    }

    /// The fields that are not `given`, as comments: for each, its purpose and an example. Fields
    /// without an example are left out. A person who removes `# ` from the example has the field.
    pub(super) fn offered(&self, given: &[Field]) -> String {
        let mut out = String::from(self.pick(
            "\n#（下列各项，有的填写：删去行首的“# ”，即井号和空格，把例子换成实际内容；没有的不必理会。）\n",
            "\n#(Fields that the document may have: remove the `# ` at the beginning and replace the example.)\n",
        ));
        for &field in Field::ALL.iter().filter(|f| !given.contains(f)) {
            let sample = match field {
                Field::Category => leaf(&self.config.columns).map(|column| column.path.as_str()),
                field => field.sample(),
            };
            let Some(sample) = sample else { continue };
            let name = field.name_in(self.script);
            let meaning = self.pick(field_meaning(field), field.label_en());
            let (open, close) = (self.pick("（", "("), self.pick("）", ")"));
            let meaning = meaning.trim_end_matches(['。', '.']);
            out += &format!("#{open}{meaning}{close}\n# {name}: {sample}\n");
        }
        out
    }

    /// The layout of the text.
    pub(super) fn text(&self) -> String {
        let mut parts = Vec::new();
        let title = self.title.trim_end_matches(['）', ')', '》', '”']);
        if !TO_ALL.iter().any(|kind| title.ends_with(kind)) {
            parts.push(
                self.pick("（填写主送机关）：", "(fill in the addressees):")
                    .to_owned(),
            );
        }
        parts.push(self.pick("（填写正文）", "(fill in the text)").to_owned());
        match self.attached {
            [] => {}
            [one] => parts.push(self.pick("附件：", "Annex: ").to_owned() + one),
            several => {
                parts.push(self.pick("附件：", "Annexes:").to_owned());
                let items = several.iter().enumerate();
                let items: Vec<String> = items.map(|(i, t)| format!("{}. {t}", i + 1)).collect();
                parts.push(items.join("\n"));
            }
        }
        let body = self
            .body
            .unwrap_or(self.pick("（填写发文机关）", "(fill in the issuing body)"));
        let date = self.date.map_or_else(
            || {
                self.pick("（填写成文日期）", "(fill in the date)")
                    .to_owned()
            },
            |date| match self.config.language {
                Language::ZhHans => {
                    format!("{}年{}月{}日", date.year(), date.month(), date.day())
                }
                Language::En => date.to_string(),
            },
        );
        parts.push(format!("{body}\n{date}"));
        parts.join("\n\n")
    }
}

/// The first column without columns below it.
fn leaf(columns: &[Column]) -> Option<&Column> {
    let first = columns.first()?;
    leaf(&first.children).or(Some(first))
}
