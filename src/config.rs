//! Takes `mulu.yaml` as typed; gives a `Config` in which every default is filled in and every value is checked.
//!
//! Unknown keys are refused. It must not know content, templates or output.

use crate::diag::{Code, Diagnostic, Error, Place, Words, words, yaml};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};

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
    /// The tag for `lang` and the name of the texts.
    pub fn tag(self) -> &'static str {
        match self {
            Language::ZhHans => "zh-Hans",
            Language::En => "en",
        }
    }
}

/// Who runs the site; stands in the footer of every page.
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

/// How this site's index numbers look and are counted.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct IndexNumber {
    /// A regular expression that the whole number must match (a warning otherwise).
    pub pattern: Option<String>,
    /// What `mulu new` writes: text with `{year}` and `{serial}` or `{serial:5}`, which pads with zeros.
    pub next: Option<String>,
}

/// One category of the tree.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// Name as shown.
    pub name: String,
    /// Its part of the path, in ASCII (or the whole path `a/b`).
    pub path: String,
    /// ColumnType of the government meta tags.
    #[serde(default, rename = "type")]
    pub column_type: Option<String>,
    /// What it holds.
    #[serde(default)]
    pub description: Option<String>,
    /// What its page says when it holds nothing.
    #[serde(default)]
    pub empty_note: Option<String>,
    /// Days within which something new is expected.
    #[serde(default)]
    pub update_within: Option<u32>,
    /// Columns below it.
    #[serde(default)]
    pub children: Vec<Column>,
}

/// `mulu.yaml` as typed: nothing looked up, nothing defaulted that depends on anything else.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawConfig {
    title: String,
    #[serde(default)]
    description: Option<String>,
    #[serde(default)]
    language: Language,
    #[serde(default)]
    base_url: Option<String>,
    #[serde(default)]
    time_zone: Option<String>,
    #[serde(default)]
    agency: Agency,
    #[serde(default)]
    index_number: IndexNumber,
    #[serde(default)]
    columns: Vec<Column>,
    #[serde(default)]
    page_size: Option<u32>,
    #[serde(default)]
    theme: Option<String>,
    #[serde(default)]
    extra: serde_yaml::Mapping,
    #[serde(default)]
    checks: Checks,
    #[serde(default)]
    reviews: Reviews,
    #[serde(default)]
    annual_report: AnnualReport,
    #[serde(default)]
    privacy: Privacy,
    #[serde(default)]
    raw_html: bool,
    #[serde(default)]
    archive_url: Option<String>,
    #[serde(default)]
    retention: Retention,
}

/// How long documents are kept (保管期限), for the records of an archive package.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Retention {
    /// The period of every document, such as 永久, 30年 or 10年.
    pub period: Option<String>,
    /// The period by path of the category, for it and those below it.
    pub categories: std::collections::BTreeMap<String, String>,
    /// Years after which documents go to the public archives.
    pub transfer_after: Option<u32>,
}

/// Set when the site is made for an archive package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArchiveOf {
    /// The year of the package.
    pub year: i16,
    /// The years of the earlier packages, newest first.
    pub earlier: Vec<i16>,
}

/// Which reviews a document must have had before publication.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Reviews {
    /// The kinds required.
    required: Vec<ReviewKind>,
    /// The first day of publication from which they are.
    from: Option<String>,
}

/// A kind of review: the three of 三审, and that for secrets.
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

/// When this body's annual report is to be published.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct AnnualReport {
    /// The last day, `MM-DD`, in the year after.
    deadline: Option<String>,
}

/// What the site decided about findings.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Checks {
    /// Severity by code: `warning`, `note` or `off`. Errors cannot be changed.
    pub severity: std::collections::BTreeMap<String, Level>,
    /// Holidays by year: years that mulu does not know, or changes.
    pub holidays: std::collections::BTreeMap<i16, Holidays>,
    /// Wrong words and what is meant, added to mulu's own list; `null` takes a word out of that list.
    pub words: std::collections::BTreeMap<String, Option<String>>,
    /// Days within which something new is expected in columns of a type (or of a name), where a column says nothing itself; `null` for none.
    pub update_within: std::collections::BTreeMap<String, Option<u32>>,
    /// Whether a document that states no validity and that nothing ends is `unknown` instead of `effective`.
    pub unstated_validity: Unstated,
}

/// What 国办秘函〔2019〕19号 expects: columns of the first level by their type or, where they have none, by their name.
const UPDATED: [(&str, u32); 6] = [
    ("工作动态", 14),
    ("要闻", 14),
    ("动态", 14),
    ("政策文件", 183),
    ("通知公告", 183),
    ("公告", 183),
];

impl Config {
    /// The column of this path or name.
    pub fn column(&self, written: &str) -> Option<&Column> {
        fn find<'c>(columns: &'c [Column], written: &str) -> Option<&'c Column> {
            columns.iter().find_map(|c| {
                if c.path == written || c.name == written {
                    Some(c)
                } else {
                    find(&c.children, written)
                }
            })
        }
        find(&self.columns, written)
    }

    /// Where a declared column stands in the file, by its whole path; the beginning of all columns where two might be meant.
    pub fn place_of_column(&self, path: &str) -> Option<Place> {
        let own = path.rsplit('/').next().unwrap_or(path);
        let value = |range: &std::ops::Range<usize>| {
            let line = self.text[range.end..]
                .trim_start_matches(['"', '\''])
                .split(['\n', ',', '}'])
                .next()
                .unwrap_or_default();
            line.split(" #")
                .next()
                .unwrap_or_default()
                .trim_start_matches(':')
                .trim()
                .trim_matches(['"', '\''])
                .to_owned()
        };
        let mut named =
            keys(&self.text, 0, "path").filter(|r| [own, path].contains(&value(r).as_str()));
        let range = match (named.next(), named.next()) {
            (Some(range), None) => range,
            _ => key_range(&self.text, "columns")?,
        };
        Some(Place::new("mulu.yaml", &self.text, range))
    }
}

impl Checks {
    /// Days within which something new is expected in a column of the first level that says nothing itself.
    pub fn expected_within(&self, column: &Column) -> Option<u32> {
        let name = column.column_type.as_deref().unwrap_or(&column.name);
        let own = self
            .update_within
            .get(&column.name)
            .or_else(|| self.update_within.get(name));
        let by_name = |(word, _): &&(&str, u32)| {
            if column.column_type.is_some() {
                name == *word
            } else {
                name.ends_with(word)
            }
        };
        own.copied()
            .unwrap_or_else(|| UPDATED.iter().find(by_name).map(|(_, days)| *days))
    }
}

/// Where personal data are looked for, and what is none.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Privacy {
    /// Words before a mobile number that make it an office's.
    pub office_labels: Vec<String>,
    /// The largest attachment that is looked into, in MiB.
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

/// The working days of a year that are not Monday to Friday.
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
    /// Fails under `--deny warnings`.
    Warning,
    /// Good to know.
    Note,
    /// Not reported.
    Off,
}

/// The validity of a document that states none and that nothing ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unstated {
    /// 有效
    #[default]
    Effective,
    /// 未标注
    Unknown,
}

/// What the site is, with every default filled in.
#[derive(Clone, Debug)]
pub struct Config {
    /// The site's folder.
    pub root: PathBuf,
    /// Name of the site.
    pub title: String,
    /// Summary of the site.
    pub description: Option<String>,
    /// Language of the interface.
    pub language: Language,
    /// Absolute address of the site's root, ending in `/`.
    pub base_url: Option<String>,
    /// Offset from UTC, in minutes.
    pub offset_minutes: i32,
    /// Who runs the site.
    pub agency: Agency,
    /// Form of index numbers.
    pub index_number: IndexNumber,
    /// `index_number.pattern`, compiled to match the whole number.
    pub index_number_pattern: Option<regex::Regex>,
    /// The tree of categories.
    pub columns: Vec<Column>,
    /// Entries on a list page.
    pub page_size: usize,
    /// Name of the theme.
    pub theme: String,
    /// A free map for the theme.
    pub extra: serde_json::Value,
    /// What the site decided about findings.
    pub checks: Checks,
    /// Where personal data are looked for, and what is none.
    pub privacy: Privacy,
    /// Whether raw HTML in a body reaches the page, cleaned.
    pub raw_html: bool,
    /// Absolute address of the folder with the archive packages, ending in `/`.
    pub archive_url: Option<String>,
    /// How long documents are kept.
    pub retention: Retention,
    /// The package that the site is made for; no key of the file, only `snapshot` sets it.
    pub archive_of: Option<ArchiveOf>,
    /// Kinds of reviews that documents published from a day on must have had.
    pub reviews: (Vec<ReviewKind>, Date),
    /// Month and day by which the annual report of the year before is published.
    pub report_deadline: (i8, i8),
    /// The day the site describes.
    pub as_of: Date,
    /// Whether drafts are built.
    pub drafts: bool,
    /// SHA-256 of all of the above but the folder and the day: what depends on the configuration depends on this.
    pub digest: [u8; 32],
    /// The file as it is written.
    pub text: String,
}

/// What the command line decides over the file.
#[derive(Clone, Debug, Default)]
pub struct Overrides {
    /// The day the site describes; today in the site's time zone when none is given.
    pub as_of: Option<Date>,
    /// Absolute address of the site's root.
    pub base_url: Option<String>,
    /// Whether drafts are built.
    pub drafts: bool,
}

/// Reads `mulu.yaml` in a site's folder. `now` is the current time in seconds since 1970, given by the caller: no room reads the clock.
pub fn read(root: &Path, overrides: &Overrides, now: i64) -> Result<Config, Error> {
    let path = root.join("mulu.yaml");
    let bytes = match std::fs::read(&path) {
        Ok(bytes) => bytes,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
            return Err(Error::Config(vec![
                Diagnostic::new(Code::MissingConfig).in_file("mulu.yaml"),
            ]));
        }
        Err(e) => return Err(Error::io(&path)(e)),
    };
    let text = String::from_utf8(bytes).map_err(|_| {
        let reason = words(
            "mulu.yaml 的编码不是 UTF-8，请用记事本另存为 UTF-8 编码",
            "mulu.yaml is not encoded in UTF-8; save it again as UTF-8",
        );
        Error::Config(vec![
            Diagnostic::new(Code::InvalidConfig)
                .in_file("mulu.yaml")
                .with_words("reason", reason),
        ])
    })?;
    parse(
        root,
        text.strip_prefix('\u{feff}').unwrap_or(&text),
        overrides,
        now,
    )
    .map_err(Error::Config)
}

fn parse(
    root: &Path,
    text: &str,
    overrides: &Overrides,
    now: i64,
) -> Result<Config, Vec<Diagnostic>> {
    let (raw, mut findings) = read_raw(text)?;
    let mut wrong = |key: &str, reason: Words| {
        let place = key_range(text, key).map(|r| Place::new("mulu.yaml", text, r));
        let finding = Diagnostic::new(Code::InvalidConfig).with_words("reason", reason);
        findings.push(match place {
            Some(place) => finding.at(place),
            None => finding.in_file("mulu.yaml"),
        });
    };

    let mut address = |key: &str, url: Option<String>| {
        let url = url?;
        if is_web_address(&url) && !url.contains(['?', '#']) {
            return Some(format!("{}/", url.trim_end_matches('/')));
        }
        let zh = format!(
            "{key} 的值“{url}”不是可用的完整网址，应以 https:// 或 http:// 开头，不含用户名和密码、空格、引号、中文、“?”和“#”"
        );
        let en = format!(
            "{key}, `{url}`, is no absolute address: https:// or http://, a host, and no user or password, space, quote, ?, # or character outside ASCII"
        );
        wrong(key, words(zh, en));
        None
    };
    let base_url = address("base_url", overrides.base_url.clone().or(raw.base_url));
    let archive_url = address("archive_url", raw.archive_url);
    let offset_minutes = match raw.time_zone.as_deref().map(offset) {
        None => 8 * 60,
        Some(Some(minutes)) => minutes,
        Some(None) => {
            wrong(
                "time_zone",
                words(
                    "time_zone 应写成与世界时的时差，如 \"+08:00\"",
                    "time_zone is an offset from UTC, such as \"+08:00\"",
                ),
            );
            0
        }
    };
    if is_blank(&raw.title) {
        wrong("title", words("title 不能为空", "title is empty"));
    }
    if let Some(url) = raw
        .agency
        .report_error_url
        .as_deref()
        .filter(|u| !is_web_address(u))
    {
        let zh = format!(
            "agency.report_error_url 的值“{url}”不是可用的完整网址，应以 https:// 或 http:// 开头"
        );
        wrong(
            "agency",
            words(
                zh,
                format!(
                    "agency.report_error_url, `{url}`, is no absolute address: it begins with https:// or http://"
                ),
            ),
        );
    }
    let index_number_pattern = match raw
        .index_number
        .pattern
        .as_deref()
        .map(|p| regex::Regex::new(&format!("^(?:{p})$")))
    {
        Some(Ok(regex)) => Some(regex),
        Some(Err(e)) => {
            wrong(
                "index_number",
                words(
                    format!(
                        "index_number.pattern 不是正确的正则表达式（{}）",
                        first_line(&e)
                    ),
                    format!(
                        "index_number.pattern is no regular expression: {}",
                        first_line(&e)
                    ),
                ),
            );
            None
        }
        None => None,
    };
    let page_size = raw.page_size.unwrap_or(20);
    if !(1..=1000).contains(&page_size) {
        wrong(
            "page_size",
            words(
                "page_size 应为 1 至 1000 的整数",
                "page_size is a whole number from 1 to 1000",
            ),
        );
    }
    for code in raw.checks.severity.keys() {
        match Code::ALL.iter().find(|c| c.name() == code) {
            None => wrong(
                "checks",
                words(
                    format!("checks.severity 中的“{code}”不是检查项的代码"),
                    format!("`{code}` in checks.severity is no code of a finding"),
                ),
            ),
            Some(c) if c.severity() == crate::diag::Severity::Error => {
                let zh = format!("checks.severity 中的“{code}”属于错误，不能降级或关闭");
                wrong(
                    "checks",
                    words(
                        zh,
                        format!("`{code}` in checks.severity is an error and cannot be made less"),
                    ),
                );
            }
            Some(_) => {}
        }
    }
    let theme = raw.theme.unwrap_or_else(|| "default".to_owned());
    if theme.is_empty()
        || !theme
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
    {
        wrong(
            "theme",
            words(
                "theme 只能用字母、数字、“-”和“_”",
                "theme has letters, digits, - and _ only",
            ),
        );
    }
    let mut columns = raw.columns;
    for column in &mut columns {
        full_paths(column, None, &mut |path| {
            wrong(
                "columns",
                words(
                    format!("columns 中的 path“{path}”只能用字母、数字、“-”和“_”"),
                    format!("the path `{path}` in columns has letters, digits, - and _ only"),
                ),
            );
        });
    }
    let reviews_from = match raw.reviews.from.as_deref().map(str::parse) {
        None => Date::MIN,
        Some(Ok(day)) => day,
        Some(Err(_)) => {
            wrong(
                "reviews",
                words(
                    "reviews.from 应写成日期，如 2024-01-01",
                    "reviews.from is a day, such as 2024-01-01",
                ),
            );
            Date::MIN
        }
    };
    let report_deadline = match raw
        .annual_report
        .deadline
        .as_deref()
        .map(|d| format!("2001-{d}").parse::<Date>())
    {
        None => (1, 31),
        Some(Ok(day)) => (day.month(), day.day()),
        Some(Err(_)) => {
            wrong(
                "annual_report",
                words(
                    "annual_report.deadline 应写成月和日，如 \"01-31\"",
                    "annual_report.deadline is month and day, such as \"01-31\"",
                ),
            );
            (1, 31)
        }
    };
    let mut paths = std::collections::BTreeSet::new();
    for column in &columns {
        repeated_paths(column, &mut paths, &mut |path| {
            wrong(
                "columns",
                words(
                    format!("columns 中有两个栏目的 path 相同：“{path}”（不分大小写）"),
                    format!("two columns have the path `{path}` (letter case aside)"),
                ),
            );
        });
    }
    if !findings.is_empty() {
        return Err(findings);
    }
    let today = jiff::Timestamp::from_second(now + i64::from(offset_minutes) * 60)
        .map_or(Date::constant(1970, 1, 1), |t| {
            t.to_zoned(jiff::tz::TimeZone::UTC).date()
        });
    Ok(Config {
        root: root.to_owned(),
        title: raw.title,
        description: raw.description,
        language: raw.language,
        base_url,
        offset_minutes,
        agency: raw.agency,
        index_number: raw.index_number,
        index_number_pattern,
        columns,
        page_size: page_size as usize,
        theme,
        extra: serde_json::to_value(raw.extra).unwrap_or_default(),
        checks: raw.checks,
        reviews: (raw.reviews.required, reviews_from),
        report_deadline,
        privacy: raw.privacy,
        raw_html: raw.raw_html,
        archive_url,
        retention: raw.retention,
        archive_of: None,
        as_of: overrides.as_of.unwrap_or(today),
        drafts: overrides.drafts,
        digest: digest(text, overrides),
        text: text.to_owned(),
    })
}

fn digest(text: &str, overrides: &Overrides) -> [u8; 32] {
    let base_url = overrides.base_url.as_deref().unwrap_or_default();
    Sha256::digest([text, base_url, if overrides.drafts { "drafts" } else { "" }].join("\0")).into()
}

/// A column's path becomes the whole path from the top, whether its file gave the whole or only its own part.
fn full_paths(column: &mut Column, parent: Option<&str>, wrong: &mut impl FnMut(&str)) {
    if column.path.is_empty()
        || !column
            .path
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"-_/".contains(&b))
        || column.path.split('/').any(str::is_empty)
    {
        wrong(&column.path);
    }
    if let Some(parent) = parent
        && !column.path.starts_with(&format!("{parent}/"))
    {
        column.path = format!("{parent}/{}", column.path);
    }
    let path = column.path.clone();
    for child in &mut column.children {
        full_paths(child, Some(&path), wrong);
    }
}

fn repeated_paths(
    column: &Column,
    paths: &mut std::collections::BTreeSet<String>,
    wrong: &mut impl FnMut(&str),
) {
    if !paths.insert(column.path.to_ascii_lowercase()) {
        wrong(&column.path);
    }
    for child in &column.children {
        repeated_paths(child, paths, wrong);
    }
}

/// Whether a text shows nothing: white space, and characters that have no width or only steer the direction of others.
pub fn is_blank(text: &str) -> bool {
    let shows_nothing = |c: char| matches!(c, '\u{ad}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}');
    text.chars()
        .all(|c| c.is_whitespace() || c.is_control() || shows_nothing(c))
}

/// An absolute address as it may stand in a page, a feed and a header: http or https, a host without a user or password before it, and no
/// character that would have to be encoded.
fn is_web_address(url: &str) -> bool {
    let rest = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"));
    let rest = rest.filter(|r| {
        !r.split(['/', '?', '#'])
            .next()
            .unwrap_or_default()
            .contains('@')
    });
    let plain = url
        .bytes()
        .all(|b| b.is_ascii_graphic() && !b"\"'<>\\^`{|}".contains(&b));
    plain && rest.is_some_and(|r| r.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '['))
}

fn offset(text: &str) -> Option<i32> {
    let (sign, rest) = match text.split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        _ => return (text == "Z").then_some(0),
    };
    let (hours, minutes) = rest.split_once(':')?;
    if hours.len() != 2
        || minutes.len() != 2
        || !rest.bytes().all(|b| b.is_ascii_digit() || b == b':')
    {
        return None;
    }
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours <= 14 && minutes < 60).then_some(sign * (hours * 60 + minutes))
}

/// What a regular expression's error says, without the drawing around it.
fn first_line(error: &regex::Error) -> String {
    error
        .to_string()
        .rsplit("error: ")
        .next()
        .unwrap_or_default()
        .replace('\n', " ")
}

/// The byte range of a top-level key in `mulu.yaml`.
fn key_range(text: &str, key: &str) -> Option<std::ops::Range<usize>> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line
            .strip_prefix(key)
            .is_some_and(|rest| rest.starts_with(':'))
        {
            return Some(at..at + key.len());
        }
        at += line.len();
    }
    None
}

/// The file as typed, with a finding for every unknown key: the reader stops at the first, so each is taken out in turn.
fn read_raw(text: &str) -> Result<(RawConfig, Vec<Diagnostic>), Vec<Diagnostic>> {
    let error = match serde_yaml::from_str(text) {
        Ok(raw) => return Ok((raw, Vec::new())),
        Err(error) => error,
    };
    let (Some(_), Ok(mut value)) = (
        unknown_key(&error),
        serde_yaml::from_str::<serde_yaml::Value>(text),
    ) else {
        let index = error.location().map(|l| l.index().min(text.len()));
        return Err(vec![yaml_finding(text, &error.to_string(), index)]);
    };
    let mut findings = Vec::new();
    let mut taken: Vec<Vec<String>> = Vec::new();
    loop {
        let error = match RawConfig::deserialize(value.clone()) {
            Ok(raw) => return Ok((raw, findings)),
            Err(error) => error,
        };
        let unknown = unknown_key(&error)
            .and_then(|(key, known)| Some((take_out(&mut value, &key, &known)?, known)));
        let Some((path, known)) = unknown else {
            // the values alone know neither places nor paths; written out again they know at least the paths
            let error = serde_yaml::to_string(&value)
                .ok()
                .and_then(|yaml| serde_yaml::from_str::<RawConfig>(&yaml).err())
                .unwrap_or(error);
            findings.push(yaml_finding(text, &error.to_string(), None));
            return Err(findings);
        };
        let before = taken.iter().filter(|p| **p == path).count();
        findings.push(unknown_key_finding(text, &path, before, &known));
        taken.push(path);
    }
}

/// The unknown key that the YAML reader met, and the keys that there are.
fn unknown_key(error: &serde_yaml::Error) -> Option<(String, Vec<String>)> {
    let message = error.to_string();
    let (key, rest) = message.split_once("unknown field `")?.1.split_once('`')?;
    Some((
        key.to_owned(),
        rest.split('`')
            .skip(1)
            .step_by(2)
            .map(str::to_owned)
            .collect(),
    ))
}

/// Removes a key from the map that has it and otherwise most of the known keys; gives its path, places in lists left aside.
fn take_out(value: &mut serde_yaml::Value, key: &str, known: &[String]) -> Option<Vec<String>> {
    use serde_yaml::Value;
    fn search(
        value: &Value,
        path: &[Value],
        key: &str,
        known: &[String],
        best: &mut Option<(i64, Vec<Value>)>,
    ) {
        let below = |step: Value| [path, &[step]].concat();
        match value {
            Value::Sequence(items) => items
                .iter()
                .enumerate()
                .for_each(|(i, item)| search(item, &below(i.into()), key, known, best)),
            Value::Mapping(map) => {
                let score: i64 = map
                    .keys()
                    .map(|k| {
                        if known.iter().any(|n| k.as_str() == Some(n)) {
                            1
                        } else {
                            -1
                        }
                    })
                    .sum();
                if map.contains_key(key) && best.as_ref().is_none_or(|(b, _)| score > *b) {
                    *best = Some((score, path.to_vec()));
                }
                // a theme's own map has whatever keys it likes
                for (name, value) in map
                    .iter()
                    .filter(|(name, _)| !path.is_empty() || name.as_str() != Some("extra"))
                {
                    search(value, &below(name.clone()), key, known, best);
                }
            }
            _ => {}
        }
    }
    let mut best = None;
    search(value, &[], key, known, &mut best);
    let (_, path) = best?;
    let map = path
        .iter()
        .try_fold(value, |value, step| match step.as_u64() {
            Some(i) => value.get_mut(i as usize),
            None => value.get_mut(step),
        })?;
    map.as_mapping_mut()?.remove(key)?;
    Some(
        path.iter()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .chain([key.to_owned()])
            .collect(),
    )
}

fn unknown_key_finding(text: &str, path: &[String], before: usize, known: &[String]) -> Diagnostic {
    let key = path.last().map(String::as_str).unwrap_or_default();
    // a word of one script is no slip of the pen for one of another
    let of_its_script = known.iter().filter(|k| k.is_ascii() == key.is_ascii());
    let near = of_its_script
        .max_by(|a, b| strsim::jaro_winkler(a, key).total_cmp(&strsim::jaro_winkler(b, key)));
    let suggestion = match near {
        Some(near) if strsim::jaro_winkler(near, key) > 0.75 => words(
            format!("是不是“{near}”？"),
            format!("Did you mean `{near}`?"),
        ),
        _ => words(
            format!("可用的有：{}。", known.join("、")),
            format!("There are: {}.", known.join(", ")),
        ),
    };
    let finding = Diagnostic::new(Code::UnknownKey)
        .with("key", key)
        .with_words("suggestion", suggestion);
    // each key of the path is looked for behind the one before it
    let (above, last) = path.split_at(path.len() - 1);
    let from = above.iter().fold(0, |from, name| {
        keys(text, from, name).next().map_or(from, |r| r.end)
    });
    match last
        .first()
        .and_then(|name| keys(text, from, name).nth(before))
    {
        Some(range) => finding.at(Place::new("mulu.yaml", text, range)),
        None => finding.in_file("mulu.yaml"),
    }
}

/// Where a name stands as a key.
fn keys<'t>(
    text: &'t str,
    from: usize,
    name: &'t str,
) -> impl Iterator<Item = std::ops::Range<usize>> + 't {
    text[from..]
        .match_indices(name)
        .map(move |(i, _)| from + i..from + i + name.len())
        .filter(|range| {
            let before = text[..range.start].chars().next_back();
            let is_begin =
                before.is_none_or(|c| c.is_whitespace() || matches!(c, '{' | ',' | '"' | '\''));
            is_begin
                && text[range.end..]
                    .trim_start_matches(['"', '\''])
                    .starts_with(':')
        })
}

/// What the YAML reader says, as a finding with its place: where the reader says, else where the key stands that it names.
fn yaml_finding(text: &str, message: &str, index: Option<usize>) -> Diagnostic {
    let finding =
        Diagnostic::new(Code::InvalidConfig).with_words("reason", yaml::reason(text, message));
    // of a key that is given twice the reader names the beginning of its map
    let twice = index.zip(yaml::twice(message)).and_then(|(from, key)| {
        let column = |r: &std::ops::Range<usize>| {
            text[..r.start]
                .chars()
                .rev()
                .take_while(|c| *c != '\n')
                .count()
        };
        let first = keys(text, from, key).next()?;
        keys(text, first.end, key).find(|r| column(r) == column(&first))
    });
    let range = twice.or(index.map(|i| i..i));
    match range.or_else(|| path_range(text, yaml::path(message)?)) {
        Some(range) => finding.at(Place::new("mulu.yaml", text, range)),
        None => finding.in_file("mulu.yaml"),
    }
}

/// Where a key stands, by its path `a.b`; none for a path that goes through a list.
fn path_range(text: &str, path: &str) -> Option<std::ops::Range<usize>> {
    if path.contains('[') {
        return None;
    }
    let mut found: Option<std::ops::Range<usize>> = None;
    for name in path.split('.') {
        found = Some(match found {
            None => key_range(text, name)?,
            Some(above) => keys(text, above.end, name).next()?,
        });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Config, Vec<Diagnostic>> {
        parse(Path::new("."), text, &Overrides::default(), 1_700_000_000)
    }

    #[test]
    fn a_title_is_enough() {
        let config = read("title: 目录\n").unwrap();
        assert_eq!(
            (
                config.page_size,
                config.theme.as_str(),
                config.offset_minutes
            ),
            (20, "default", 480)
        );
        assert_eq!(config.as_of, Date::constant(2023, 11, 15)); // 2023-11-14T22:13:20Z is the next day at +08:00
    }

    #[test]
    fn unknown_keys_are_refused_with_their_place_and_a_suggestion() {
        let found = read("title: 目录\nlangauge: en\n").unwrap_err();
        assert_eq!(found[0].code, Code::UnknownKey);
        assert_eq!(
            found[0].place.as_ref().map(|p| (p.line, p.column)),
            Some((2, 1))
        );
        assert!(
            found[0]
                .help(crate::diag::Lang::En)
                .unwrap()
                .contains("language")
        );
    }

    #[test]
    fn all_unknown_keys_are_reported_at_once_each_in_its_place() {
        let text = "title: 目录\nlangauge: en\nagency: {name: 甲局, phonee: '1', title: 局}\nchecks: {severety: {}}\nextra: {phonee: 1}\ncolumns:\n- {name: 甲, path: a, typ: x}\n- {name: 乙, path: b, typ: y}\npage_size: 0\n";
        let found = read(text).unwrap_err();
        let at = |f: &Diagnostic| f.place.as_ref().map(|p| (p.line, p.column));
        let unknown: Vec<_> = found
            .iter()
            .filter(|f| f.code == Code::UnknownKey)
            .map(at)
            .collect();
        assert_eq!(
            unknown,
            [
                Some((2, 1)),
                Some((3, 20)),
                Some((3, 33)),
                Some((4, 10)),
                Some((7, 22)),
                Some((8, 22))
            ]
        );
        assert!(
            found.iter().any(|f| f.code == Code::InvalidConfig),
            "what else is wrong is said too"
        );
    }

    #[test]
    fn columns_are_expected_to_be_updated_by_their_type() {
        let config = read("title: t\nchecks: {update_within: {政策文件: 90, 乙: null}}\ncolumns:\n- {name: 甲, path: a, type: 政策文件}\n- {name: 工作动态, path: b}\n- {name: 乙, path: c, type: 工作动态}\n- {name: 丙, path: d}\n").unwrap();
        let within: Vec<_> = config
            .columns
            .iter()
            .map(|c| config.checks.expected_within(c))
            .collect();
        assert_eq!(within, [Some(90), Some(14), None, None]);
    }

    #[test]
    fn column_paths_may_be_parts_or_whole() {
        let config = read("title: t\ncolumns:\n- name: 甲\n  path: a\n  children:\n  - {name: 乙, path: b}\n  - {name: 丙, path: a/c}\n").unwrap();
        let paths: Vec<&str> = config.columns[0]
            .children
            .iter()
            .map(|c| c.path.as_str())
            .collect();
        assert_eq!(paths, ["a/b", "a/c"]);
    }

    #[test]
    fn wrong_values_are_all_reported() {
        let found = read("title: t\nbase_url: www.example.cn\npage_size: 0\ntime_zone: Peking\n")
            .unwrap_err();
        assert_eq!(found.len(), 3);
        assert!(found.iter().all(|f| f.place.is_some()));
    }

    #[test]
    fn addresses_and_offsets_are_looked_at_closely() {
        for url in [
            "https://",
            "https://a b/",
            "https://例.cn/",
            "https://a.cn/\"x",
            "https://a.cn/?q",
            "https://a.cn/#x",
            "ftp://a.cn/",
            "https:///x",
            "https://user@a.cn/",
            "https://user:secret@a.cn/x/",
        ] {
            assert_eq!(
                read(&format!("title: t\nbase_url: '{url}'\n"))
                    .map_err(|f| f.len())
                    .err(),
                Some(1),
                "{url}"
            );
        }
        assert_eq!(
            read("title: t\nbase_url: https://a.cn:8080/x&y\n")
                .unwrap()
                .base_url
                .as_deref(),
            Some("https://a.cn:8080/x&y/")
        );
        for zone in ["+8:00", "+-5:00", "+08:60", "+15:00", "08:00"] {
            assert!(
                read(&format!("title: t\ntime_zone: '{zone}'\n")).is_err(),
                "{zone}"
            );
        }
        assert_eq!(
            read("title: t\nbase_url: https://a.cn/@x/\n")
                .unwrap()
                .base_url
                .as_deref(),
            Some("https://a.cn/@x/")
        );
        assert!(
            read("title: '  '\n").is_err() && read("title: \"\\u200b\\ufeff\\u3000\"\n").is_err()
        );
        assert!(read("title: t\nagency: {report_error_url: 'javascript:x'}\n").is_err());
        assert!(
            read("title: t\ncolumns:\n- {name: 甲, path: a}\n- {name: 乙, path: A}\n").is_err()
        );
    }

    #[test]
    fn what_the_yaml_reader_says_is_said_in_chinese_with_its_place() {
        use crate::diag::Lang;
        let cases = [
            (
                "title: t\npage_size: 很多\n",
                (2, 12),
                "“page_size”的值是文字“很多”，应为非负整数",
            ),
            (
                "title: t\npage_size: -3\n",
                (2, 12),
                "“page_size”的值是数 -3，应为非负整数",
            ),
            (
                "title: t\nagency: 甲局\n",
                (2, 9),
                "“agency”的值是文字“甲局”，应为一组“名称: 值”",
            ),
            (
                "title: t\nagency:\n  name: [甲局]\n",
                (3, 9),
                "“agency.name”的值是列表，应为文字",
            ),
            (
                "title: t\ncolumns: {name: 甲}\n",
                (2, 10),
                "“columns”的值是一组“名称: 值”，应为列表",
            ),
            (
                "title: t\ncolumns:\n- {name: 甲, path: a, update_within: yes}\n",
                (3, 37),
                "“columns[0].update_within”的值是文字“yes”，应为非负整数",
            ),
            (
                "title: t\nlanguage: fr\n",
                (2, 11),
                "language 的值“fr”不在可选范围内，可选的值：zh-Hans、en",
            ),
            (
                "title: t\nextra: x\n",
                (2, 8),
                "“extra”的值是文字“x”，应为一组“名称: 值”",
            ),
            ("title: t\ntitle: u\n", (2, 1), "“title”写了两次"),
            (
                "title: t\nchecks: {holidays: {2027: {off: [元旦]}}}\n",
                (2, 27),
                "“checks.holidays.2027”：“元旦”不是日期，应写成 2027-01-01 的样子",
            ),
            (
                "title: t\nagency: {name: 甲\n",
                (3, 1),
                "花括号“{}”没有成对，或者各项之间没有用半角逗号隔开",
            ),
            (
                "title: t\n  page_size: 3\n",
                (2, 12),
                "这里多出一个冒号：可能是缩进不对，也可能是值中有冒号而没有加引号",
            ),
        ];
        for (text, place, reason) in cases {
            let found = read(text).unwrap_err();
            let said = found[0].message(Lang::Zh);
            assert!(said.contains(reason), "{text}: {said}");
            assert_eq!(
                found[0].place.as_ref().map(|p| (p.line, p.column)),
                Some(place),
                "{text}: {said}"
            );
            let english = found[0].message(Lang::En);
            assert!(
                english.chars().all(|c| c.is_ascii() || text.contains(c)),
                "{english}"
            );
        }
        // beside an unknown key the reader knows no places; the path that it names is looked for
        let found = read("title: t\nlangauge: en\nagency:\n  name: [甲局]\n").unwrap_err();
        assert!(
            found.iter().any(|f| f.code == Code::InvalidConfig
                && f.place
                    .as_ref()
                    .is_some_and(|p| (p.line, p.column) == (4, 3))),
            "{found:?}"
        );
    }

    #[test]
    fn only_near_keys_of_the_same_script_are_suggested() {
        let help = |key: &str| {
            read(&format!("title: t\n{key}: x\n")).unwrap_err()[0]
                .help(crate::diag::Lang::Zh)
                .unwrap()
        };
        assert!(help("titel").contains("是不是“title”"));
        assert!(help("titleа").starts_with("可用的有") && help("标题").starts_with("可用的有"));
    }

    #[test]
    fn errors_cannot_be_switched_off() {
        assert!(read("title: t\nchecks:\n  severity:\n    dangling-reference: note\n").is_err());
        assert!(read("title: t\nchecks:\n  severity:\n    date-form: 'off'\n").is_ok());
    }
}
