//! Takes the YAML of `mulu.yaml`; gives its values as written. Only the names of keys and the types
//! of values are checked here; `read` checks the values and fills in the defaults that depend on
//! other values or on the site's folder.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The values of `mulu.yaml` as the user wrote them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawConfig {
    pub(super) title: String,
    #[serde(default)]
    pub(super) description: Option<String>,
    #[serde(default)]
    pub(super) language: Language,
    #[serde(default)]
    pub(super) base_url: Option<String>,
    #[serde(default)]
    pub(super) time_zone: Option<String>,
    #[serde(default)]
    pub(super) agency: Agency,
    #[serde(default)]
    pub(super) index_number: IndexNumber,
    #[serde(default)]
    pub(super) columns: Vec<Column>,
    #[serde(default)]
    pub(super) page_size: Option<u32>,
    #[serde(default)]
    pub(super) theme: Option<String>,
    #[serde(default)]
    pub(super) extra: serde_yaml::Mapping,
    #[serde(default)]
    pub(super) checks: Checks,
    #[serde(default)]
    pub(super) reviews: Reviews,
    #[serde(default)]
    pub(super) annual_report: AnnualReport,
    #[serde(default)]
    pub(super) privacy: Privacy,
    #[serde(default)]
    pub(super) search: Search,
    #[serde(default)]
    pub(super) raw_html: bool,
    #[serde(default)]
    pub(super) epub: bool,
    #[serde(default)]
    pub(super) offline: bool,
    #[serde(default)]
    pub(super) license_url: Option<String>,
    #[serde(default)]
    pub(super) archive_url: Option<String>,
    #[serde(default)]
    pub(super) retention: Retention,
    #[serde(default)]
    pub(super) proofreading: Proofreading,
    #[serde(default)]
    pub(super) editor: Option<String>,
}

/// Language of the site's interface.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub enum Language {
    /// Chinese in simplified characters.
    #[default]
    #[serde(rename = "zh-Hans")]
    ZhHans,
    /// English.
    #[serde(rename = "en")]
    En,
}

impl Language {
    /// The tag for the attribute `lang`, and the name of the file with the interface's texts.
    pub fn tag(self) -> &'static str {
        match self {
            Language::ZhHans => "zh-Hans",
            Language::En => "en",
        }
    }
}

/// The body that runs the site, for the footer of every page.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Agency {
    /// Full name; the default issuing body.
    pub name: Option<String>,
    /// Postal address.
    pub address: Option<String>,
    /// Office telephone.
    pub phone: Option<String>,
    /// Office e-mail.
    pub email: Option<String>,
    /// Office hours.
    pub hours: Option<String>,
    /// 网站标识码, the site's identification code.
    pub site_id_code: Option<String>,
    /// ICP 备案编号.
    pub icp: Option<String>,
    /// 公安机关备案编号.
    pub police_record: Option<String>,
    /// Address of “我为政府网站找错”.
    pub report_error_url: Option<String>,
}

/// The form of this site's index numbers.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct IndexNumber {
    /// A regular expression for the whole number; a mismatch is a warning.
    pub pattern: Option<String>,
    /// The form of the number that `mulu new` gives: text with `{year}` and `{serial}`, or
    /// `{serial:5}` to pad it with zeros.
    pub next: Option<String>,
}

/// A column (栏目): one declared category.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// Name as shown.
    pub name: String,
    /// The last part of its path, in ASCII, or the whole path `a/b`.
    pub path: String,
    /// The value of the meta tag `ColumnType` of government sites.
    #[serde(default, rename = "type")]
    pub column_type: Option<String>,
    /// A description of its contents.
    #[serde(default)]
    pub description: Option<String>,
    /// The note on its page while it has no documents.
    #[serde(default)]
    pub empty_note: Option<String>,
    /// Days within which an update is expected.
    #[serde(default)]
    pub update_within: Option<u32>,
    /// Whether its documents, and those of the columns below it, have e-books.
    #[serde(default)]
    pub epub: Option<bool>,
    /// Columns below it.
    #[serde(default)]
    pub children: Vec<Column>,
}

/// How long documents are kept (保管期限), for the records of an archive package.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Retention {
    /// The period of every document, such as 永久, 30年 or 10年.
    pub period: Option<String>,
    /// The period of a category, by the category's path. It also applies to the categories below.
    pub categories: BTreeMap<String, String>,
    /// Years after which documents go to the public archives.
    pub transfer_after: Option<u32>,
}

/// The reviews that a document must have had before publication.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Reviews {
    /// The kinds required.
    pub(super) required: Vec<ReviewKind>,
    /// Documents published before this day need none.
    pub(super) from: Option<String>,
}

/// A kind of review: the three steps of 三审, and the review for state secrets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
pub enum ReviewKind {
    /// 初审
    #[serde(rename = "初审", alias = "first")]
    First,
    /// 复审
    #[serde(rename = "复审", alias = "second")]
    Second,
    /// 终审
    #[serde(rename = "终审", alias = "final")]
    Final,
    /// 保密审查
    #[serde(rename = "保密审查", alias = "secrecy")]
    Secrecy,
}

impl ReviewKind {
    /// All kinds, in their usual order.
    pub const ALL: [ReviewKind; 4] = [
        ReviewKind::First,
        ReviewKind::Second,
        ReviewKind::Final,
        ReviewKind::Secrecy,
    ];

    /// The code.
    pub fn code(self) -> &'static str {
        ["first", "second", "final", "secrecy"][self as usize]
    }

    /// The Chinese word.
    pub fn label(self) -> &'static str {
        ["初审", "复审", "终审", "保密审查"][self as usize]
    }

    /// The kind that a word means.
    pub fn find(written: &str) -> Option<ReviewKind> {
        ReviewKind::ALL
            .into_iter()
            .find(|k| k.code() == written || k.label() == written)
    }
}

/// When the agency's annual report has to be published.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct AnnualReport {
    /// The last day, `MM-DD`, in the year after the reported one.
    pub(super) deadline: Option<String>,
}

/// Adjustments to the checks.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Checks {
    /// Severity by code: `warning`, `note` or `off`. The severity of an error cannot be changed.
    pub severity: BTreeMap<String, Level>,
    /// Holidays by year, for years that mulu lacks or has wrong.
    pub holidays: BTreeMap<i16, Holidays>,
    /// Wrong words with the right ones, added to mulu's list; `null` removes a word.
    pub words: BTreeMap<String, Option<String>>,
    /// Names of bodies and categories that are right although they resemble another.
    pub names: Vec<String>,
    /// Documents that were once public and were then removed entirely: index number and reason.
    pub removed: BTreeMap<String, String>,
    /// Days within which an update is expected, by the type or the name of a column; `null` for no
    /// limit. A column's own `update_within` comes first.
    pub update_within: BTreeMap<String, Option<u32>>,
    /// The validity of a document if it states none, and no date and no other document decides it.
    pub unstated_validity: Unstated,
}

/// The proofreading of texts.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Proofreading {
    /// The file with the site's own list of wrong words, from the site's folder.
    pub(super) words: Option<String>,
}

/// The search for personal data.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Privacy {
    /// Words that mark the mobile number after them as an office's, not a person's.
    pub office_labels: Vec<String>,
    /// The largest attachment that is searched, in MiB.
    pub largest_file: u32,
}

impl Default for Privacy {
    fn default() -> Self {
        Privacy {
            office_labels: Vec::new(),
            largest_file: 64,
        }
    }
}

/// Which text of attachments can be searched.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Search {
    /// Whether the text of attachments is searched.
    pub attachments: bool,
    /// How much text of the attachments of one document is searched, in characters.
    pub longest_attachments: usize,
}

impl Default for Search {
    fn default() -> Self {
        Search {
            attachments: true,
            longest_attachments: 300_000,
        }
    }
}

/// The days of a year on which work differs from the usual week.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Holidays {
    /// Weekdays that are off.
    #[serde(deserialize_with = "days")]
    pub off: Vec<Date>,
    /// Weekend days that are worked.
    #[serde(deserialize_with = "days")]
    pub work: Vec<Date>,
}

fn days<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Vec<Date>, D::Error> {
    let texts = Vec::<String>::deserialize(deserializer)?;
    texts
        .iter()
        .map(|text| {
            text.parse().map_err(|_| {
                serde::de::Error::custom(format!("`{text}` is no day such as 2027-01-01"))
            })
        })
        .collect()
}

/// A chosen severity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Reported; a failure under `--deny warnings`.
    Warning,
    /// Reported, never a failure.
    Note,
    /// Not reported.
    Off,
}

/// The validity of a document if it states none, and no date and no other document decides it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unstated {
    /// 有效
    #[default]
    Effective,
    /// 未标注
    Unknown,
}

impl Unstated {
    /// Its name in `mulu.yaml` and in the ledger.
    pub fn code(self) -> &'static str {
        match self {
            Unstated::Effective => "effective",
            Unstated::Unknown => "unknown",
        }
    }
}
