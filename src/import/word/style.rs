//! Takes the styles of a Word file; gives what each says about paragraphs and runs. A style
//! inherits from the style on which it is based. This file must not know the document's text.

use super::Local;
use roxmltree::{Document, Node};
use std::collections::HashMap;

/// A style with its inherited properties.
#[derive(Clone, Debug, Default)]
pub(super) struct Style {
    /// The level of the heading that the style makes, from 1.
    pub(super) level: Option<u8>,
    /// Whether it is the style of the title.
    pub(super) is_title: bool,
    /// Whether text in this style is hidden.
    pub(super) is_hidden: bool,
    /// The list that numbers the paragraphs of the style, and the level in it.
    pub(super) list: Option<(String, usize)>,
}

/// The maximum number of styles in a chain of inheritance.
const LONGEST_CHAIN: usize = 10;

/// The styles of a file by their identifiers.
pub(super) fn read(document: &Document<'_>) -> HashMap<String, Style> {
    let all: Vec<Node<'_, '_>> = document
        .root_element()
        .children()
        .filter(|n| n.has_tag_name_local("style"))
        .collect();
    let by_id: HashMap<&str, Node<'_, '_>> = all
        .iter()
        .filter_map(|s| Some((s.attr("styleId")?, *s)))
        .collect();
    let mut styles = HashMap::new();
    for (id, style) in &by_id {
        let mut found = Style::default();
        let mut next = Some(*style);
        let mut hidden = None;
        for _ in 0..LONGEST_CHAIN {
            let Some(style) = next else { break };
            let name = style
                .child("name")
                .and_then(|n| n.attr("val").map(str::to_lowercase))
                .unwrap_or_default();
            let by_name = name
                .strip_prefix("heading ")
                .or_else(|| name.strip_prefix("标题 "))
                .and_then(|n| n.trim().parse::<u8>().ok())
                .filter(|n| *n > 0);
            found.is_title |= name == "title" || name == "标题";
            found.level = found
                .level
                .or(by_name)
                .or(style.child("pPr").and_then(outline));
            hidden = hidden.or(style
                .child("rPr")
                .and_then(|p| p.child("vanish"))
                .map(|v| super::is_set(v)));
            let list = style
                .child("pPr")
                .and_then(|p| p.child("numPr"))
                .and_then(list);
            found.list = found.list.or(list);
            next = style
                .child("basedOn")
                .and_then(|b| by_id.get(b.attr("val")?).copied());
        }
        found.is_hidden = hidden == Some(true);
        if found.is_title {
            found.level = None;
        }
        // a heading of level n counts at level n of its list, unless the style names another level
        if let (Some((_, at)), Some(level)) = (&mut found.list, found.level)
            && *at == 0
        {
            *at = usize::from(level).saturating_sub(1);
        }
        styles.insert((*id).to_owned(), found);
    }
    styles
}

/// The outline level of a paragraph, from 1.
pub(super) fn outline(properties: Node<'_, '_>) -> Option<u8> {
    properties
        .child("outlineLvl")
        .and_then(|o| o.attr("val")?.parse::<u8>().ok())
        .filter(|n| *n < 9)
        .map(|n| n + 1)
}

/// The list and the level that paragraph properties name.
pub(super) fn list(properties: Node<'_, '_>) -> Option<(String, usize)> {
    let list = properties.child("numId")?.attr("val")?.to_owned();
    Some((list, level(properties).unwrap_or(0)))
}

/// The level of a list that paragraph properties name.
pub(super) fn level(properties: Node<'_, '_>) -> Option<usize> {
    let level = properties.child("ilvl")?.attr("val")?.parse().ok();
    level.map(|l: usize| l.min(8))
}
