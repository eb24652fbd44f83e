//! Takes nothing; defines the places where a value may be read: a line or cell, meta tags, the name
//! of a file or folder, a ledger, an option. This file must not know what the value means.

use crate::catalogue::secrecy::CELL;
use crate::diag::{Words, words};

/// Where a value was read.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum At {
    /// In a line of the original.
    Line(Line),
    /// In the meta tags of the page.
    Meta,
    /// In the name of the file, or in the title of the page.
    Name(String),
    /// In several lines, or not in a line; [`At::place`] says "the whole text".
    #[default]
    Whole,
    /// In a cell of a ledger.
    Cell {
        /// The ledger and its cell.
        place: Words,
        /// The text of the cell.
        text: String,
    },
    /// Nowhere: the value is the next free index number.
    Counted,
    /// In the name of the original's folder.
    Folder(String),
    /// On the command line.
    Command,
}

/// A line of an original.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Line {
    /// Its number, from 1.
    pub(super) number: usize,
    /// In a table's row: the number of the cell, from 1.
    pub(super) cell: Option<usize>,
    /// The line itself.
    pub(super) text: String,
    /// Which lines the number counts.
    pub(super) counted: Counted,
}

/// Which lines of an original are counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Counted {
    /// Only lines with text, because the original has no line numbers.
    #[default]
    WithText,
    /// All lines, as a text editor counts them.
    All,
}

impl Line {
    /// The line with this number. In a table's row, the cell with `value` is the place.
    pub(super) fn new(number: usize, text: &str, value: &str, counted: Counted) -> Line {
        let is_row = text.contains(CELL);
        let before = text.find(value).filter(|_| is_row && !value.is_empty());
        Line {
            number,
            cell: before.map(|at| text[..at].matches(CELL).count() + 1),
            text: text.replace(CELL, " | ").trim().to_owned(),
            counted,
        }
    }
}

impl At {
    /// The place in words.
    pub(super) fn place(&self) -> Words {
        match self {
            At::Line(line) => {
                let (zh, en) = match line.counted {
                    Counted::All => ("", "line"),
                    Counted::WithText => ("文字", "line of text"),
                };
                let n = line.number;
                match line.cell {
                    Some(cell) => words(
                        format!("{zh}第 {n} 行第 {cell} 格"),
                        format!("{en} {n}, cell {cell}"),
                    ),
                    None => words(format!("{zh}第 {n} 行"), format!("{en} {n}")),
                }
            }
            At::Meta => words("网页的 meta 标签", "meta tags of the page"),
            At::Name(_) => words("文件名或网页题名", "name of the file or the page"),
            At::Whole => words("全文", "the whole text"),
            At::Cell { place, .. } => place.clone(),
            At::Counted => words(
                "顺次编号（--assign-numbers）",
                "the next free number (--assign-numbers)",
            ),
            At::Command => words("命令行（--category）", "the command line (--category)"),
            At::Folder(_) => words(
                "所在文件夹（--category-from-folder）",
                "its folder (--category-from-folder)",
            ),
        }
    }

    /// The words of the original at this place; empty where none are kept.
    pub(super) fn words(&self) -> &str {
        match self {
            At::Line(line) => &line.text,
            At::Name(text) | At::Cell { text, .. } | At::Folder(text) => text,
            At::Meta | At::Whole | At::Counted | At::Command => "",
        }
    }
}
