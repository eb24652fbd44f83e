//! Takes a category as a person states it; gives its folder in `content/`. This file must not know
//! what is written there.

use super::name::portable;
use crate::catalogue::Catalogue;
use crate::config::Config;
use crate::diag::{Diagnostic, Message, Words, words};
use crate::plan::{Named, named, nearest};
use crate::source::Sources;

/// The folder of a category; empty if none is typed. A person may type the path or the name of a
/// column, or the names of the column and of those above it. If the site has no columns, any folder
/// with valid names is accepted. If it has columns, existing folders and categories are accepted
/// too.
pub(super) fn folder(
    config: &Config,
    catalogue: &Catalogue,
    sources: &Sources,
    typed: &str,
) -> Result<String, Box<Diagnostic>> {
    let category = typed.trim().trim_matches('/');
    let columns = named(&config.columns);
    let refuse = |reason: Words, near: Words| {
        let shown: Vec<String> = columns.iter().map(Named::shown).collect();
        let columns = if shown.is_empty() {
            words("（未设）", "(none)")
        } else {
            words(shown.join("、"), shown.join(", "))
        };
        Err(Box::new(Diagnostic::new(Message::NewCategory {
            category: typed.into(),
            reason: reason.into(),
            near: near.into(),
            columns: columns.into(),
        })))
    };
    if category.is_empty() {
        return Ok(String::new());
    }
    match columns
        .iter()
        .filter(|c| c.is(category))
        .collect::<Vec<_>>()
        .as_slice()
    {
        [] => {}
        [only] => return Ok(only.path.to_owned()),
        several => {
            let paths: Vec<&str> = several.iter().map(|c| c.path).collect();
            return refuse(
                words("是几个栏目共同的名称", "is the name of several columns"),
                words(
                    format!("请改写路径：{}。", paths.join(" 或 ")),
                    format!("Write the path: {}. ", paths.join(" or ")),
                ),
            );
        }
    }
    if !category.split('/').all(is_folder_name) {
        return refuse(
            words(
                "不能用作文件夹",
                "cannot be a folder: it must be a path inside the site, with names that every \
                 system allows",
            ),
            Words::default(),
        );
    }
    let below = format!("{category}/");
    let is_in_use = sources.iter().any(|(_, f)| f.path.starts_with(&below))
        || catalogue.iter().any(|(_, e)| &*e.category == category);
    if columns.is_empty() || is_in_use {
        return Ok(category.to_owned());
    }
    let near = nearest(&columns, category);
    let near = near.map_or_else(Words::default, |column| {
        let shown = column.shown();
        words(
            format!("是不是“{}”（{}）？", column.name, column.path),
            format!("Did you mean {shown}? "),
        )
    });
    refuse(words("不是本站的栏目", "is no column of this site"), near)
}

/// Whether a part of a path can be the name of a folder on every system, and is not skipped when
/// content is read.
fn is_folder_name(part: &str) -> bool {
    !part.starts_with('.') && portable(part).as_deref() == Some(part)
}
