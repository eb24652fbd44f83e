//! Takes the columns of the configuration and the categories of documents; gives the tree of
//! categories. This file must not know the documents themselves.

use crate::catalogue::address;
use crate::config::Column;
use std::collections::HashMap;

/// Identifies a category: its index among all categories, in the order in which they were added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CategoryId(pub u32);

/// Endings of the types and names of columns for rules, normative documents and legislation. Such
/// columns have the type 政策文件 (policy document) according to 国办发〔2017〕47号.
const NORMATIVE: [&str; 4] = ["政策文件", "规章", "规范性文件", "法规"];

/// The general type, which says nothing about the content of a column.
const GENERAL: &str = "信息公开目录";

/// One category.
#[derive(Debug)]
pub struct Category {
    /// The path `a/b`, for filters and catalogue.json.
    pub path: String,
    /// The name as shown.
    pub name: String,
    /// The folder of its pages.
    pub folder: String,
    /// The category above.
    pub parent: Option<CategoryId>,
    /// The categories below, in order.
    pub children: Vec<CategoryId>,
    /// Whether it is a column of the configuration.
    pub declared: bool,
    /// The ColumnType of the meta tags.
    pub column_type: Option<String>,
    /// A description of its contents.
    pub description: Option<String>,
    /// The note on its page when it is empty.
    pub empty_note: Option<String>,
    /// Whether its documents have e-books; `None` if the configuration of the column does not state
    /// it.
    pub epub: Option<bool>,
}

/// The tree of categories. `order` lists each category before those below it.
#[derive(Debug, Default)]
pub struct Categories {
    all: Vec<Category>,
    by_path: HashMap<String, CategoryId>,
    /// Declared columns by name and by the last part of the path. `None` if several columns share
    /// this name or part.
    by_leaf: HashMap<String, Option<CategoryId>>,
    order: Vec<CategoryId>,
}

impl std::ops::Index<CategoryId> for Categories {
    type Output = Category;
    fn index(&self, id: CategoryId) -> &Category {
        &self.all[id.0 as usize]
    }
}

impl Categories {
    pub(super) fn declared(columns: &[Column]) -> Categories {
        let mut categories = Categories::default();
        for column in columns {
            categories.declare(column, None);
        }
        categories
    }

    fn declare(&mut self, column: &Column, parent: Option<CategoryId>) {
        let id = self.add(&column.path, &column.name, parent);
        let category = &mut self.all[id.0 as usize];
        category.declared = true;
        category.column_type.clone_from(&column.column_type);
        category.description.clone_from(&column.description);
        category.empty_note.clone_from(&column.empty_note);
        category.epub = column.epub;
        let leaf = column.path.rsplit('/').next().unwrap_or_default();
        for key in [column.name.as_str(), leaf] {
            self.by_leaf
                .entry(address::identity(key))
                .and_modify(|e| *e = e.filter(|known| *known == id))
                .or_insert(Some(id));
        }
        for child in &column.children {
            self.declare(child, Some(id));
        }
    }

    fn add(&mut self, path: &str, name: &str, parent: Option<CategoryId>) -> CategoryId {
        let id = CategoryId(self.all.len() as u32);
        let folder = format!(
            "category/{}",
            path.split('/')
                .map(address::name)
                .collect::<Vec<_>>()
                .join("/")
        );
        self.all.push(Category {
            path: path.to_owned(),
            name: name.to_owned(),
            folder,
            parent,
            children: Vec::new(),
            declared: false,
            column_type: None,
            description: None,
            empty_note: None,
            epub: None,
        });
        if let Some(parent) = parent {
            self.all[parent.0 as usize].children.push(id);
        }
        self.by_path.insert(address::identity(path), id);
        id
    }

    /// The category for a written path; `None` if the path is empty. The category is found by its
    /// path, by a column's unique name or last part of the path, or else level by level from the
    /// top. Unknown levels become new categories.
    pub(super) fn place(&mut self, written: &str) -> Option<CategoryId> {
        if written.is_empty() {
            return None;
        }
        // letter case, width and spaces do not distinguish categories
        let folded = address::identity(written);
        if let Some(id) = self.by_path.get(&folded) {
            return Some(*id);
        }
        if let Some(Some(id)) = self.by_leaf.get(&folded) {
            return Some(*id);
        }
        let mut at: Option<CategoryId> = None;
        for part in written.split('/') {
            let siblings: Vec<CategoryId> = match at {
                Some(id) => self[id].children.clone(),
                None => (0..self.all.len() as u32)
                    .map(CategoryId)
                    .filter(|id| self[*id].parent.is_none())
                    .collect(),
            };
            let same = |text: &str| address::identity(text) == address::identity(part);
            let known = siblings.into_iter().find(|id| {
                same(&self[*id].name) || self[*id].path.rsplit('/').next().is_some_and(same)
            });
            at = Some(known.unwrap_or_else(|| {
                let path =
                    at.map_or_else(|| part.to_owned(), |id| format!("{}/{part}", self[id].path));
                self.add(&path, part, at)
            }));
        }
        at
    }

    /// Fixes the order on each level: declared columns as configured, then others by path.
    pub(super) fn close(&mut self) {
        let mut tops: Vec<CategoryId> = (0..self.all.len() as u32)
            .map(CategoryId)
            .filter(|id| self[*id].parent.is_none())
            .collect();
        let rank = |categories: &Categories, id: CategoryId| {
            let declared = categories[id].declared;
            (
                !declared,
                if declared { id.0 } else { 0 },
                categories[id].path.clone(),
            )
        };
        tops.sort_by_cached_key(|id| rank(self, *id));
        for i in 0..self.all.len() {
            let mut children = std::mem::take(&mut self.all[i].children);
            children.sort_by_cached_key(|id| rank(self, *id));
            self.all[i].children = children;
        }
        let mut stack: Vec<CategoryId> = tops.into_iter().rev().collect();
        while let Some(id) = stack.pop() {
            self.order.push(id);
            stack.extend(self[id].children.iter().rev());
        }
    }

    /// Whether a category has rules or normative documents, whose text is offered for download. Its
    /// name and type decide. If neither tells, the category above decides.
    pub fn is_normative(&self, id: CategoryId) -> bool {
        let mut at = Some(id);
        while let Some(category) = at.map(|id| &self[id]) {
            let kind = category.column_type.as_deref().filter(|t| *t != GENERAL);
            if NORMATIVE.iter().any(|word| {
                category.name.ends_with(word) || kind.is_some_and(|k| k.ends_with(word))
            }) {
                return true;
            }
            if kind.is_some() {
                return false;
            }
            at = category.parent;
        }
        false
    }

    /// Whether the documents of a category have e-books. The category decides, or else the nearest
    /// category above that states it; `None` if none does.
    pub fn has_books(&self, id: CategoryId) -> Option<bool> {
        self.chain(id).iter().rev().find_map(|c| c.epub)
    }

    /// The category with this whole path. Letter case, width and spaces do not count.
    pub fn find(&self, path: &str) -> Option<CategoryId> {
        self.by_path.get(&address::identity(path)).copied()
    }

    /// The category that a person wrote: by its path, by a column's unique name or last part of the
    /// path, or by all names from the top, joined by `/`.
    pub fn named(&self, written: &str) -> Option<CategoryId> {
        let folded = address::identity(written);
        let leaf = || self.by_leaf.get(&folded).copied().flatten();
        let names = |id: &&CategoryId| {
            let chain = self.chain(**id);
            let names: Vec<&str> = chain.iter().map(|c| c.name.as_str()).collect();
            address::identity(&names.join("/")) == folded
        };
        let by_names = || self.order.iter().find(names).copied();
        self.find(written).or_else(leaf).or_else(by_names)
    }

    /// All categories, each before those below it.
    pub fn iter(&self) -> impl Iterator<Item = &Category> {
        self.order.iter().map(|id| &self[*id])
    }

    /// The categories at the top.
    pub fn tops(&self) -> impl Iterator<Item = &Category> {
        self.iter().filter(|c| c.parent.is_none())
    }

    /// A category and those above it, from the top down.
    pub fn chain(&self, id: CategoryId) -> Vec<&Category> {
        let mut chain = vec![&self[id]];
        while let Some(parent) = chain[chain.len() - 1].parent {
            chain.push(&self[parent]);
        }
        chain.reverse();
        chain
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_told_by_type_or_name() {
        let column = |name: &str, kind: Option<&str>, children| Column {
            name: name.into(),
            path: crate::catalogue::address::name(name),
            column_type: kind.map(str::to_owned),
            children,
            ..Default::default()
        };
        let below = vec![
            column("甲", None, vec![]),
            column("解读", Some("政策解读"), vec![]),
            column("政府规章", Some(GENERAL), vec![]),
        ];
        let columns = [
            column("政策", Some("政策文件"), below),
            column("行政规范性文件", None, vec![]),
            column("公告", Some(GENERAL), vec![]),
        ];
        let mut categories = Categories::declared(&columns);
        for (name, expected) in [
            ("政策", true),
            ("甲", true),
            ("解读", false),
            ("政府规章", true),
            ("行政规范性文件", true),
            ("公告", false),
            ("政策/甲/未声明", true),
            ("规章制度", false),
        ] {
            let id = categories.place(name).unwrap();
            assert_eq!(categories.is_normative(id), expected, "{name}");
        }
    }

    #[test]
    fn categories_are_found_by_path_by_name_and_by_leaf() {
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
                vec![column("规范性文件", "zcwj/gfxwj", vec![])],
            ),
            column("公告", "gg", vec![]),
        ];
        let mut categories = Categories::declared(&columns);
        let leaf = categories.place("zcwj/gfxwj");
        assert_eq!(categories.place("政策文件/规范性文件"), leaf);
        assert_eq!(categories.place("规范性文件"), leaf);
        assert_eq!(categories.place("gfxwj"), leaf);
        let other = categories.place("政策文件/其他").unwrap();
        assert_eq!(categories[other].path, "zcwj/其他");
        assert_eq!(categories.place("ＺＣＷＪ/gfxwj"), leaf);
        let new = categories.place("乙").unwrap();
        assert!(categories[new].folder.starts_with("category/y-"));
        categories.close();
        let paths: Vec<&str> = categories.iter().map(|c| c.path.as_str()).collect();
        assert_eq!(paths, ["zcwj", "zcwj/gfxwj", "zcwj/其他", "gg", "乙"]);
    }
}
