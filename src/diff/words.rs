//! Takes codes; gives their words in Chinese and English: names of fields, values, validity and
//! changes of attachments. This file must not know packages.

use super::changes::{Fate, FieldChange};
use crate::catalogue::{Field, Relation, Validity};
use crate::diag::Lang;

/// The name of a field in one language.
pub fn label(field: &str, lang: Lang) -> String {
    let known = Field::ALL.iter().find(|f| f.name() == field);
    match (lang, field) {
        (Lang::Zh, "relations") => "与其他文件的关系".to_owned(),
        (Lang::Zh, "url") => "网址".to_owned(),
        (Lang::Zh, "retention") => "保管期限".to_owned(),
        (Lang::Zh, _) => known.map_or(field, |f| f.label()).to_owned(),
        (Lang::En, _) => field.replace('_', " "),
    }
}

/// The value of a field for people. In Chinese, words replace the codes of relations.
pub fn value(change: &FieldChange, value: &str, lang: Lang) -> String {
    if change.field != "relations" || lang == Lang::En {
        return value.to_owned();
    }
    let word = |one: &str| match one.split_once(' ') {
        Some((code, rest)) => format!(
            "{}{rest}",
            Relation::ALL
                .iter()
                .find(|r| r.code() == code)
                .map_or(code, |r| r.label())
        ),
        None => one.to_owned(),
    };
    value.split('；').map(word).collect::<Vec<_>>().join("；")
}

/// The word for a validity.
pub fn validity(code: &str, lang: Lang) -> String {
    Validity::find(code)
        .map_or(code, |v| {
            if lang == Lang::Zh {
                v.label()
            } else {
                v.label_en()
            }
        })
        .to_owned()
}

/// The word for the change of an attachment.
pub fn fate(fate: Fate, lang: Lang) -> &'static str {
    match (fate, lang) {
        (Fate::Added, Lang::Zh) => "新增",
        (Fate::Removed, Lang::Zh) => "移除",
        (Fate::Changed, Lang::Zh) => "内容有变化",
        (Fate::Retitled, Lang::Zh) => "标题有变化",
        (Fate::Added, Lang::En) => "added",
        (Fate::Removed, Lang::En) => "removed",
        (Fate::Changed, Lang::En) => "content changed",
        (Fate::Retitled, Lang::En) => "title changed",
    }
}
