//! Takes a formula of a Word file (OMML; ECMA-376, part 1, 22.1); gives its text if it can be
//! written on one line, and `None` if it has a fraction, a root or another structure that a line
//! cannot show. This file must not know paragraphs.

use super::Local;
use crate::import::page::script;
use crate::parse::markdown::Position;
use roxmltree::Node;

/// The text of a formula that can be written on one line.
pub(super) fn line(formula: Node<'_, '_>) -> Option<String> {
    shape(formula, 0)
}

fn shape(node: Node<'_, '_>, depth: usize) -> Option<String> {
    if depth > 16 {
        return None;
    }
    let part = |name: &str| node.child(name).and_then(|n| shape(n, depth + 1));
    match node.tag_name().name() {
        "t" => Some(node.text().unwrap_or_default().to_owned()),
        "sSup" => Some(part("e")? + &script(&part("sup")?, Position::Superscript)?),
        "sSub" => Some(part("e")? + &script(&part("sub")?, Position::Subscript)?),
        "d" => {
            let sign = |name: &str, usual: &str| {
                let own = node.child("dPr").and_then(|p| p.child(name));
                own.and_then(|c| c.attr("val")).unwrap_or(usual).to_owned()
            };
            let parts: Option<Vec<String>> = node
                .children()
                .filter(|n| n.has_tag_name_local("e"))
                .map(|e| shape(e, depth + 1))
                .collect();
            let inner = parts?.join(&sign("sepChr", "|"));
            Some(sign("begChr", "(") + &inner + &sign("endChr", ")"))
        }
        "oMath" | "oMathPara" | "r" | "e" | "sup" | "sub" => node
            .children()
            .filter(Node::is_element)
            .map(|child| shape(child, depth + 1))
            .collect(),
        name if name.ends_with("Pr") => Some(String::new()),
        "bookmarkStart" | "bookmarkEnd" | "proofErr" => Some(String::new()),
        _ => None,
    }
}

/// The characters of a formula, with which an editor can find it in the original.
pub(super) fn characters(formula: Node<'_, '_>) -> String {
    let all: String = formula
        .descendants()
        .filter(|n| n.has_tag_name_local("t"))
        .filter_map(|n| n.text())
        .collect();
    let mut short: String = all.chars().take(30).collect();
    if short.len() < all.len() {
        short.push('…');
    }
    short
}
