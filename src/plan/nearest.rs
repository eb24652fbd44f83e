//! Takes the columns and a typed name; gives the column with this name, or else the most similar
//! one. This file must not know documents.

use crate::config::Column;
use crate::fold::fold;

/// The smallest similarity, from 0 to 1, at which a column is suggested for a typed name.
const ALIKE: f64 = 0.5;

/// A column with the names of all its levels.
#[derive(Debug)]
pub struct Named<'c> {
    /// The name of the column itself.
    pub name: &'c str,
    /// The names of the columns above it and its own, separated by `/`.
    pub names: String,
    /// The path of the column.
    pub path: &'c str,
    /// Whether other columns have the same name.
    is_shared: bool,
}

/// All columns, each before those below it.
pub fn named(columns: &[Column]) -> Vec<Named<'_>> {
    let mut all = Vec::new();
    list(columns, "", &mut all);
    let names: Vec<&str> = all.iter().map(|c| c.name).collect();
    for column in &mut all {
        column.is_shared = names.iter().filter(|name| **name == column.name).count() > 1;
    }
    all
}

fn list<'c>(columns: &'c [Column], above: &str, all: &mut Vec<Named<'c>>) {
    for column in columns {
        let names = match above {
            "" => column.name.clone(),
            above => format!("{above}/{}", column.name),
        };
        all.push(Named {
            name: &column.name,
            names: names.clone(),
            path: &column.path,
            is_shared: false,
        });
        list(&column.children, &names, all);
    }
}

/// The column that a typed name, or a part of it, names; or else the most similar column, if it is
/// similar enough.
pub fn nearest<'n, 'c>(columns: &'n [Named<'c>], typed: &str) -> Option<&'n Named<'c>> {
    let parts = typed.split(['、', '，', ',', '；', ';']).map(bare);
    let all = [typed, bare(typed)].into_iter().chain(parts);
    let mut exact = all.filter_map(|name| columns.iter().find(|column| column.is(name)));
    exact.next().or_else(|| {
        columns
            .iter()
            .map(|column| (column.likeness(bare(typed)), column))
            .filter(|(likeness, _)| *likeness >= ALIKE)
            .max_by(|a, b| a.0.total_cmp(&b.0))
            .map(|(_, column)| column)
    })
}

/// A typed name without the marks around it.
fn bare(typed: &str) -> &str {
    typed.trim_matches(|c: char| !c.is_alphanumeric())
}

impl Named<'_> {
    /// Whether the typed text names this column.
    pub fn is(&self, typed: &str) -> bool {
        let typed = typed.replace(['>', '＞', '\\', '／', '→', '》'], "/");
        let typed: Vec<&str> = typed.split('/').map(str::trim).collect();
        let typed = fold(&typed.join("/"));
        [self.name, &self.names, self.path]
            .iter()
            .any(|name| fold(name) == typed)
    }

    /// The name and the path of the column.
    pub fn shown(&self) -> String {
        format!("{}（{}）", self.name, self.path)
    }

    /// The text that the field `category` of a document in this column should have.
    pub fn written(&self) -> &str {
        if self.is_shared {
            &self.names
        } else {
            self.name
        }
    }

    fn likeness(&self, typed: &str) -> f64 {
        let last = typed
            .rsplit(['/', '>', '＞', '-', '—'])
            .next()
            .unwrap_or(typed);
        let (typed, last) = (fold(typed), fold(last));
        let leaf = self.path.rsplit('/').next().unwrap_or_default();
        [self.name, &self.names, self.path, leaf]
            .iter()
            .flat_map(|name| [(name, &typed), (name, &last)])
            .map(|(name, typed)| alike(&fold(name), typed))
            .fold(0.0, f64::max)
    }
}

/// The similarity of two names, from 0 to 1. Names with the same characters, in any order, have
/// 0.9.
fn alike(name: &str, typed: &str) -> f64 {
    let sorted = |text: &str| {
        let mut letters: Vec<char> = text.chars().collect();
        letters.sort_unstable();
        letters
    };
    match sorted(name) == sorted(typed) {
        true if name == typed => 1.0,
        true => 0.9,
        false => strsim::normalized_damerau_levenshtein(name, typed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typed_name_leads_to_the_column_that_was_meant() {
        let column = |name: &str, path: &str, children| Column {
            name: name.into(),
            path: path.into(),
            children,
            ..Default::default()
        };
        let columns = [
            column(
                "政策文件",
                "zcwj",
                vec![
                    column("行政规范性文件", "zcwj/gfxwj", vec![]),
                    column("其他文件", "zcwj/qtwj", vec![]),
                ],
            ),
            column(
                "法定主动公开内容",
                "fd",
                vec![
                    column("通知公告", "fd/tzgg", vec![]),
                    column("其他", "fd/qt", vec![]),
                ],
            ),
            column("专题", "zt", vec![column("其他", "zt/qt", vec![])]),
        ];
        let all = named(&columns);
        for (typed, path) in [
            ("通知", Some("fd/tzgg")),
            ("通知公告。", Some("fd/tzgg")),
            ("公告通知", Some("fd/tzgg")),
            ("规范性文件", Some("zcwj/gfxwj")),
            ("政策文件>其他文件", Some("zcwj/qtwj")),
            ("政策文件 / 其他文件", Some("zcwj/qtwj")),
            ("政策文件-其他文件", Some("zcwj/qtwj")),
            ("政策文件/通知公告", Some("fd/tzgg")),
            ("通知公告、其他文件", Some("fd/tzgg")),
            ("人事任免", None),
        ] {
            assert_eq!(nearest(&all, typed).map(|c| c.path), path, "{typed}");
        }
        assert_eq!(all[7].written(), "专题/其他");
        assert_eq!(all[4].written(), "通知公告");
    }
}
