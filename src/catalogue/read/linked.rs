//! Takes the fields that name other documents and files; gives relations and attachments. This file
//! must not know whether the documents and files exist.

use super::places::places;
use super::reader::Reader;
use super::several::{files, numbers};
use super::yaml::{has_only, items, member, scalar};
use crate::catalogue::entry::{Attachment, Reference, RelationItem};
use crate::catalogue::field::{Field, FieldKind};
use crate::catalogue::part_of;
use crate::diag::words;
use crate::parse::front_matter::{RawField, is_nothing};
use serde_yaml::Value;
use std::ops::Range;

impl Reader<'_> {
    /// The relations that this document states, each with the other document as written.
    pub(super) fn relations(&mut self) -> Vec<RelationItem> {
        let mut relations = Vec::new();
        for &field in Field::ALL {
            let FieldKind::Relation(relation) = field.kind() else {
                continue;
            };
            let Some(raw) = self.raw(field) else { continue };
            let mut parts = Vec::new();
            for (target, at) in self.items(&raw) {
                let Some(places) = places(target) else {
                    self.no_reference(field, &raw);
                    break;
                };
                let named = match reference(target) {
                    Some(Reference::Number(number)) if !target.is_mapping() => {
                        self.parts(&number, &at, numbers)
                    }
                    _ => Vec::new(),
                };
                let references = if named.len() > 1 {
                    named.iter().cloned().map(Reference::Number).collect()
                } else if let Some(reference) = reference(target) {
                    vec![reference]
                } else {
                    self.no_reference(field, &raw);
                    break;
                };
                let mut from = at.clone();
                for reference in references {
                    if let Reference::Number(number) = &reference {
                        from = part_of(self.text, from.start..at.end, number);
                    }
                    relations.push(RelationItem {
                        relation,
                        reference,
                        places: places.clone(),
                        at: short(&from),
                    });
                    from = from.end..at.end;
                }
                parts.push(named);
            }
            if matches!(raw.value, Value::Sequence(_)) || self.is_folded(&raw.value_range) {
                self.several(&raw, &parts);
            }
        }
        relations
    }

    fn no_reference(&mut self, field: Field, raw: &RawField) {
        let map = self.script.pick(
            "{文号: …, 标题: …, 网址: …}",
            "{document_number: ..., title: ..., url: ...}",
        );
        let parts = self.script.pick(
            "{文号: …, 条款: [第六条, 第九条]}",
            "{document_number: ..., articles: [第六条, 第九条]}",
        );
        let example = words(
            format!(
                "写成列表，每项是索引号或文号：“{}: [甲政发〔2020〕1号]”；\
                 不在本目录的文件，该项写成“{}”；只涉及某些条款的，该项写成“{}”。",
                raw.key, map.zh, parts.zh
            ),
            format!(
                "Write a list of index numbers or document numbers, `{}: [甲政发〔2020〕1号]`, with \
                 `{}` for a document that is not in this catalogue and `{}` for some articles of a \
                 document.",
                raw.key, map.en, parts.en
            ),
        );
        let expected = words("一组索引号或文号", "a list of index or document numbers");
        self.wrong_type(field, raw, expected, example);
    }

    /// The files that are published with the document.
    pub(super) fn attachments(&mut self) -> Vec<Attachment> {
        let Some(raw) = self.raw(Field::Attachments) else {
            return Vec::new();
        };
        let mut attachments = Some(Vec::new());
        let mut parts = Vec::new();
        for (item, at) in self.items(&raw) {
            let named = match item {
                Value::Mapping(_) => Vec::new(),
                other => scalar(other).map_or_else(Vec::new, |t| self.parts(&t, &at, files)),
            };
            let (Some(all), Some(read)) = (&mut attachments, attachment(item, &at)) else {
                attachments = None;
                break;
            };
            let mut from = at.clone();
            for file in named.iter().filter(|_| named.len() > 1) {
                from = part_of(self.text, from.start..at.end, file);
                all.push(Attachment {
                    file: file.clone(),
                    title: None,
                    at: short(&from),
                });
                from = from.end..at.end;
            }
            if named.len() < 2 {
                all.push(read);
            }
            parts.push(named);
        }
        if matches!(raw.value, Value::Sequence(_)) || self.is_folded(&raw.value_range) {
            self.several(&raw, &parts);
        }
        let Some(mut attachments) = attachments else {
            // `附件1: 申请表.docx` is a map to YAML
            let named: Vec<String> = items(&raw.value).iter().filter_map(file_in).collect();
            let list = match named.as_slice() {
                [] => "申请表.docx".to_owned(),
                names => names.join(", "),
            };
            let map = self.script.pick(
                "{文件: 申请表.docx, 标题: 申请表}",
                "{file: 申请表.docx, title: 申请表}",
            );
            let example = words(
                format!(
                    "写成列表：“{}: [{list}]”；需要另写标题的，该项写成“{}”。",
                    raw.key, map.zh
                ),
                format!(
                    "Write a list, `{}: [{list}]`, or items `{}`.",
                    raw.key, map.en
                ),
            );
            let expected = words("一组文件名", "a list of file names");
            self.wrong_type(Field::Attachments, &raw, expected, example);
            return Vec::new();
        };
        attachments.retain(|a| !a.file.is_empty() && !is_nothing(&a.file));
        attachments
    }
}

/// The first text in an item that looks like a file name, because it has a full stop.
fn file_in(item: &Value) -> Option<String> {
    let is_file = |text: &String| text.contains('.') && !text.ends_with('.');
    match item {
        Value::Mapping(map) => map.values().filter_map(scalar).find(is_file),
        other => scalar(other).filter(is_file),
    }
}

/// A range in the compact form that entries store.
fn short(at: &Range<usize>) -> Range<u32> {
    at.start as u32..at.end as u32
}

fn attachment(item: &Value, at: &Range<usize>) -> Option<Attachment> {
    let (file, title) = match item {
        Value::Mapping(map) => {
            let get = |a: &str, b: &str| map.get(a).or_else(|| map.get(b)).and_then(scalar);
            if !has_only(map, &["file", "文件", "title", "标题"]) {
                return None;
            }
            (get("file", "文件")?, get("title", "标题"))
        }
        other => (scalar(other)?, None),
    };
    Some(Attachment {
        file,
        title,
        at: short(at),
    })
}

fn reference(value: &Value) -> Option<Reference> {
    const NAMES: [&str; 8] = [
        "document_number",
        "文号",
        "title",
        "标题",
        "url",
        "网址",
        "articles",
        "条款",
    ];
    let Value::Mapping(map) = value else {
        return scalar(value)
            .filter(|s| !s.is_empty())
            .map(Reference::Number);
    };
    let document_number = member(map, &["document_number", "文号"]);
    let title = member(map, &["title", "标题"]);
    let url = member(map, &["url", "网址"]);
    let is_safe = url
        .as_ref()
        .is_none_or(|u| u.starts_with("https://") || u.starts_with("http://"));
    let is_named = document_number.is_some() || title.is_some();
    if !(has_only(map, &NAMES) && is_safe && is_named) {
        return None;
    }
    // a number with articles but without a title or address means a document of this catalogue
    let has_places = map.contains_key("articles") || map.contains_key("条款");
    Some(match document_number {
        Some(number) if has_places && title.is_none() && url.is_none() => Reference::Number(number),
        document_number => Reference::Elsewhere {
            document_number,
            title,
            url,
        },
    })
}
