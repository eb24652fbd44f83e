//! Takes the fields whose values are maps; gives the tables of an annual report, and the data for a
//! theme. This file must not know how these values are used.

use super::reader::Reader;
use super::yaml::to_json;
use crate::catalogue::field::Field;
use crate::catalogue::value::Kind;
use crate::diag::{Message, words};
use crate::report::{self, AnnualReport};
use serde_yaml::Value;
use unicode_normalization::UnicodeNormalization;

impl Reader<'_> {
    /// The tables of an annual report, with the place of every figure.
    pub(super) fn tables(&mut self, kind: Option<Kind>, title: &str) -> Option<Box<AnnualReport>> {
        if kind != Some(Kind::AnnualReport) {
            if let Some(raw) = self.raw(Field::Tables).filter(|_| kind.is_some()) {
                let line = self.script.pick("类型: 年度报告", "kind: annual_report");
                let suggestion = words(
                    format!(
                        "统计表只用于年度报告；这一份如果是，请加一行“{}”。",
                        line.zh
                    ),
                    format!(
                        "Only an annual report has tables: add `{}` if this is one.",
                        line.en
                    ),
                );
                self.report(
                    Message::UnknownField {
                        field: (&raw.key).into(),
                        suggestion: suggestion.into(),
                    },
                    &raw.key_range,
                );
            }
            return None;
        }
        let Some(raw) = self.raw(Field::Tables) else {
            let at = self.raw(Field::Kind).map_or(0..0, |r| r.value_range);
            self.report(Message::ReportWithoutTables, &at);
            return None;
        };
        let block = self.text[raw.key_range.end..raw.value_range.start].contains('\n');
        match &raw.value {
            Value::Mapping(_) if block => {
                let (report, findings) =
                    report::read(self.path, self.text, raw.value_range, year_in(title));
                self.findings.extend(findings);
                report.map(Box::new)
            }
            // the value is empty because its lines could not be read, which is already reported
            Value::Null if block => None,
            _ => {
                let example = words(
                    format!(
                        "另起一行，缩进两格写各表，如：“{}:”下面写“主动公开:”，再缩进两格写“规章: 0 0 0”。",
                        raw.key
                    ),
                    format!(
                        "Write the tables on indented lines below `{}:`, and their rows on lines below them.",
                        raw.key
                    ),
                );
                self.wrong_type(
                    Field::Tables,
                    &raw,
                    words("缩进的各行", "indented lines"),
                    example,
                );
                None
            }
        }
    }

    /// The free data for a theme.
    pub(super) fn extra(&mut self) -> serde_json::Value {
        let Some(raw) = self.raw(Field::Extra) else {
            return serde_json::Value::Null;
        };
        if !matches!(raw.value, Value::Mapping(_) | Value::Null) {
            let example = words(
                format!(
                    "另起一行，缩进两格写各项：“{}:”下面写“  名称: 值”。",
                    raw.key
                ),
                format!(
                    "Write `name: value` on indented lines below `{}:`.",
                    raw.key
                ),
            );
            self.wrong_type(
                Field::Extra,
                &raw,
                words("一组“名称: 值”", "a map of names and values"),
                example,
            );
            return serde_json::Value::Null;
        }
        to_json(&raw.value)
    }
}

/// The year before the first 年 of a title (`2025年`), if it is from 2008 to 2200.
fn year_in(title: &str) -> Option<i16> {
    let title: String = title.nfkc().collect();
    let digits = title.split('年').next()?;
    let start = digits.len().checked_sub(4)?;
    digits
        .get(start..)?
        .parse()
        .ok()
        .filter(|y| (2008..=2200).contains(y))
}
