//! Takes the fields that name other documents and files; gives relations and attachments. It must
//! not know whether these exist.

use super::reader::Reader;
use super::yaml::{has_only, items, member, scalar};
use crate::catalogue::entry::{Attachment, Reference, RelationItem};
use crate::catalogue::field::{Field, FieldKind};
use crate::diag::words;
use crate::parse::front_matter::{RawField, is_nothing};
use serde_yaml::Value;

impl Reader<'_> {
    /// The documents on which this one acts.
    pub(super) fn relations(&mut self) -> Vec<RelationItem> {
        let mut relations = Vec::new();
        for &field in Field::ALL {
            let FieldKind::Relation(relation) = field.kind() else {
                continue;
            };
            let Some(raw) = self.raw(field) else { continue };
            for target in items(&raw.value) {
                let Some(reference) = reference(target) else {
                    self.no_reference(field, &raw);
                    break;
                };
                relations.push(RelationItem {
                    relation,
                    reference,
                });
            }
        }
        relations
    }

    fn no_reference(&mut self, field: Field, raw: &RawField) {
        let example = words(
            format!(
                "写成列表，每项是索引号或文号：“{}: [甲政发〔2020〕1号]”；\
                 不在本目录的文件，该项写成“{{document_number: …, title: …, url: …}}”。",
                raw.key
            ),
            format!(
                "Write a list of index numbers or document numbers, `{}: [甲政发〔2020〕1号]`, with \
                 `{{document_number: ..., title: ..., url: ...}}` for a document elsewhere.",
                raw.key
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
        let attachments: Option<Vec<Attachment>> =
            items(&raw.value).iter().map(attachment).collect();
        let Some(mut attachments) = attachments else {
            let example = words(
                format!(
                    "写成列表：“{}: [申请表.docx]”；\
                     需要另写标题的，该项写成“{{file: 申请表.docx, title: 申请表}}”。",
                    raw.key
                ),
                format!(
                    "Write a list, `{}: [form.docx]`, or items `{{file: form.docx, title: Form}}`.",
                    raw.key
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

fn attachment(item: &Value) -> Option<Attachment> {
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
    Some(Attachment { file, title })
}

fn reference(value: &Value) -> Option<Reference> {
    const NAMES: [&str; 6] = ["document_number", "文号", "title", "标题", "url", "网址"];
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
    (has_only(map, &NAMES) && is_safe && is_named).then_some(Reference::Elsewhere {
        document_number,
        title,
        url,
    })
}
