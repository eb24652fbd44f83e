//! Takes the text of `mulu.yaml` and a key; gives its place, for findings. This file must not know
//! which keys are allowed.

use crate::diag::{Diagnostic, Message, Place, Words, yaml};
use std::ops::Range;

/// Finds a top-level key. If the file has it twice, gives the first.
pub(super) fn key_range(text: &str, key: &str) -> Option<Range<usize>> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line
            .strip_prefix(key)
            .is_some_and(|rest| rest.starts_with(':'))
        {
            return Some(at..at + key.len());
        }
        at += line.len();
    }
    None
}

/// Finds every place from `from` on where a name stands like a key, whatever the map.
pub(super) fn keys<'t>(
    text: &'t str,
    from: usize,
    name: &'t str,
) -> impl Iterator<Item = Range<usize>> + 't {
    text[from..]
        .match_indices(name)
        .map(move |(i, _)| from + i..from + i + name.len())
        .filter(|range| {
            let before = text[..range.start].chars().next_back();
            let is_begin =
                before.is_none_or(|c| c.is_whitespace() || matches!(c, '{' | ',' | '"' | '\''));
            is_begin
                && text[range.end..]
                    .trim_start_matches(['"', '\''])
                    .starts_with(':')
        })
}

/// The value on the line of a key, without its quotes and without a remark. It ends before a comma
/// or `}`, because the map may be on one line.
pub(super) fn value<'t>(text: &'t str, key: &Range<usize>) -> &'t str {
    let line = text[key.end..].trim_start_matches(['"', '\'']);
    let line = line.split(['\n', ',', '}']).next().unwrap_or_default();
    let value = line.split(" #").next().unwrap_or_default();
    let value = value.trim_start_matches(':').trim();
    value.trim_matches(['"', '\''])
}

/// Finds a key in the map that is the value of the key `map`, or else finds the key `map` itself.
pub(super) fn in_map(text: &str, map: &str, key: &str) -> Option<Range<usize>> {
    let above = path_range(text, map)?;
    let end = map_end(text, &above);
    let inside = keys(&text[..end], above.end, key).next();
    inside.or(Some(above))
}

/// Where the value of a key ends: before the next line that is indented no deeper than the key. A
/// list may stand below its key without indentation.
fn map_end(text: &str, key: &Range<usize>) -> usize {
    let column = key.start - text[..key.start].rfind('\n').map_or(0, |i| i + 1);
    let mut end = text[key.end..]
        .find('\n')
        .map_or(text.len(), |i| key.end + i + 1);
    for line in text[end..].split_inclusive('\n') {
        let written = line.trim_start_matches(' ');
        let is_nothing = written.trim().is_empty() || written.starts_with('#');
        let indent = line.len() - written.len();
        if !is_nothing && indent <= column && !(indent == column && written.starts_with('-')) {
            break;
        }
        end += line.len();
    }
    end
}

/// Finds `key` (`name` or `path`) of the column after `nth` others; a column comes before those
/// below it. If its value is not `given`, finds the first column with this value, or else the key
/// `columns`. The file may give only the last part of a path.
pub(super) fn in_column(text: &str, nth: usize, key: &str, given: &str) -> Option<Range<usize>> {
    let above = key_range(text, "columns")?;
    let is_given = |range: &Range<usize>| {
        let value = value(text, range);
        let parent = given.strip_suffix(value);
        parent.is_some_and(|parent| parent.is_empty() || parent.ends_with('/'))
    };
    let nth = keys(text, above.end, key).nth(nth).filter(is_given);
    let mut all = keys(text, above.end, key);
    nth.or_else(|| all.find(is_given)).or(Some(above))
}

/// A finding about a part of the file.
pub(super) fn wrong(text: &str, range: Option<Range<usize>>, reason: Words) -> Diagnostic {
    let finding = Diagnostic::new(Message::InvalidConfig {
        reason: reason.into(),
    });
    match range {
        Some(range) => finding.at(Place::new("mulu.yaml", text, range)),
        None => finding.in_file("mulu.yaml"),
    }
}

/// Makes a finding from a message of the YAML reader. The finding is at the second of two equal
/// keys, at a wrong day, or else at `index`. Without `index`, it is at the path that the message
/// names.
pub(super) fn yaml_finding(text: &str, message: &str, index: Option<usize>) -> Diagnostic {
    let reason = yaml::reason(text, message).into();
    let finding = Diagnostic::new(Message::InvalidConfig { reason });
    // for a repeated key, the reader states only where its map begins
    let twice = index.zip(yaml::twice(message)).and_then(|(from, key)| {
        let column = |r: &Range<usize>| {
            text[..r.start]
                .chars()
                .rev()
                .take_while(|c| *c != '\n')
                .count()
        };
        let first = keys(text, from, key).next()?;
        keys(text, first.end, key).find(|r| column(r) == column(&first))
    });
    let day = index.zip(yaml::no_day(message)).and_then(|(from, day)| {
        let at = from + text[from..].find(day)?;
        Some(at..at + day.len())
    });
    let range = twice.or(day).or(index.map(|i| i..i));
    match range.or_else(|| path_range(text, yaml::path(message)?)) {
        Some(range) => finding.at(Place::new("mulu.yaml", text, range)),
        None => finding.in_file("mulu.yaml"),
    }
}

/// Finds a key by its path, such as `a.b`. For a path through a list, finds the list.
pub(super) fn path_range(text: &str, path: &str) -> Option<Range<usize>> {
    let path = path.split('[').next().unwrap_or_default();
    let mut found: Option<Range<usize>> = None;
    for name in path.split('.') {
        found = Some(match found {
            None => key_range(text, name)?,
            Some(above) => keys(&text[..map_end(text, &above)], above.end, name).next()?,
        });
    }
    found
}
