//! Takes numbering definitions and list items in order; gives the mark (number or bullet) that the
//! writing program shows before each item. This module must not know any file format.

mod number;

use std::collections::{BTreeSet, HashMap, HashSet};

/// The deepest level of a list in OpenDocument, counted from 0. Word has one level less, so its
/// lists have this many levels.
pub const DEEPEST: usize = 9;

/// One level of a list.
#[derive(Clone, Debug)]
pub struct Level {
    /// The number of the first item.
    pub start: u32,
    /// The format of its numbers.
    pub form: Form,
    /// The parts of the mark, in order.
    pub text: Vec<Part>,
    /// What stands between the mark and the text.
    pub after: After,
    /// Whether all numbers in the mark are written as plain digits, whatever the formats of their
    /// levels are.
    pub is_legal: bool,
    /// Items of this many levels, from the highest down, restart this level. If this is `None`,
    /// items of all levels above restart it.
    pub restart: Option<usize>,
    /// The paragraph style that is linked to the level.
    pub style: Option<String>,
}

/// A part of a mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Text.
    Text(String),
    /// The current number of a level, which is given by its index, from 0.
    Number(usize),
}

/// The number format of a level.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Form {
    /// A format of ECMA-376, by its name.
    Named(String),
    /// A format that the document defines by its first numbers.
    Own(String),
}

/// The separator between the mark and the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum After {
    /// A space or a tab.
    Gap,
    /// Nothing.
    Nothing,
}

/// The mark before an item.
#[derive(Debug, PartialEq, Eq)]
pub enum Mark {
    /// A bullet at a depth.
    Bullet(usize),
    /// A plain number with a full stop, as in Markdown lists.
    Number(u32),
    /// Any other mark, with the space after it if it needs one.
    Text(String),
}

impl Mark {
    /// A mark with the space between it and the text. Full-width punctuation at its end needs no
    /// space.
    fn spaced(mut text: String, after: After) -> Mark {
        let is_closed = text.ends_with(['、', '）', '。', '．', '：', '】', '〕', '，', '　', ' ']);
        if after == After::Gap && !is_closed && !text.is_empty() {
            text.push(' ');
        }
        Mark::Text(text)
    }

    /// The mark that a file states as text.
    pub fn written(text: &str) -> Mark {
        let text = text.trim();
        if !text.contains(char::is_alphanumeric) {
            return Mark::Bullet(0);
        }
        match text.strip_suffix('.').map(str::parse) {
            Some(Ok(number)) => Mark::Number(number),
            _ => Mark::spaced(text.to_owned(), After::Gap),
        }
    }

    /// The mark as text, for a paragraph that is not an item of a list; `None` for a bullet.
    pub fn text(&self) -> Option<String> {
        match self {
            Mark::Bullet(_) => None,
            Mark::Number(n) => Some(format!("{n}. ")),
            Mark::Text(text) => Some(text.clone()),
        }
    }
}

impl Level {
    /// The parts of a mark that names levels after percent signs, counted from 1: `第%1条`.
    pub fn parts(text: &str) -> Vec<Part> {
        let mut parts = Vec::new();
        let mut plain = String::new();
        let mut rest = text.chars().peekable();
        while let Some(c) = rest.next() {
            let level = rest.peek().and_then(|d| d.to_digit(10)).unwrap_or(0) as usize;
            if c != '%' || level == 0 {
                plain.push(c);
                continue;
            }
            rest.next();
            if !plain.is_empty() {
                parts.push(Part::Text(std::mem::take(&mut plain)));
            }
            parts.push(Part::Number(level - 1));
        }
        if !plain.is_empty() {
            parts.push(Part::Text(plain));
        }
        parts
    }

    /// The number of an item, or the name of an unknown format as an error.
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

/// The numbers of the items so far.
#[derive(Debug, Default)]
pub struct Counter {
    /// The current numbers of each list, by level.
    counts: HashMap<String, Vec<Option<u32>>>,
    /// The formats that need a remark.
    pub said: Said,
}

/// The number formats that need a remark.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// The formats that mulu does not know; their numbers are written as plain digits.
    pub unknown: BTreeSet<String>,
    /// The formats whose numbers above 99 differ between programs.
    pub disputed: BTreeSet<String>,
}

impl Counter {
    /// Sets the number that a level of a list has reached. The next item of the level gets the
    /// number after it; after `None`, it gets the first number of the level.
    pub fn set(&mut self, list: &str, n: usize, count: Option<u32>) {
        let counts = self.counts.entry(list.to_owned()).or_default();
        counts.resize(DEEPEST + 1, None);
        if let Some(own) = counts.get_mut(n) {
            *own = count;
        }
    }

    /// Counts the next item at a level of a list; gives its mark, or `None` if the level is not
    /// defined. `levels` defines the list's levels.
    pub fn count(&mut self, list: &str, levels: &[Option<Level>], n: usize) -> Option<Mark> {
        let level = levels.get(n)?.as_ref()?;
        let counts = self.counts.entry(list.to_owned()).or_default();
        counts.resize(DEEPEST + 1, None);
        let own = counts.get_mut(n)?;
        *own = Some(own.map_or(level.start, |c| c.saturating_add(1)));
        for (deeper, count) in counts.iter_mut().enumerate().skip(n + 1) {
            let restart = levels.get(deeper).and_then(Option::as_ref);
            if restart
                .and_then(|l| l.restart)
                .is_none_or(|until| n < until)
            {
                *count = None;
            }
        }
        let counts = counts.clone();
        if level.is_named("bullet") {
            return Some(Mark::Bullet(n));
        }
        let is_plain = matches!(&level.text[..], [Part::Number(own), Part::Text(dot)] if *own == n && dot == ".");
        if level.is_named("decimal") && is_plain {
            return counts[n].map(Mark::Number);
        }
        let mut text = String::new();
        for part in &level.text {
            match part {
                Part::Text(plain) => text.push_str(plain),
                Part::Number(at) if *at > n => text.push_str(&format!("%{}", at + 1)),
                Part::Number(at) => {
                    let of = levels.get(*at).and_then(Option::as_ref);
                    let count = counts[*at].or(of.map(|l| l.start)).unwrap_or(1);
                    text.push_str(&match of.filter(|_| !level.is_legal) {
                        Some(of) => self.written(of, count),
                        None => count.to_string(),
                    });
                }
            }
        }
        Some(Mark::spaced(text, level.after))
    }

    /// The number of a level as text. Unknown and disputed formats are recorded.
    fn written(&mut self, level: &Level, n: u32) -> String {
        match level.number(n) {
            Ok(text) => {
                if let Form::Named(name) = &level.form
                    && number::is_disputed(name, n)
                {
                    self.said.disputed.insert(name.clone());
                }
                text
            }
            Err(name) => {
                self.said.unknown.insert(name.to_owned());
                n.to_string()
            }
        }
    }
}

/// The numbering definitions of Word, and the state of counting. Lists with the same abstract
/// definition (the *kind* of a list) share their numbers.
#[derive(Debug, Default)]
pub struct Lists {
    /// The kind of each list, by identifier.
    pub kinds: HashMap<String, String>,
    /// The levels of each kind.
    pub levels: HashMap<(String, usize), Level>,
    /// What a list sets for a level in place of the settings of its kind, by list and level: the
    /// first number, and the definition.
    pub own: HashMap<(String, usize), (Option<u32>, Option<Level>)>,
    /// Lists that have begun.
    begun: HashSet<String>,
    /// The numbers so far.
    pub counter: Counter,
}

impl Lists {
    /// The level of a list that is linked to a paragraph style.
    pub fn level_of(&self, list: &str, style: &str) -> Option<usize> {
        (0..DEEPEST).find(|n| {
            self.level(list, *n)
                .is_some_and(|l| l.style.as_deref() == Some(style))
        })
    }

    fn level(&self, list: &str, n: usize) -> Option<&Level> {
        let own = self.own.get(&(list.to_owned(), n));
        own.and_then(|o| o.1.as_ref())
            .or_else(|| self.levels.get(&(self.kinds.get(list)?.clone(), n)))
    }

    /// Counts the next item of a list; gives the mark before it.
    pub fn next(&mut self, list: &str, n: usize) -> Option<Mark> {
        let kind = self.kinds.get(list)?.clone();
        let levels: Vec<Option<Level>> =
            (0..DEEPEST).map(|n| self.level(list, n).cloned()).collect();
        if self.begun.insert(list.to_owned()) {
            for ((_, at), (start, form)) in self.own.iter().filter(|((id, _), _)| id == list) {
                if let Some(start) = start.or(form.as_ref().map(|f| f.start)) {
                    self.counter.set(&kind, *at, start.checked_sub(1));
                }
            }
        }
        self.counter.count(&kind, &levels, n)
    }
}
