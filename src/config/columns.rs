//! Takes the columns of `mulu.yaml`; gives them with whole paths, their places in the file, and the
//! days within which they should be updated. This file must not know the documents in a column.

use super::checked::Config;
use super::places::{key_range, keys, value};
use super::raw::{Checks, Column};
use crate::diag::Place;

/// The days within which 国办秘函〔2019〕19号 expects updates of top columns. A column is known by
/// its type or, if it has no type, by the end of its name.
const UPDATED: [(&str, u32); 6] = [
    ("工作动态", 14),
    ("要闻", 14),
    ("动态", 14),
    ("政策文件", 183),
    ("通知公告", 183),
    ("公告", 183),
];

impl Config {
    /// Finds the first column with this path or name. A column comes before the columns below it.
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

    /// The place of a column in `mulu.yaml`, found by its whole path. The file may give only the
    /// last part of a path. Unless exactly one `path` in the file fits, this is the place of the
    /// key `columns`.
    pub fn place_of_column(&self, path: &str) -> Option<Place> {
        let own = path.rsplit('/').next().unwrap_or(path);
        let mut named =
            keys(&self.text, 0, "path").filter(|r| [own, path].contains(&value(&self.text, r)));
        let range = match (named.next(), named.next()) {
            (Some(range), None) => range,
            _ => key_range(&self.text, "columns")?,
        };
        Some(Place::new("mulu.yaml", &self.text, range))
    }
}

impl Checks {
    /// The days within which a top column should be updated if it has no `update_within` of its
    /// own: by `checks.update_within`, or else by 国办秘函〔2019〕19号. `None` means that no update
    /// is expected.
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

/// The columns and those below them, each before those below it.
pub(super) fn all(columns: &[Column]) -> Vec<&Column> {
    let mut found = Vec::new();
    for column in columns {
        found.push(column);
        found.extend(all(&column.children));
    }
    found
}

/// Whether a path may be used: ASCII letters, digits, `-` and `_`, in parts with `/` between them.
pub(super) fn is_path(path: &str) -> bool {
    let is_plain = |b: u8| b.is_ascii_alphanumeric() || b"-_".contains(&b);
    path.split('/')
        .all(|part| !part.is_empty() && part.bytes().all(is_plain))
}

/// Makes whole the paths of a column and of the columns below it. The file may give only the last
/// part of a path.
pub(super) fn complete_path(column: &mut Column, parent: Option<&str>) {
    if let Some(parent) = parent
        && !column.path.starts_with(&format!("{parent}/"))
    {
        column.path = format!("{parent}/{}", column.path);
    }
    for child in &mut column.children {
        complete_path(child, Some(&column.path));
    }
}
