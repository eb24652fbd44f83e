//! Takes the folder of an original; gives the column of the site that the folder names. This file
//! must not know the content of the original.

use super::list::Old;
use crate::config::{Column, Config};
use crate::fold::fold;

/// A column, with the names on the path to it.
struct Named<'c> {
    path: &'c str,
    name: String,
    names: Vec<String>,
}

/// The columns of a site, with the names that folders are compared with.
pub(super) struct Columns<'c>(Vec<Named<'c>>);

/// The column that the folder of an original names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// The column with this folder of `content/`, and the depth of the old folder that names the
    /// column. The folder that the user named has the depth 0.
    Folder(String, usize),
    /// No column, because no folder of the original has the name of a column.
    Nothing,
    /// Several columns have this name, so none of them is chosen.
    Several(Vec<String>),
}

impl<'c> Columns<'c> {
    pub(super) fn of(config: &'c Config) -> Columns<'c> {
        let mut all = Vec::new();
        list(&config.columns, &[], &mut all);
        Columns(all)
    }

    /// The column that the folders of an original name. The innermost one that names a column
    /// decides. If the site declares no columns, the path of the folders is the category.
    pub(super) fn said(&self, old: &Old) -> Said {
        let folders = old.folders();
        if self.0.is_empty() {
            let below = &folders[1..];
            return match below {
                [] => Said::Nothing,
                below => Said::Folder(below.join("/"), below.len()),
            };
        }
        let folded: Vec<String> = folders.iter().map(|f| fold(f.trim())).collect();
        for depth in (0..folders.len()).rev() {
            let above = &folded[..=depth];
            let named: Vec<&Named<'_>> = self.0.iter().filter(|c| c.is_at(above)).collect();
            let most = named.iter().map(|c| c.agreement(above)).max().unwrap_or(0);
            let best: Vec<&&Named<'_>> = named
                .iter()
                .filter(|c| c.agreement(above) == most)
                .collect();
            match best.as_slice() {
                [] => {}
                [only] => return Said::Folder(only.path.to_owned(), depth),
                several => {
                    return Said::Several(several.iter().map(|c| c.path.to_owned()).collect());
                }
            }
        }
        Said::Nothing
    }
}

fn list<'c>(columns: &'c [Column], above: &[String], all: &mut Vec<Named<'c>>) {
    for column in columns {
        let mut names = above.to_vec();
        names.push(fold(&column.name));
        list(&column.children, &names, all);
        all.push(Named {
            path: &column.path,
            name: fold(&column.name),
            names,
        });
    }
}

impl Named<'_> {
    /// Whether the folders end with the column's name, the last part of its path, or its whole
    /// path.
    fn is_at(&self, folders: &[String]) -> bool {
        let last = folders.last().map(String::as_str).unwrap_or_default();
        let leaf = self.path.rsplit('/').next().unwrap_or_default();
        let whole = format!("/{}", folders.join("/"));
        last == self.name || last == leaf || whole.ends_with(&format!("/{}", self.path))
    }

    /// How many folders, upwards from the last, match the column and its parents.
    fn agreement(&self, folders: &[String]) -> usize {
        let names = self.names.iter().rev().zip(folders.iter().rev());
        let by_name = names.take_while(|(name, folder)| name == folder).count();
        let parts = self.path.rsplit('/').zip(folders.iter().rev());
        let by_path = parts.take_while(|(part, folder)| part == folder).count();
        by_name.max(by_path)
    }
}
