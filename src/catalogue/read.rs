//! One document's front matter, field by field, into typed values. Every fault is reported; none hides another.

use super::address;
use super::entry::{
    Attachment, Details, Entry, Reference, RelationItem, Review, Spans, Waiver, Withdrawn,
};
use super::field::Field;
use super::value::{self, Disclosure, Kind, ReadDate, Relation, Time, Validity};
use crate::config::{Config, ReviewKind, is_blank};
use crate::diag::{Code, Diagnostic, Place, Words, words};
use crate::parse::front_matter::{FrontMatter, RawField, is_nothing};
use crate::report::{self, AnnualReport};
use crate::source::{File, FileId};
use jiff::civil::Date;
use serde_yaml::Value;
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;

/// Reads the fields. `Err` when one that cannot be done without is missing or wrong: what could be read is good for finding
/// more faults in the same run, and for nothing else.
pub(super) fn read(
    id: FileId,
    file: &File,
    text: &str,
    front: FrontMatter,
    config: &Config,
) -> (Result<Entry, Box<Entry>>, Vec<Diagnostic>) {
    let shown = file.shown();
    let mut reader = Reader {
        path: &shown,
        text,
        findings: Vec::new(),
        fields: Vec::new(),
        failed: Vec::new(),
    };
    let body_start = front.body_start;
    reader.names(front);
    let entry = reader.entry(id, file, config, body_start);
    (entry, reader.findings)
}

/// Levels of categories, at most: each is a list that a document stands in.
const MAX_LEVELS: usize = 16;

struct Reader<'a> {
    path: &'a str,
    text: &'a str,
    findings: Vec<Diagnostic>,
    fields: Vec<(Field, RawField)>,
    /// Required fields that were given but could not be read: not reported as missing as well.
    failed: Vec<Field>,
}

impl Reader<'_> {
    fn place(&self, range: &Range<usize>) -> Place {
        Place::new(self.path, self.text, range.clone())
    }

    fn report(&mut self, code: Code, range: &Range<usize>) -> Diagnostic {
        Diagnostic::new(code).at(self.place(range))
    }

    /// Gives every key its field; reports unknown and repeated ones.
    fn names(&mut self, front: FrontMatter) {
        let author_beside = front.fields.iter().any(|f| {
            Field::find(&f.key) == Some(Field::Issuer) && !Field::may_be_publisher(&f.key)
        });
        for raw in front.fields {
            let Some(mut field) = Field::find(&raw.key) else {
                let suggestion = match Field::nearest(&raw.key) {
                    Some(near) => words(
                        format!("是不是“{near}”？自定义的内容请放在 extra 之下。"),
                        format!(
                            "Did you mean `{near}`? What a theme of your own needs goes under `extra`."
                        ),
                    ),
                    None => words(
                        "可用的字段见说明文档；自定义的内容请放在 extra 之下。",
                        "See the table of fields; what a theme of your own needs goes under `extra`.",
                    ),
                };
                let finding = self
                    .report(Code::UnknownField, &raw.key_range)
                    .with("field", &raw.key)
                    .with_words("suggestion", suggestion);
                self.findings.push(finding);
                continue;
            };
            if field == Field::Issuer && author_beside && Field::may_be_publisher(&raw.key) {
                field = Field::Publisher;
            }
            if let Some((_, first)) = self.fields.iter().find(|(f, _)| *f == field) {
                let first_range = first.key_range.clone();
                let same = if first.key == raw.key {
                    Words::default()
                } else {
                    words(
                        format!("（与“{}”是同一字段）", first.key),
                        format!(" (it is the same as `{}`)", first.key),
                    )
                };
                let finding = self
                    .report(Code::DuplicateField, &raw.key_range)
                    .with("field", &raw.key)
                    .with_words("same", same)
                    .also(Some(self.place(&first_range)));
                self.findings.push(finding);
                continue;
            }
            if has_stray(&raw.value) {
                let finding = self
                    .report(Code::ControlCharacter, &raw.value_range)
                    .with("field", &raw.key);
                self.findings.push(finding);
            }
            self.fields.push((field, raw));
        }
    }

    fn raw(&self, field: Field) -> Option<RawField> {
        self.fields
            .iter()
            .find(|(f, _)| *f == field)
            .map(|(_, r)| r.clone())
    }

    fn wrong_type(&mut self, field: Field, raw: &RawField, expected: Words, example: Words) {
        let finding = self
            .report(Code::WrongType, &raw.value_range)
            .with("field", &raw.key)
            .with_words("expected", expected)
            .with_words("example", example);
        self.findings.push(finding);
        self.failed.push(field);
    }

    /// Text on one line. Words such as 无 or null stand for nothing.
    fn text(&mut self, field: Field) -> Option<String> {
        let raw = self.raw(field)?;
        match scalar(&raw.value) {
            Some(text) if is_blank(&text) => None,
            Some(text) if is_nothing(&text) => {
                let finding = self
                    .report(Code::EmptyValue, &raw.value_range)
                    .with("field", &raw.key)
                    .with("value", text);
                self.findings.push(finding);
                None
            }
            Some(text) => Some(text),
            None => {
                let example = words(
                    format!("写成一行文字：“{}: …”。", raw.key),
                    format!("Write one line: `{}: ...`.", raw.key),
                );
                self.wrong_type(field, &raw, words("一行文字", "a line of text"), example);
                None
            }
        }
    }

    /// A list of texts; one line with 、 or commas between is understood too.
    fn texts(&mut self, field: Field, split: bool) -> Vec<String> {
        let Some(raw) = self.raw(field) else {
            return Vec::new();
        };
        if let Value::Sequence(items) = &raw.value
            && let Some(texts) = items.iter().map(scalar).collect::<Option<Vec<_>>>()
        {
            return texts
                .into_iter()
                .filter(|t| !t.is_empty() && !is_nothing(t))
                .collect();
        }
        if matches!(
            raw.value,
            Value::Sequence(_) | Value::Mapping(_) | Value::Tagged(_)
        ) {
            let example = words(
                format!("写成列表：“{}: [甲, 乙]”。", raw.key),
                format!("Write a list: `{}: [one, two]`.", raw.key),
            );
            self.wrong_type(field, &raw, words("一组文字", "a list of texts"), example);
            return Vec::new();
        }
        match self.text(field) {
            Some(text) if split => text
                .split(['、', '，', ',', '；', ';'])
                .map(|s| s.trim().to_owned())
                .filter(|s| !s.is_empty())
                .collect(),
            Some(text) => vec![text],
            None => Vec::new(),
        }
    }

    fn date(&mut self, field: Field) -> Option<(Date, Option<Time>)> {
        let text = self.text(field)?;
        let raw = self.raw(field)?;
        let read = value::date(&text);
        let with_time = field == Field::DatePublished;
        match read {
            ReadDate::Canonical(date, time) if time.is_none() || with_time => Some((date, time)),
            ReadDate::Canonical(date, time) | ReadDate::Understood(date, time) => {
                let canonical = match time.filter(|_| with_time) {
                    Some((h, m)) => format!("{date} {h:02}:{m:02}"),
                    None => date.to_string(),
                };
                let finding = self
                    .report(Code::DateForm, &raw.value_range)
                    .with("field", &raw.key)
                    .with("value", text)
                    .with("canonical", canonical);
                self.findings.push(finding);
                Some((date, time.filter(|_| with_time)))
            }
            ReadDate::Nonexistent(reason) => {
                let finding = self
                    .report(Code::NonexistentDate, &raw.value_range)
                    .with("field", &raw.key)
                    .with("value", text)
                    .with_words("reason", reason);
                self.findings.push(finding);
                self.failed.push(field);
                None
            }
            ReadDate::NotADate => {
                let finding = self
                    .report(Code::InvalidDate, &raw.value_range)
                    .with("field", &raw.key)
                    .with("value", text);
                self.findings.push(finding);
                self.failed.push(field);
                None
            }
        }
    }

    fn named<T: Copy>(
        &mut self,
        field: Field,
        find: impl Fn(&str) -> Option<T>,
        choices: &[(&str, &str)],
    ) -> Option<T> {
        let text = self.text(field)?;
        let found = find(&text);
        if found.is_none() {
            let raw = self.raw(field)?;
            let finding = self
                .report(Code::UnknownValue, &raw.value_range)
                .with("field", &raw.key)
                .with("value", text)
                .with_words("choices", choices_of(choices));
            self.findings.push(finding);
            self.failed.push(field);
        }
        found
    }

    fn missing(&mut self, field: Field) {
        if self.failed.contains(&field) {
            return;
        }
        let finding = self
            .report(Code::MissingField, &(0..0))
            .with("field", field.name())
            .with("label", field.label());
        self.findings.push(finding);
    }

    fn flag(&mut self, field: Field) -> bool {
        let choice = |s: &str| match s {
            "true" | "是" | "yes" => Some(true),
            "false" | "否" | "no" => Some(false),
            _ => None,
        };
        self.named(
            field,
            choice,
            &[("true（是）", "true"), ("false（否）", "false")],
        )
        .unwrap_or(false)
    }

    fn entry(
        &mut self,
        id: FileId,
        file: &File,
        config: &Config,
        body_start: usize,
    ) -> Result<Entry, Box<Entry>> {
        let kinds: Vec<_> = Kind::ALL.iter().map(|k| (k.label(), k.code())).collect();
        let kind = self.named(Field::Kind, Kind::find, &kinds);
        let kind = kind.or((!self.failed.contains(&Field::Kind)).then_some(Kind::Document));
        let is_page = kind == Some(Kind::Page);
        let title = self.text(Field::Title);
        if title.is_none() {
            self.missing(Field::Title);
        }
        let index_number = self.index_number(config, is_page);
        let document_number = self.document_number();
        let issuer = self
            .text(Field::Issuer)
            .or_else(|| config.agency.name.clone());
        let date_created = self.date(Field::DateCreated).map(|(d, _)| d);
        let date_published = self
            .date(Field::DatePublished)
            .or(date_created.map(|d| (d, None)));
        if !is_page {
            if index_number.is_none() {
                self.missing(Field::IndexNumber);
            }
            if issuer.is_none() {
                self.missing(Field::Issuer);
            }
            if date_created.is_none() {
                self.missing(Field::DateCreated);
            }
        }
        let folder = file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let category = self
            .text(Field::Category)
            .map(|c| category_path(&c))
            .unwrap_or_else(|| folder.to_owned());
        let category = self.not_too_deep(category, &file.path);
        let date_effective = self.date(Field::DateEffective).map(|(d, _)| d);
        let date_expires = self.date(Field::DateExpires).map(|(d, _)| d);
        let date_repealed = self.date(Field::DateRepealed).map(|(d, _)| d);
        let states: Vec<_> = Validity::ALL
            .iter()
            .map(|v| (v.label(), v.code()))
            .collect();
        let validity = self.named(Field::Validity, Validity::find, &states);
        let forms: Vec<_> = Disclosure::ALL
            .iter()
            .map(|d| (d.label(), d.code()))
            .collect();
        let disclosure = self.named(Field::Disclosure, Disclosure::find, &forms);
        if disclosure.is_none()
            && !self.failed.contains(&Field::Disclosure)
            && let Some(raw) = self.raw(Field::Disclosure)
        {
            let written = scalar(&raw.value).unwrap_or_default();
            let finding = self
                .report(Code::UnknownValue, &raw.value_range)
                .with("field", &raw.key)
                .with("value", written)
                .with_words("choices", choices_of(&forms));
            self.findings.push(finding);
            self.failed.push(Field::Disclosure);
        }
        // a value that cannot be understood must not publish what may have been meant to stay inside
        let disclosure = disclosure.unwrap_or(if self.failed.contains(&Field::Disclosure) {
            Disclosure::Withheld
        } else {
            Disclosure::Proactive
        });
        let relations = self.relations();
        let attachments = self.attachments();
        let aliases = self.paths(Field::Aliases);
        let withdrawn = self.withdrawn().map(Box::new);
        let slug = self.slug(is_page);
        let draft = self.flag(Field::Draft);
        let reviews = self.reviews();
        let report = self.tables(kind, title.as_deref().unwrap_or_default());
        let details = Details {
            publisher: self.text(Field::Publisher),
            topic: self.text(Field::Topic),
            genre: self.text(Field::Genre),
            audience: self.texts(Field::Audience, true),
            keywords: self.texts(Field::Keywords, true),
            summary: self.text(Field::Summary),
            source: self.text(Field::Source),
            registration_number: self.text(Field::RegistrationNumber),
            joint_issuers: self.texts(Field::JointIssuers, true),
            responsible_department: self.text(Field::ResponsibleDepartment),
            contact: self.text(Field::Contact),
            slug,
            aliases,
            reviews,
            waivers: self.waivers(),
            extra: self.extra(),
        };
        self.date_order(
            date_created,
            Field::DateCreated,
            date_published.map(|(d, _)| d),
            Field::DatePublished,
        );
        self.date_order(
            date_effective,
            Field::DateEffective,
            date_expires,
            Field::DateExpires,
        );
        self.date_order(
            date_effective,
            Field::DateEffective,
            date_repealed,
            Field::DateRepealed,
        );
        // the day of the making is named only where that of the coming into force did not say it already
        if date_effective
            .is_none_or(|effective| date_created.is_some_and(|created| created > effective))
        {
            self.date_order(
                date_created,
                Field::DateCreated,
                date_expires,
                Field::DateExpires,
            );
            self.date_order(
                date_created,
                Field::DateCreated,
                date_repealed,
                Field::DateRepealed,
            );
        }
        self.date_order(
            date_published.map(|(d, _)| d),
            Field::DatePublished,
            withdrawn.as_ref().map(|w| w.date).filter(|d| d.year() > 1),
            Field::Withdrawn,
        );
        self.order(
            Code::EffectiveBeforeCreated,
            date_created,
            Field::DateCreated,
            date_effective,
            Field::DateEffective,
        );
        let complete = kind.is_some()
            && title.is_some()
            && (is_page || (index_number.is_some() && issuer.is_some() && date_created.is_some()));
        let entry = Entry {
            file: id,
            kind: kind.unwrap_or(Kind::Document),
            title: title.unwrap_or_default(),
            index_number: if is_page { None } else { index_number },
            document_number,
            issuer: issuer.unwrap_or_default().into(),
            category: category.into(),
            date_created,
            date_published,
            date_effective,
            date_expires,
            date_repealed,
            validity,
            disclosure,
            draft,
            relations,
            attachments,
            withdrawn,
            report,
            details: (details != Details::default()).then(|| Box::new(details)),
            body_start,
            spans: Spans::of(
                self.fields
                    .iter()
                    .map(|(field, raw)| (*field, raw.value_range.clone())),
            ),
        };
        if complete {
            Ok(entry)
        } else {
            Err(Box::new(entry))
        }
    }

    fn index_number(&mut self, config: &Config, is_page: bool) -> Option<String> {
        let number = self.text(Field::IndexNumber)?;
        let raw = self.raw(Field::IndexNumber)?;
        if address::index_number(&number).is_none() {
            let finding = self
                .report(Code::InvalidIndexNumber, &raw.value_range)
                .with("value", &number);
            self.findings.push(finding);
            self.failed.push(Field::IndexNumber);
            return None;
        }
        if let Some(pattern) = config
            .index_number_pattern
            .as_ref()
            .filter(|p| !is_page && !p.is_match(&number))
        {
            let shown = config
                .index_number
                .pattern
                .as_deref()
                .unwrap_or(pattern.as_str());
            let finding = self
                .report(Code::IndexNumberPattern, &raw.value_range)
                .with("value", &number)
                .with("pattern", shown);
            self.findings.push(finding);
        }
        Some(number)
    }

    /// A category with as many levels as can be shown.
    fn not_too_deep(&mut self, category: String, path: &str) -> String {
        let count = category.split('/').count();
        if count <= MAX_LEVELS {
            return category;
        }
        let finding = match self.raw(Field::Category) {
            Some(raw) => self.report(Code::CategoryTooDeep, &raw.value_range),
            None => Diagnostic::new(Code::CategoryTooDeep).in_file(&format!("content/{path}")),
        };
        self.findings.push(finding.with("count", count.to_string()));
        String::new()
    }

    fn document_number(&mut self) -> Option<String> {
        let written = self.text(Field::DocumentNumber)?;
        let canonical = value::document_number(&written);
        if canonical != written {
            let range = self.raw(Field::DocumentNumber)?.value_range;
            let finding = self
                .report(Code::DocumentNumberForm, &range)
                .with("value", written)
                .with("canonical", &canonical);
            self.findings.push(finding);
        }
        Some(canonical)
    }

    fn relations(&mut self) -> Vec<RelationItem> {
        const RELATIONS: [(Field, Relation); 7] = [
            (Field::Interprets, Relation::Interprets),
            (Field::Repeals, Relation::Repeals),
            (Field::PartlyRepeals, Relation::PartlyRepeals),
            (Field::Amends, Relation::Amends),
            (Field::Renews, Relation::Renews),
            (Field::Forwards, Relation::Forwards),
            (Field::Related, Relation::Related),
        ];
        let mut items = Vec::new();
        for (field, relation) in RELATIONS {
            let Some(raw) = self.raw(field) else { continue };
            let targets = match &raw.value {
                Value::Sequence(items) => items.clone(),
                Value::Null => continue,
                one => vec![one.clone()],
            };
            for target in targets {
                match reference(&target) {
                    Some(reference) => items.push(RelationItem {
                        relation,
                        reference,
                    }),
                    None => {
                        let example = words(
                            format!(
                                "写成列表，每项是索引号或文号：“{}: [甲政发〔2020〕1号]”；不在本目录的文件，该项写成“{{document_number: …, title: …, url: …}}”。",
                                raw.key
                            ),
                            format!(
                                "Write a list of index numbers or document numbers, `{}: [甲政发〔2020〕1号]`, with `{{document_number: ..., title: ..., url: ...}}` for a document elsewhere.",
                                raw.key
                            ),
                        );
                        self.wrong_type(
                            field,
                            &raw,
                            words("一组索引号或文号", "a list of index or document numbers"),
                            example,
                        );
                        break;
                    }
                }
            }
        }
        items
    }

    fn attachments(&mut self) -> Vec<Attachment> {
        let Some(raw) = self.raw(Field::Attachments) else {
            return Vec::new();
        };
        let items = match &raw.value {
            Value::Sequence(items) => items.clone(),
            Value::Null => return Vec::new(),
            one => vec![one.clone()],
        };
        let read: Option<Vec<Attachment>> = items
            .iter()
            .map(|item| match item {
                Value::Mapping(map)
                    if map.keys().all(|k| {
                        matches!(k.as_str(), Some("file" | "title" | "文件" | "标题"))
                    }) =>
                {
                    let get = |a: &str, b: &str| map.get(a).or_else(|| map.get(b)).and_then(scalar);
                    Some(Attachment {
                        file: get("file", "文件")?,
                        title: get("title", "标题"),
                    })
                }
                other => scalar(other).map(|file| Attachment { file, title: None }),
            })
            .collect();
        match read {
            Some(mut attachments) => {
                attachments.retain(|a| !a.file.is_empty() && !is_nothing(&a.file));
                attachments
            }
            None => {
                let example = words(
                    format!(
                        "写成列表：“{}: [申请表.docx]”；需要另写标题的，该项写成“{{file: 申请表.docx, title: 申请表}}”。",
                        raw.key
                    ),
                    format!(
                        "Write a list, `{}: [form.docx]`, or items `{{file: form.docx, title: Form}}`.",
                        raw.key
                    ),
                );
                self.wrong_type(
                    Field::Attachments,
                    &raw,
                    words("一组文件名", "a list of file names"),
                    example,
                );
                Vec::new()
            }
        }
    }

    /// Old paths: relative to the site's root, inside it.
    fn paths(&mut self, field: Field) -> Vec<String> {
        let mut paths = Vec::new();
        for path in self.texts(field, false) {
            let inside = path.trim_start_matches('/');
            let safe = !inside.is_empty()
                && !inside.contains(['\\', ':', '%', '*', '?', '"', '<', '>', '|', '#'])
                && !inside.chars().any(char::is_control)
                && address::is_portable(inside)
                && inside
                    .trim_end_matches('/')
                    .split('/')
                    .all(|p| !p.is_empty() && p != "." && p != ".." && !p.ends_with(['.', ' ']));
            if safe {
                paths.push(inside.to_owned());
            } else if let Some(raw) = self.raw(field) {
                let finding = self
                    .report(Code::InvalidPath, &raw.value_range)
                    .with("field", &raw.key)
                    .with("value", path);
                self.findings.push(finding);
            }
        }
        paths
    }

    fn withdrawn(&mut self) -> Option<Withdrawn> {
        let raw = self.raw(Field::Withdrawn)?;
        let map = raw.value.as_mapping();
        let known = map.is_some_and(|m| {
            m.keys().all(|k| {
                matches!(
                    k.as_str(),
                    Some("date" | "日期" | "reason" | "理由" | "原因")
                )
            })
        });
        let get = |a: &str, b: &str| {
            map.and_then(|m| m.get(a).or_else(|| m.get(b)))
                .and_then(scalar)
                .filter(|s| !s.is_empty())
        };
        let date = get("date", "日期").and_then(|d| match value::date(&d) {
            ReadDate::Canonical(d, _) | ReadDate::Understood(d, _) => Some(d),
            _ => None,
        });
        match (
            date,
            get("reason", "理由").or_else(|| get("reason", "原因")),
        ) {
            (Some(date), Some(reason)) if known => Some(Withdrawn { date, reason }),
            _ => {
                let example = words(
                    "写成：“withdrawn: {date: 2024-06-18, reason: 内容有误，正在更正}”。",
                    "Write `withdrawn: {date: 2024-06-18, reason: under correction}`.",
                );
                self.wrong_type(
                    Field::Withdrawn,
                    &raw,
                    words("撤回的日期和理由", "a date and a reason"),
                    example,
                );
                // when in doubt the document stays down
                Some(Withdrawn {
                    date: Date::constant(1, 1, 1),
                    reason: String::new(),
                })
            }
        }
    }

    /// Reviews before publication: a list of `{who, date, kind}`.
    fn reviews(&mut self) -> Vec<Review> {
        let Some(raw) = self.raw(Field::Reviews) else {
            return Vec::new();
        };
        let items = match &raw.value {
            Value::Sequence(items) => items.as_slice(),
            Value::Mapping(_) => std::slice::from_ref(&raw.value),
            _ => &[],
        };
        let reviews: Option<Vec<Review>> = items.iter().map(review).collect();
        reviews.filter(|r| !r.is_empty()).unwrap_or_else(|| {
            let example = words(
                format!("写成列表：“{}: [{{kind: 初审, who: 姓名, date: 2024-06-18}}]”；kind（审次）为初审、复审、终审或保密审查。", raw.key),
                format!("Write a list: `{}: [{{kind: 初审, who: Name, date: 2024-06-18}}]`; the kind is 初审, 复审, 终审 or 保密审查.", raw.key),
            );
            self.wrong_type(Field::Reviews, &raw, words("一组审核记录", "a list of reviews"), example);
            Vec::new()
        })
    }

    /// Which findings about persons the document accounts for. One that is not complete accounts for nothing.
    fn waivers(&mut self) -> Vec<Waiver> {
        let Some(raw) = self.raw(Field::Privacy) else {
            return Vec::new();
        };
        let items = match &raw.value {
            Value::Sequence(items) => items.clone(),
            Value::Null => return Vec::new(),
            one => vec![one.clone()],
        };
        let waivers: Option<Vec<Waiver>> = items.iter().map(waiver).collect();
        waivers.unwrap_or_else(|| {
            let codes: Vec<&str> = WAIVABLE.iter().map(|(c, _)| c.name()).collect();
            let example = words(
                format!("写成列表，每项写明检查项和理由：“{}: [{{code: mobile-number, reason: …}}]”；检查项是：{}。", raw.key, codes.join("、")),
                format!(
                    "Write a list of a code and a reason each, `{}: [{{code: mobile-number, reason: ...}}]`; the codes are: {}.",
                    raw.key,
                    codes.join(", ")
                ),
            );
            self.wrong_type(Field::Privacy, &raw, words("一组检查项和理由", "a list of codes and reasons"), example);
            Vec::new()
        })
    }

    /// The tables of an annual report, with every figure's own place.
    fn tables(&mut self, kind: Option<Kind>, title: &str) -> Option<Box<AnnualReport>> {
        if kind != Some(Kind::AnnualReport) {
            if let Some(raw) = self.raw(Field::Tables).filter(|_| kind.is_some()) {
                let suggestion = words(
                    "统计表只用于年度报告；这一份如果是，请加一行“kind: annual_report”。",
                    "Only an annual report has tables: add `kind: annual_report` if this is one.",
                );
                let finding = self
                    .report(Code::UnknownField, &raw.key_range)
                    .with("field", &raw.key)
                    .with_words("suggestion", suggestion);
                self.findings.push(finding);
            }
            return None;
        }
        let Some(raw) = self.raw(Field::Tables) else {
            let at = self.raw(Field::Kind).map_or(0..0, |r| r.value_range);
            let finding = self.report(Code::ReportWithoutTables, &at);
            self.findings.push(finding);
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
            // what cannot be read as lines has been reported as that
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

    fn slug(&mut self, is_page: bool) -> Option<String> {
        let slug = self.text(Field::Slug)?;
        let valid = is_page
            && !slug.is_empty()
            && address::is_portable(&slug)
            && slug.split('/').all(|p| {
                !p.is_empty()
                    && p.bytes().all(|b| {
                        b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_'
                    })
            });
        if !valid {
            let range = self.raw(Field::Slug)?.value_range;
            let finding = self.report(Code::InvalidSlug, &range).with("value", slug);
            self.findings.push(finding);
            return None;
        }
        Some(slug)
    }

    fn extra(&mut self) -> serde_json::Value {
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

    fn date_order(
        &mut self,
        first: Option<Date>,
        first_field: Field,
        second: Option<Date>,
        second_field: Field,
    ) {
        self.order(Code::DateOrder, first, first_field, second, second_field);
    }

    fn order(
        &mut self,
        code: Code,
        first: Option<Date>,
        first_field: Field,
        second: Option<Date>,
        second_field: Field,
    ) {
        if let (Some(first), Some(second)) = (first, second)
            && second < first
            && let Some(raw) = self.raw(second_field)
        {
            let finding = self
                .report(code, &raw.value_range)
                .with_words("later", words(second_field.label(), second_field.name()))
                .with("later_value", second.to_string())
                .with_words("earlier", words(first_field.label(), first_field.name()))
                .with("earlier_value", first.to_string());
            self.findings.push(finding);
        }
    }
}

fn review(item: &Value) -> Option<Review> {
    let map = item.as_mapping()?;
    let get = |names: [&str; 2]| {
        names
            .iter()
            .find_map(|n| map.get(*n))
            .and_then(scalar)
            .filter(|s| !s.is_empty())
    };
    let date = match value::date(&get(["date", "日期"])?) {
        ReadDate::Canonical(date, _) | ReadDate::Understood(date, _) => date,
        _ => return None,
    };
    let known = map.keys().all(|k| {
        matches!(
            k.as_str(),
            Some("who" | "审核人" | "date" | "日期" | "kind" | "审次")
        )
    });
    known.then_some(Review {
        kind: ReviewKind::find(&get(["kind", "审次"])?)?,
        who: get(["who", "审核人"])?,
        date,
    })
}

/// The year that a title names: `2025年`.
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

/// The values to choose from, by their words in each language.
fn choices_of(choices: &[(&str, &str)]) -> Words {
    let list = |one: fn(&(&str, &str)) -> String, between: &str| {
        choices.iter().map(one).collect::<Vec<_>>().join(between)
    };
    words(
        list(|c| c.0.to_owned(), "、"),
        list(|c| c.1.to_owned(), ", "),
    )
}

/// A free value for templates: a key that is a number or a truth value becomes text, as JSON has it.
fn to_json(value: &Value) -> serde_json::Value {
    match value {
        Value::Mapping(map) => map
            .iter()
            .filter_map(|(k, v)| Some((scalar(k)?, to_json(v))))
            .collect::<serde_json::Map<_, _>>()
            .into(),
        Value::Sequence(items) => items.iter().map(to_json).collect::<Vec<_>>().into(),
        other => serde_json::to_value(other).unwrap_or_default(),
    }
}

/// What no name or text holds on purpose, and what XML does not allow.
fn is_stray(c: char) -> bool {
    (c.is_control() && c != '\n' && c != '\t' && c != '\r') || matches!(c, '\u{fffe}' | '\u{ffff}')
}

fn has_stray(value: &Value) -> bool {
    match value {
        Value::String(s) => s.contains(is_stray),
        Value::Sequence(items) => items.iter().any(has_stray),
        Value::Mapping(map) => map.values().any(has_stray),
        _ => false,
    }
}

/// A single value as text; nothing is empty text.
fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(s) => Some(s.replace(is_stray, "").trim().to_owned()),
        Value::Number(n) => Some(n.to_string()),
        Value::Bool(b) => Some(b.to_string()),
        Value::Null => Some(String::new()),
        _ => None,
    }
}

/// The findings that a document may account for, and what editors call them.
const WAIVABLE: [(Code, &str); 6] = [
    (Code::IdCardNumber, "公民身份号码"),
    (Code::BankCardNumber, "银行卡号"),
    (Code::MobileNumber, "手机号"),
    (Code::GpsPosition, "拍摄位置"),
    (Code::AttachmentAuthor, "作者信息"),
    (Code::AttachmentRevisions, "修订和批注"),
];

fn waiver(value: &Value) -> Option<Waiver> {
    let map = value.as_mapping()?;
    let known = map.keys().all(|k| {
        matches!(
            k.as_str(),
            Some("code" | "value" | "file" | "reason" | "检查项" | "号码" | "文件" | "理由")
        )
    });
    let get = |a: &str, b: &str| {
        map.get(a)
            .or_else(|| map.get(b))
            .and_then(scalar)
            .filter(|s| !s.is_empty() && !is_nothing(s))
    };
    let written = get("code", "检查项")?;
    let (code, _) = WAIVABLE
        .iter()
        .find(|(code, label)| code.name() == written || *label == written)?;
    known.then_some(Waiver {
        code: *code,
        value: get("value", "号码"),
        file: get("file", "文件"),
        reason: get("reason", "理由")?,
    })
}

fn reference(value: &Value) -> Option<Reference> {
    let Value::Mapping(map) = value else {
        return scalar(value)
            .filter(|s| !s.is_empty())
            .map(Reference::Number);
    };
    let known = map.keys().all(|k| {
        matches!(
            k.as_str(),
            Some("document_number" | "title" | "url" | "文号" | "标题" | "网址")
        )
    });
    let get = |a: &str, b: &str| {
        map.get(a)
            .or_else(|| map.get(b))
            .and_then(scalar)
            .filter(|s| !s.is_empty())
    };
    let (document_number, title, url) = (
        get("document_number", "文号"),
        get("title", "标题"),
        get("url", "网址"),
    );
    let safe = url
        .as_ref()
        .is_none_or(|u| u.starts_with("https://") || u.starts_with("http://"));
    (known && safe && (document_number.is_some() || title.is_some())).then_some(
        Reference::Elsewhere {
            document_number,
            title,
            url,
        },
    )
}

/// A category path as written on real pages: parts between `/` (or `\`), without white space at their ends.
fn category_path(text: &str) -> String {
    text.split(['/', '\\', '／'])
        .map(str::trim)
        .filter(|p| !p.is_empty() && *p != "." && *p != "..")
        .collect::<Vec<_>>()
        .join("/")
}
