//! Takes Word's numbering definitions (ECMA-376, part 1, 17.9) and the list items in order; gives
//! the mark before each item. This file must not know the text of the items.

use super::{Local, number};
use roxmltree::{Document, Node};
use std::collections::{BTreeSet, HashMap, HashSet};

/// The deepest level that a list can have.
const DEEPEST: usize = 8;

/// One level of a list.
#[derive(Clone, Debug)]
struct Level {
    start: u32,
    form: Form,
    text: String,
    after: After,
    /// Whether the numbers of all levels in the mark are written as plain digits.
    is_legal: bool,
    /// The lowest level, counted from 1, whose items restart the numbering of this level. 0 means
    /// that it never restarts. If nothing is stated, items of every higher level restart it.
    restart: Option<usize>,
    /// The paragraph style that is linked to the level.
    style: Option<String>,
}

/// The number format of a level.
#[derive(Clone, Debug)]
enum Form {
    /// A format of the standard.
    Named(String),
    /// A format that the document defines by its first numbers.
    Own(String),
}

/// The separator between the mark and the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum After {
    Gap,
    Nothing,
}

impl Level {
    fn read(level: Node<'_, '_>) -> Level {
        let value = |name: &str| level.child(name).and_then(|c| c.attr("val"));
        let start = value("start").and_then(|s| s.parse().ok()).unwrap_or(1);
        // a document that defines a format also names a plain one for older programs
        let own = level
            .descendants()
            .filter(|n| n.has_tag_name_local("numFmt") && n.attr("val") == Some("custom"))
            .find_map(|n| n.attr("format"));
        let named = level
            .descendants()
            .filter(|n| n.has_tag_name_local("numFmt") && n.attr("val") != Some("custom"))
            .find_map(|n| n.attr("val"));
        Level {
            start,
            form: match own {
                Some(own) => Form::Own(own.to_owned()),
                None => Form::Named(named.unwrap_or("decimal").to_owned()),
            },
            text: value("lvlText").unwrap_or_default().to_owned(),
            after: match value("suff") {
                Some("nothing") => After::Nothing,
                _ => After::Gap,
            },
            is_legal: super::is_on(Some(level), "isLgl"),
            restart: value("lvlRestart").and_then(|r| r.parse().ok()),
            style: value("pStyle").map(str::to_owned),
        }
    }

    /// The number of an item at this level; the name of the format as an error when it is unknown.
    fn number(&self, n: u32) -> Result<String, &str> {
        match &self.form {
            Form::Own(pattern) => number::padded(pattern, n).ok_or(pattern.as_str()),
            Form::Named(name) => number::number(name, n).ok_or(name.as_str()),
        }
    }

    fn is_named(&self, name: &str) -> bool {
        matches!(&self.form, Form::Named(own) if own == name)
    }
}

/// The numbering definitions, and the state of counting.
#[derive(Debug, Default)]
pub(super) struct Lists {
    /// The abstract numbering of each list, by the list's number.
    kinds: HashMap<String, String>,
    /// The levels of each abstract numbering.
    levels: HashMap<(String, usize), Level>,
    /// The start of numbering and the definition of a level that a list overrides, by the list's
    /// number and the level.
    own: HashMap<(String, usize), (Option<u32>, Option<Level>)>,
    /// Lists that have begun.
    begun: HashSet<String>,
    /// The current numbers of each abstract numbering, by level.
    counts: HashMap<String, Vec<Option<u32>>>,
    /// The formats that mulu does not know; their numbers are written as plain digits.
    pub(super) unknown: BTreeSet<String>,
    /// The formats whose numbers above 99 differ between programs.
    pub(super) disputed: BTreeSet<String>,
}

impl Lists {
    pub(super) fn read(document: &Document<'_>) -> Lists {
        let mut lists = Lists::default();
        let all = |name: &'static str| {
            let children = document.root_element().children();
            children.filter(move |n| n.has_tag_name_local(name))
        };
        let value = |n: Node<'_, '_>, name: &str| {
            n.child(name).and_then(|c| c.attr("val").map(str::to_owned))
        };
        let of = |kind: Node<'_, '_>| kind.attr("abstractNumId").unwrap_or_default().to_owned();
        // a numbering that only names a list style stands for the numbering that defines this style
        let defining: HashMap<String, String> = all("abstractNum")
            .filter_map(|kind| Some((value(kind, "styleLink")?, of(kind))))
            .collect();
        let linked: HashMap<String, String> = all("abstractNum")
            .filter_map(|kind| {
                let defined = defining.get(&value(kind, "numStyleLink")?)?;
                Some((of(kind), defined.clone()))
            })
            .collect();
        for kind in all("abstractNum") {
            for level in kind.children().filter(|n| n.has_tag_name_local("lvl")) {
                if let Some(n) = level_number(level) {
                    lists.levels.insert((of(kind), n), Level::read(level));
                }
            }
        }
        for list in all("num") {
            let (Some(id), Some(kind)) = (list.attr("numId"), value(list, "abstractNumId")) else {
                continue;
            };
            let kind = linked.get(&kind).cloned().unwrap_or(kind);
            lists.kinds.insert(id.to_owned(), kind);
            for own in list
                .children()
                .filter(|n| n.has_tag_name_local("lvlOverride"))
            {
                if let Some(n) = level_number(own) {
                    let start = value(own, "startOverride").and_then(|s| s.parse().ok());
                    let form = own.child("lvl").map(Level::read);
                    lists.own.insert((id.to_owned(), n), (start, form));
                }
            }
        }
        lists
    }

    /// The level of a list that is linked to a paragraph style.
    pub(super) fn level_of(&self, list: &str, style: &str) -> Option<usize> {
        (0..=DEEPEST).find(|n| {
            self.level(list, *n)
                .is_some_and(|l| l.style.as_deref() == Some(style))
        })
    }

    fn level(&self, list: &str, n: usize) -> Option<&Level> {
        let own = self.own.get(&(list.to_owned(), n));
        own.and_then(|o| o.1.as_ref())
            .or_else(|| self.levels.get(&(self.kinds.get(list)?.clone(), n)))
    }

    /// Counts the next item; gives the mark before it as Word shows it.
    pub(super) fn next(&mut self, list: &str, n: usize) -> Option<Mark> {
        let kind = self.kinds.get(list)?.clone();
        let level = self.level(list, n)?.clone();
        let levels: Vec<Option<Level>> = (0..=DEEPEST)
            .map(|n| self.level(list, n).cloned())
            .collect();
        let counts = self.counts.entry(kind).or_default();
        counts.resize(DEEPEST + 1, None);
        if self.begun.insert(list.to_owned()) {
            for ((_, at), (start, form)) in self.own.iter().filter(|((id, _), _)| id == list) {
                if let Some(start) = start.or(form.as_ref().map(|f| f.start)) {
                    counts[*at] = start.checked_sub(1);
                }
            }
        }
        counts[n] = Some(counts[n].map_or(level.start, |c| c.saturating_add(1)));
        for (deeper, count) in counts.iter_mut().enumerate().skip(n + 1) {
            let restart = levels[deeper].as_ref().and_then(|l| l.restart);
            if restart.is_none_or(|until| n < until) {
                *count = None;
            }
        }
        let counts = counts.clone();
        if level.is_named("bullet") {
            return Some(Mark::Bullet(n));
        }
        if level.is_named("decimal") && level.text == format!("%{}.", n + 1) {
            return counts[n].map(Mark::Number);
        }
        let mut text = String::with_capacity(level.text.len());
        let mut rest = level.text.chars().peekable();
        while let Some(c) = rest.next() {
            let at = rest.peek().and_then(|d| d.to_digit(10)).unwrap_or(0) as usize;
            if c != '%' || at == 0 || at > n + 1 {
                text.push(c);
                continue;
            }
            rest.next();
            let of = levels[at - 1].as_ref();
            let count = counts[at - 1].or(of.map(|l| l.start)).unwrap_or(1);
            text.push_str(&match of.filter(|_| !level.is_legal) {
                Some(of) => self.written(of, count),
                None => count.to_string(),
            });
        }
        let is_closed = text.ends_with(['、', '）', '。', '．', '：', '】', '〕', '，', '　', ' ']);
        if level.after == After::Gap && !is_closed && !text.is_empty() {
            text.push(' ');
        }
        Some(Mark::Text(text))
    }

    /// The number of a level as text. Formats that are unknown or disputed are recorded.
    fn written(&mut self, level: &Level, n: u32) -> String {
        match level.number(n) {
            Ok(text) => {
                if let Form::Named(name) = &level.form
                    && number::is_disputed(name, n)
                {
                    self.disputed.insert(name.clone());
                }
                text
            }
            Err(name) => {
                self.unknown.insert(name.to_owned());
                n.to_string()
            }
        }
    }
}

/// The level that an element defines.
fn level_number(level: Node<'_, '_>) -> Option<usize> {
    level
        .attr("ilvl")
        .and_then(|n| n.parse().ok())
        .filter(|n| *n <= DEEPEST)
}

/// The mark that Word puts before a paragraph of a list.
pub(super) enum Mark {
    /// A bullet at a depth.
    Bullet(usize),
    /// A plain number with a full stop, as in Markdown lists.
    Number(u32),
    /// Any other mark, with the space after it.
    Text(String),
}
