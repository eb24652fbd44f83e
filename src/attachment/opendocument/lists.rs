//! Takes the list styles and list elements of an OpenDocument file (ISO/IEC 26300-1, 16.30 to
//! 16.34); gives the mark (number or bullet) before each item. This file must not know the text of
//! the items.

use crate::attachment::Unread;
use crate::attachment::numbering::{After, Counter, DEEPEST, Form, Level, Mark, Part};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::HashMap;

/// The key of the numbering of headings, which has no name in the file.
const OUTLINE: &str = "";

/// The list styles of a file, and the lists that are open.
#[derive(Default)]
pub(super) struct Lists {
    /// The levels of each list style.
    styles: HashMap<String, Vec<Option<Level>>>,
    /// The list style of each paragraph style, and the style on which it is based.
    paragraphs: HashMap<String, (Option<String>, Option<String>)>,
    pub(super) counter: Counter,
    /// The open lists, the innermost last.
    open: Vec<Open>,
    /// The lists around open cells and boxes.
    around: Vec<Vec<Open>>,
    /// The list of each identifier.
    known: HashMap<String, String>,
    /// The last list of each style.
    last: HashMap<String, String>,
    /// The number of the lists so far.
    made: usize,
    /// Whether a list had no definition.
    pub(super) is_undefined: bool,
}

/// A list that is open.
struct Open {
    list: String,
    style: Option<String>,
    /// Whether the next paragraph is the first of its item and has the mark.
    is_waiting: bool,
}

impl Lists {
    /// Reads the styles in a part of a file.
    pub(super) fn define(&mut self, xml: &str) -> Result<(), Unread> {
        let mut reader = Reader::from_str(xml);
        reader.config_mut().check_end_names = false;
        let mut style = String::new();
        let mut at = None;
        loop {
            let event = reader.read_event().map_err(|_| Unread::Damaged)?;
            let (Event::Start(e) | Event::Empty(e)) = event else {
                if event == Event::Eof {
                    return Ok(());
                }
                continue;
            };
            match e.local_name().into_inner() {
                "list-style" => style = attribute(&e, "name").unwrap_or_default(),
                "outline-style" => style = OUTLINE.to_owned(),
                "style" => {
                    let name = attribute(&e, "name").unwrap_or_default();
                    let list = attribute(&e, "list-style-name").filter(|l| !l.is_empty());
                    let parent = attribute(&e, "parent-style-name");
                    self.paragraphs.insert(name, (list, parent));
                }
                name @ ("list-level-style-number"
                | "list-level-style-bullet"
                | "list-level-style-image"
                | "outline-level-style") => {
                    let levels = self.styles.entry(style.clone()).or_default();
                    let n = attribute(&e, "level").and_then(|n| n.parse::<usize>().ok());
                    at = n.and_then(|n| n.checked_sub(1)).filter(|n| *n <= DEEPEST);
                    if let Some(n) = at {
                        let level = level(&e, name, n, levels);
                        levels.resize(levels.len().max(n + 1), None);
                        levels[n] = Some(level);
                    }
                }
                "list-level-label-alignment" => {
                    let levels = self.styles.get_mut(&style);
                    if let Some(Some(level)) = levels.zip(at).and_then(|(l, n)| l.get_mut(n))
                        && attribute(&e, "label-followed-by").as_deref() == Some("nothing")
                    {
                        level.after = After::Nothing;
                    }
                }
                _ => {}
            }
        }
    }

    pub(super) fn begin(&mut self, e: &BytesStart<'_>) {
        let outer = self.open.last();
        let style = attribute(e, "style-name").or_else(|| outer?.style.clone());
        let list = match outer {
            Some(outer) => outer.list.clone(),
            None => {
                let by_style = style.clone().unwrap_or_default();
                let earlier = attribute(e, "continue-list").and_then(|id| self.known.get(&id));
                let is_on = attribute(e, "continue-numbering").as_deref() == Some("true");
                let same = is_on.then(|| self.last.get(&by_style)).flatten();
                let list = earlier.or(same).cloned().unwrap_or_else(|| {
                    self.made += 1;
                    self.made.to_string()
                });
                self.last.insert(by_style, list.clone());
                if let Some(id) = attribute(e, "id") {
                    self.known.insert(id, list.clone());
                }
                list
            }
        };
        self.open.push(Open {
            list,
            style,
            is_waiting: false,
        });
    }

    pub(super) fn end(&mut self) {
        self.open.pop();
    }

    pub(super) fn item(&mut self, e: &BytesStart<'_>) {
        let depth = self.open.len().saturating_sub(1);
        let Some(open) = self.open.last_mut() else {
            return;
        };
        open.is_waiting = true;
        if let Some(start) = attribute(e, "start-value").and_then(|n| n.parse::<u32>().ok()) {
            self.counter.set(&open.list, depth, start.checked_sub(1));
        }
    }

    /// Begins a cell or box. Lists inside do not continue those around it.
    pub(super) fn enter(&mut self) {
        self.around.push(std::mem::take(&mut self.open));
    }

    /// Ends a cell or box.
    pub(super) fn leave(&mut self) {
        self.open = self.around.pop().unwrap_or_default();
    }

    /// The mark before a paragraph with this style; `heading` is its level, or 0. An item of a list
    /// has a mark only before its first paragraph.
    pub(super) fn mark(&mut self, heading: u8, paragraph: &str) -> Option<Mark> {
        let Some(depth) = self.open.len().checked_sub(1) else {
            let level = usize::from(heading).checked_sub(1)?;
            let levels = self.styles.get(OUTLINE)?;
            return self.counter.count(OUTLINE, levels, level);
        };
        let open = &mut self.open[depth];
        if !std::mem::take(&mut open.is_waiting) {
            return None;
        }
        let list = open.list.clone();
        let style = open.style.clone().or_else(|| self.of_paragraph(paragraph));
        let mark = style
            .and_then(|style| self.styles.get(&style))
            .and_then(|levels| self.counter.count(&list, levels, depth));
        self.is_undefined |= mark.is_none();
        mark
    }

    /// Sets the number of the next heading of a level.
    pub(super) fn restart(&mut self, level: u8, start: u32) {
        if let Some(level) = usize::from(level).checked_sub(1) {
            self.counter.set(OUTLINE, level, start.checked_sub(1));
        }
    }

    /// The list style that a paragraph style names or inherits.
    fn of_paragraph(&self, style: &str) -> Option<String> {
        let mut next = style;
        for _ in 0..16 {
            let (list, parent) = self.paragraphs.get(next)?;
            if list.is_some() {
                return list.clone();
            }
            next = parent.as_deref()?;
        }
        None
    }
}

/// A level of a list style. `before` are the levels that the file defines before it.
fn level(e: &BytesStart<'_>, name: &str, n: usize, before: &[Option<Level>]) -> Level {
    let value = |key: &str| attribute(e, key).unwrap_or_default();
    let is_number = matches!(name, "list-level-style-number" | "outline-level-style");
    let form = match is_number {
        true => form(&value("num-format")),
        false => Form::Named("bullet".to_owned()),
    };
    let pattern = attribute(e, "num-list-format").filter(|_| is_number);
    let text = match pattern {
        Some(pattern) => parts(&pattern),
        None => {
            let shown = value("display-levels").parse().unwrap_or(1).clamp(1, n + 1);
            let has_number = |at: &usize| {
                let form = match before.get(*at) {
                    _ if *at == n => Some(&form),
                    level => level.and_then(Option::as_ref).map(|l| &l.form),
                };
                form.is_some_and(|f| *f != Form::Named("none".to_owned()))
            };
            let mut text = vec![Part::Text(value("num-prefix"))];
            for at in (n + 1 - shown..=n).filter(has_number) {
                if text.len() > 1 {
                    text.push(Part::Text(".".to_owned()));
                }
                text.push(Part::Number(at));
            }
            text.push(Part::Text(value("num-suffix")));
            text.retain(|part| !matches!(part, Part::Text(text) if text.is_empty()));
            text
        }
    };
    Level {
        start: value("start-value").parse().unwrap_or(1),
        form,
        text,
        after: After::Gap,
        is_legal: false,
        restart: None,
        style: None,
    }
}

/// The parts of a mark that names levels between percent signs: `第%1%条`.
fn parts(pattern: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut rest = pattern;
    while let Some((before, level, after)) = first_level(rest) {
        if !before.is_empty() {
            parts.push(Part::Text(before.to_owned()));
        }
        parts.push(Part::Number(level));
        rest = after;
    }
    if !rest.is_empty() {
        parts.push(Part::Text(rest.to_owned()));
    }
    parts
}

/// The first level that a pattern names, counted from 0, with the text before and after it.
fn first_level(pattern: &str) -> Option<(&str, usize, &str)> {
    pattern.match_indices('%').find_map(|(at, _)| {
        let (name, after) = pattern[at + 1..].split_once('%')?;
        let level = name.parse::<usize>().ok()?.checked_sub(1)?;
        (level <= DEEPEST).then_some((&pattern[..at], level, after))
    })
}

/// The number format that OpenDocument names by its first numbers.
fn form(written: &str) -> Form {
    let mut first = written.split(',').map(str::trim);
    let named = match (first.next().unwrap_or_default(), first.next()) {
        ("", _) => "none",
        ("1", _) => "decimal",
        ("a", _) => "lowerLetter",
        ("A", _) => "upperLetter",
        ("i", _) => "lowerRoman",
        ("I", _) => "upperRoman",
        ("一", _) => "chineseCountingThousand",
        ("壹", Some("贰")) => "chineseLegalSimplified",
        ("壹", _) => "ideographLegalTraditional",
        ("壱", _) => "japaneseLegal",
        ("甲", _) => "ideographTraditional",
        ("子", _) => "ideographZodiac",
        ("①", _) => "decimalEnclosedCircle",
        ("１", _) => "decimalFullWidth",
        ("1st", _) => "ordinal",
        (padded, _) if padded.starts_with('0') => return Form::Own(written.to_owned()),
        _ => written,
    };
    Form::Named(named.to_owned())
}

/// The value of an attribute, whatever its prefix.
pub(super) fn attribute(e: &BytesStart<'_>, key: &str) -> Option<String> {
    e.attributes()
        .flatten()
        .find(|a| a.key.local_name().into_inner() == key)
        .map(|a| a.value.as_ref().to_owned())
}
