//! Takes the site's folder and the settings from the command line; gives the checked configuration,
//! or findings. Reads `mulu.yaml` and the site's list of wrong words; the documents are not read.

use super::checked::{Config, Overrides};
use super::columns::{all, complete_path, is_path};
use super::editor::Editor;
use super::find::near_name;
use super::places;
use super::raw::{Column, RawConfig};
use super::unknown::{instead, read_raw};
use super::values::{NumberForm, first_line, is_blank, is_web_address, offset};
use super::word_list::{Slip, WordList};
use crate::diag::{Code, Diagnostic, Error, Message, Place, Severity, Words, words};
use jiff::civil::Date;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

/// Reads `mulu.yaml` in a site's folder. `now` is in seconds since 1970. It comes from the caller,
/// because this module reads no clock.
pub fn read(root: &Path, overrides: &Overrides, now: i64) -> Result<Config, Error> {
    let path = root.join("mulu.yaml");
    let bytes = match std::fs::read(&path) {
        Ok(bytes) => bytes,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
            let suggestion = match near_name(root) {
                Some(name) => words(
                    format!(
                        "是不是“{name}”？请把它改名为 mulu.yaml\
                         （Windows 上先在资源管理器的“查看”中勾选“文件扩展名”）。"
                    ),
                    format!(
                        "Did you mean {name}? Rename it to mulu.yaml \
                         (on Windows let the Explorer show file name extensions first)."
                    ),
                ),
                None => words(
                    "请进入站点文件夹再运行，或用 -r 指明；新建站点用 mulu init。",
                    "Run mulu in the site's folder or name it with -r; \
                     `mulu init` makes a new one.",
                ),
            };
            let message = Message::MissingConfig {
                suggestion: suggestion.into(),
            };
            return Err(Error::Config(vec![
                Diagnostic::new(message).in_file("mulu.yaml"),
            ]));
        }
        Err(e) => return Err(Error::reading(&path)(e)),
    };
    let text = String::from_utf8(bytes).map_err(|_| {
        let reason = words(
            "mulu.yaml 的编码不是 UTF-8，请用记事本另存为 UTF-8 编码",
            "mulu.yaml is not encoded in UTF-8; save it again as UTF-8",
        )
        .into();
        Error::Config(vec![
            Diagnostic::new(Message::InvalidConfig { reason }).in_file("mulu.yaml"),
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

/// Reads the text and checks every value. If there is a finding, gives the findings and no
/// configuration.
pub(super) fn parse(
    root: &Path,
    text: &str,
    overrides: &Overrides,
    now: i64,
) -> Result<Config, Vec<Diagnostic>> {
    let (mut raw, findings) = read_raw(text)?;
    let mut check = Check { text, findings };
    let base_url = check.address(
        "base_url",
        overrides.base_url.clone().or(raw.base_url.take()),
    );
    let archive_url = check.address("archive_url", raw.archive_url.take());
    let offset_minutes = check.time_zone(&raw);
    check.title(&raw);
    let report_error_url = raw.agency.report_error_url.as_deref();
    check.link("agency.report_error_url", report_error_url);
    check.link("license_url", raw.license_url.as_deref());
    let index_number_pattern = check.index_number(&raw);
    let next_index_number = check.next_index_number(&raw);
    let page_size = check.page_size(&raw);
    check.severities(&raw);
    let theme = check.theme(&mut raw);
    let mut columns = std::mem::take(&mut raw.columns);
    check.column_paths(&mut columns);
    check.update_within(&raw, &columns);
    check.retention(root, &raw, &columns);
    let reviews_from = check.reviews_from(&raw);
    let report_deadline = check.report_deadline(&raw);
    check.repeated_columns(&columns);
    let (own_words, words_text) = check.own_words(root, &raw);
    if !check.findings.is_empty() {
        return Err(check.findings);
    }
    let today = jiff::Timestamp::from_second(now + i64::from(offset_minutes) * 60)
        .map_or(Date::constant(1970, 1, 1), |t| {
            t.to_zoned(jiff::tz::TimeZone::UTC).date()
        });
    Ok(Config {
        root: root.to_owned(),
        published: overrides
            .published
            .clone()
            .unwrap_or_else(|| root.join("public")),
        title: raw.title,
        description: raw.description,
        language: raw.language,
        base_url,
        offset_minutes,
        agency: raw.agency,
        index_number: raw.index_number,
        index_number_pattern,
        next_index_number,
        columns,
        page_size,
        theme,
        extra: serde_json::to_value(raw.extra).unwrap_or_default(),
        checks: raw.checks,
        words: Arc::new(own_words),
        reviews: (raw.reviews.required, reviews_from),
        report_deadline,
        privacy: raw.privacy,
        search: raw.search,
        raw_html: raw.raw_html,
        epub: raw.epub,
        offline: raw.offline,
        license_url: raw.license_url,
        archive_url,
        retention: raw.retention,
        editor: raw.editor.as_deref().and_then(Editor::read),
        unknown_editor: raw.editor.filter(|written| Editor::read(written).is_none()),
        archive_of: None,
        as_of: overrides.as_of.unwrap_or(today),
        drafts: overrides.drafts,
        scheduled: false,
        digest: digest(&[text, &words_text], overrides),
        text: text.to_owned(),
    })
}

fn digest(texts: &[&str], overrides: &Overrides) -> [u8; 32] {
    let base_url = overrides.base_url.as_deref().unwrap_or_default();
    let drafts = if overrides.drafts { "drafts" } else { "" };
    Sha256::digest([texts, &[base_url, drafts]].concat().join("\0")).into()
}

/// Collects the faults of the configuration. Each method checks one part of it. In place of a wrong
/// value, a method gives a placeholder. It is never used, because after a finding there is no
/// configuration.
struct Check<'t> {
    /// The text of the file, for the places of the findings.
    text: &'t str,
    findings: Vec<Diagnostic>,
}

impl Check<'_> {
    /// Adds a finding at a key, given by its path.
    fn wrong(&mut self, key: &str, reason: Words) {
        self.wrong_at(places::path_range(self.text, key), reason);
    }

    /// Adds a finding at a part of the file.
    fn wrong_at(&mut self, range: Option<Range<usize>>, reason: Words) {
        self.findings.push(places::wrong(self.text, range, reason));
    }

    /// An absolute address of a site, with one `/` at its end.
    fn address(&mut self, key: &str, url: Option<String>) -> Option<String> {
        let url = url?;
        if is_web_address(&url) && !url.contains(['?', '#']) {
            return Some(format!("{}/", url.trim_end_matches('/')));
        }
        let zh = format!(
            "{key} 的值“{url}”不是可用的完整网址，应以 https:// 或 http:// 开头，\
             不含用户名和密码、空格、引号、中文、“?”和“#”"
        );
        let en = format!(
            "{key}, `{url}`, is no absolute address: it must be https:// or http:// and a host, \
             without user, password, space, quote, ?, # or character outside ASCII"
        );
        self.wrong(key, words(zh, en));
        None
    }

    /// The offset from UTC in minutes; by default Beijing's.
    fn time_zone(&mut self, raw: &RawConfig) -> i32 {
        let Some(written) = raw.time_zone.as_deref() else {
            return 8 * 60;
        };
        offset(written).unwrap_or_else(|| {
            self.wrong(
                "time_zone",
                words(
                    "time_zone 应写成与世界时的时差，如 \"+08:00\"",
                    "time_zone is an offset from UTC, such as \"+08:00\"",
                ),
            );
            0
        })
    }

    fn title(&mut self, raw: &RawConfig) {
        if is_blank(&raw.title) {
            self.wrong("title", words("title 不能为空", "title is empty"));
        }
    }

    fn link(&mut self, key: &str, url: Option<&str>) {
        if let Some(url) = url.filter(|u| !is_web_address(u)) {
            let zh = format!("{key} 的值“{url}”不是可用的完整网址，应以 https:// 或 http:// 开头");
            let en = format!(
                "{key}, `{url}`, is no absolute address: it begins with https:// or http://"
            );
            self.wrong(key, words(zh, en));
        }
    }

    /// The pattern of index numbers, compiled to match the whole number.
    fn index_number(&mut self, raw: &RawConfig) -> Option<regex::Regex> {
        let pattern = raw.index_number.pattern.as_deref()?;
        regex::Regex::new(&format!("^(?:{pattern})$"))
            .map_err(|e| {
                let reason = first_line(&e);
                self.wrong(
                    "index_number.pattern",
                    words(
                        format!("index_number.pattern 不是正确的正则表达式（{reason}）"),
                        format!("index_number.pattern is no regular expression: {reason}"),
                    ),
                );
            })
            .ok()
    }

    /// The form of new index numbers.
    fn next_index_number(&mut self, raw: &RawConfig) -> Option<NumberForm> {
        let next = raw.index_number.next.as_deref()?;
        let form = NumberForm::read(next);
        if form.is_none() {
            let zh = format!(
                "index_number.next 的值“{next}”不能用来编号：应有且只有一处 {{serial}}，代表序号；\
                 须补足位数的，写作 {{serial:5}}；年份写作 {{year}}；不得另用花括号"
            );
            let en = format!(
                "index_number.next, `{next}`, cannot number documents: write {{serial}} once, \
                 or {{serial:5}} for a number of five digits; {{year}} is also allowed, \
                 other braces are not"
            );
            self.wrong("index_number.next", words(zh, en));
        }
        form
    }

    fn page_size(&mut self, raw: &RawConfig) -> usize {
        let size = raw.page_size.unwrap_or(20);
        if !(1..=1000).contains(&size) {
            self.wrong(
                "page_size",
                words(
                    "page_size 应为 1 至 1000 的整数",
                    "page_size is a whole number from 1 to 1000",
                ),
            );
        }
        size as usize
    }

    /// Reports codes under `checks.severity` that do not exist or are errors.
    fn severities(&mut self, raw: &RawConfig) {
        for code in raw.checks.severity.keys() {
            let reason = match Code::ALL.iter().find(|c| c.name() == code) {
                None => {
                    let known: Vec<&str> = Code::ALL.iter().map(|c| c.name()).collect();
                    let instead = instead(code, &known);
                    words(
                        format!(
                            "checks.severity 中的“{code}”不是检查项的代码，{}",
                            instead.zh
                        ),
                        format!(
                            "`{code}` in checks.severity is no code of a finding; {}",
                            instead.en
                        ),
                    )
                }
                Some(c) if c.severity() == Severity::Error => words(
                    format!("checks.severity 中的“{code}”属于错误，不能降级或关闭"),
                    format!(
                        "`{code}` in checks.severity is an error and cannot be made less severe"
                    ),
                ),
                Some(_) => continue,
            };
            self.wrong_at(places::in_map(self.text, "checks.severity", code), reason);
        }
    }

    /// The name of the theme. It also names a folder, so few characters are allowed.
    fn theme(&mut self, raw: &mut RawConfig) -> String {
        let theme = raw.theme.take().unwrap_or_else(|| "default".to_owned());
        let is_plain = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
        if theme.is_empty() || !theme.bytes().all(is_plain) {
            self.wrong(
                "theme",
                words(
                    "theme 只能用字母、数字、“-”和“_”",
                    "theme may have letters, digits, - and _ only",
                ),
            );
        }
        theme
    }

    /// Gives every column its whole path. Reports empty names, and paths with characters that are
    /// not allowed.
    fn column_paths(&mut self, columns: &mut [Column]) {
        for (nth, Column { name, path, .. }) in all(columns).into_iter().enumerate() {
            if is_blank(name) {
                let reason = words("栏目的 name 不能为空", "the name of a column is empty");
                self.wrong_at(places::in_column(self.text, nth, "name", name), reason);
            }
            if !is_path(path) {
                let zh = format!("columns 中的 path“{path}”只能用字母、数字、“-”和“_”");
                let en =
                    format!("the path `{path}` in columns may have letters, digits, - and _ only");
                let at = places::in_column(self.text, nth, "path", path);
                self.wrong_at(at, words(zh, en));
            }
        }
        for column in columns {
            complete_path(column, None);
        }
    }

    /// Reports names under `checks.update_within` that are neither the name nor the type of a
    /// column.
    fn update_within(&mut self, raw: &RawConfig, columns: &[Column]) {
        let mut known = Vec::new();
        for column in all(columns) {
            known.push(column.name.as_str());
            known.extend(column.column_type.as_deref());
        }
        for name in raw.checks.update_within.keys() {
            if known.contains(&name.as_str()) {
                continue;
            }
            let instead = instead(name, &known);
            let zh = format!(
                "checks.update_within 中的“{name}”不是栏目的名称或类型，{}",
                instead.zh
            );
            let en = format!(
                "`{name}` in checks.update_within is neither the name nor the type of a column; {}",
                instead.en
            );
            let at = places::in_map(self.text, "checks.update_within", name);
            self.wrong_at(at, words(zh, en));
        }
    }

    /// Reports paths under `retention.categories` that are neither a column, nor inside one, nor a
    /// folder of `content/`. Without columns, every path is accepted.
    fn retention(&mut self, root: &Path, raw: &RawConfig, columns: &[Column]) {
        let known: Vec<&str> = all(columns).into_iter().map(|c| c.path.as_str()).collect();
        if known.is_empty() {
            return;
        }
        for path in raw.retention.categories.keys() {
            let in_column = known
                .iter()
                .any(|column| Path::new(path).starts_with(column));
            if in_column || root.join("content").join(path).is_dir() {
                continue;
            }
            let instead = instead(path, &known);
            let zh = format!(
                "retention.categories 中的“{path}”不是栏目的 path，{}",
                instead.zh
            );
            let en = format!(
                "`{path}` in retention.categories is not the path of a column; {}",
                instead.en
            );
            let at = places::in_map(self.text, "retention.categories", path);
            self.wrong_at(at, words(zh, en));
        }
    }

    /// The first day of publication for which reviews are required.
    fn reviews_from(&mut self, raw: &RawConfig) -> Date {
        let Some(day) = raw.reviews.from.as_deref() else {
            return Date::MIN;
        };
        day.parse().unwrap_or_else(|_| {
            self.wrong(
                "reviews.from",
                words(
                    "reviews.from 应写成日期，如 2024-01-01",
                    "reviews.from is a day, such as 2024-01-01",
                ),
            );
            Date::MIN
        })
    }

    /// The month and the day by which annual reports are due; by default 31 January.
    fn report_deadline(&mut self, raw: &RawConfig) -> (i8, i8) {
        let Some(day) = raw.annual_report.deadline.as_deref() else {
            return (1, 31);
        };
        // in 2001, 29 February does not exist, as in most years, so it is refused
        match format!("2001-{day}").parse::<Date>() {
            Ok(day) => (day.month(), day.day()),
            Err(_) => {
                self.wrong(
                    "annual_report.deadline",
                    words(
                        "annual_report.deadline 应写成月和日，如 \"01-31\"",
                        "annual_report.deadline is month and day, such as \"01-31\"",
                    ),
                );
                (1, 31)
            }
        }
    }

    /// The site's own wrong words, from `checks.words` and from the file that `proofreading.words`
    /// names; also the text of this file.
    fn own_words(&mut self, root: &Path, raw: &RawConfig) -> (WordList, String) {
        let own = raw.checks.words.iter();
        let own = own.filter(|(wrong, _)| !wrong.is_empty());
        let mut slips: Vec<Slip> = own
            .filter_map(|(wrong, right)| Some(Slip::plain(wrong, right.as_deref()?)))
            .collect();
        let Some(name) = raw.proofreading.words.as_deref() else {
            return (WordList::new(slips), String::new());
        };
        let text = std::fs::read(root.join(name))
            .ok()
            .and_then(|bytes| String::from_utf8(bytes).ok());
        let Some(text) = text else {
            self.wrong(
                "proofreading",
                words(
                    format!(
                        "proofreading.words 所写的词表“{name}”读不出来：文件应放在站点文件夹中，\
                         以 UTF-8 编码保存"
                    ),
                    format!(
                        "the list `{name}` of proofreading.words cannot be read: it is a file in \
                         the site's folder, saved as UTF-8"
                    ),
                ),
            );
            return (WordList::default(), String::new());
        };
        // Notepad writes a byte-order mark
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned();
        match WordList::read(&text) {
            Ok(list) => slips.extend(list.into_slips()),
            Err(faults) => self
                .findings
                .extend(faults.into_iter().map(|(range, reason)| {
                    let reason = reason.into();
                    Diagnostic::new(Message::InvalidConfig { reason })
                        .at(Place::new(name, &text, range))
                })),
        }
        (WordList::new(slips), text)
    }

    fn repeated_columns(&mut self, columns: &[Column]) {
        let mut paths = BTreeSet::new();
        for (nth, Column { path, .. }) in all(columns).into_iter().enumerate() {
            if paths.insert(path.to_ascii_lowercase()) {
                continue;
            }
            let zh = format!("columns 中有两个栏目的 path 相同：“{path}”（不分大小写）");
            let en = format!("two columns have the path `{path}` (letter case aside)");
            let at = places::in_column(self.text, nth, "path", path);
            self.wrong_at(at, words(zh, en));
        }
    }
}
