//! Takes lines of `name: value`, nested by indentation; gives a tree with the place of every name
//! and value.
//!
//! The YAML reader gives no places, but findings about the figures of a table need them. This file
//! must not know what the names mean.

use std::ops::Range;

/// One line, with the lines indented below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// The text before the colon, without quotes; empty on a line without a colon.
    pub name: String,
    /// The place of the name, with its quotes; the whole line if there is no colon.
    pub name_range: Range<usize>,
    /// The place of the value, without a comment; empty if there is no value; the whole line if
    /// there is no colon.
    pub value: Range<usize>,
    /// The lines indented below this one.
    pub children: Vec<Node>,
}

/// Reads the lines of `text` in `range`, except empty lines and comments.
pub fn outline(text: &str, range: Range<usize>) -> Vec<Node> {
    let mut lines = Vec::new();
    let mut start = range.start;
    for raw in text.get(range).unwrap_or_default().split_inclusive('\n') {
        let content = raw.trim_end();
        let indent = content.len() - content.trim_start().len();
        if content.len() > indent && !content[indent..].starts_with('#') {
            lines.push((indent, node(text, start + indent..start + content.len())));
        }
        start += raw.len();
    }
    let mut lines = lines.into_iter().peekable();
    let mut nodes = Vec::new();
    while lines.peek().is_some() {
        nodes.extend(below(&mut lines, 0));
    }
    nodes
}

/// The lines that are indented by at least a given width.
fn below(
    lines: &mut std::iter::Peekable<std::vec::IntoIter<(usize, Node)>>,
    least: usize,
) -> Vec<Node> {
    let mut nodes = Vec::new();
    while let Some((indent, mut node)) = lines.next_if(|(indent, _)| *indent >= least) {
        node.children = below(lines, indent + 1);
        nodes.push(node);
    }
    nodes
}

fn node(text: &str, range: Range<usize>) -> Node {
    let line = &text[range.clone()];
    let colon = line.char_indices().find(|(i, c)| {
        *c == '：' || (*c == ':' && line[i + 1..].chars().next().is_none_or(char::is_whitespace))
    });
    let Some((colon, mark)) = colon else {
        return Node {
            name: String::new(),
            name_range: range.clone(),
            value: range,
            children: Vec::new(),
        };
    };
    let name = line[..colon].trim_end();
    let rest = &line[colon + mark.len_utf8()..];
    let value = rest.find(" #").map_or(rest, |comment| &rest[..comment]);
    let at = range.start + colon + mark.len_utf8() + (value.len() - value.trim_start().len());
    Node {
        name: name.trim_matches(['"', '\'']).to_owned(),
        name_range: range.start..range.start + name.len(),
        value: at..at + value.trim().len(),
        children: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_stand_in_a_tree_with_their_places() {
        let text = "甲:\n  # 注\n  乙: 1 2 # 三\n  \"丙\":\n    丁：3\n戊: 4\n无冒号\n";
        let nodes = outline(text, 0..text.len());
        let names: Vec<&str> = nodes.iter().map(|n| n.name.as_str()).collect();
        assert_eq!(names, ["甲", "戊", ""]);
        let inner = &nodes[0].children;
        assert_eq!(&text[inner[0].value.clone()], "1 2");
        assert_eq!(inner[1].name, "丙");
        assert_eq!(&text[inner[1].children[0].value.clone()], "3");
        assert_eq!(&text[nodes[2].value.clone()], "无冒号");
    }
}
