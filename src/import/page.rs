//! Takes nothing; defines the content of an old page or office file: blocks of text in order, with
//! the files that they name. The head of the page gives the front matter, and the rest gives the
//! Markdown text. This file must not know any format.

use super::at::Counted;
use crate::catalogue::Field;
pub(super) use crate::catalogue::secrecy::CELL;
use crate::diag::{Diagnostic, Words, words};
use crate::parse::markdown::Position;
use unicode_normalization::UnicodeNormalization;

/// The content of an old page or file.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// Values from the page's meta tags, one for each field.
    pub(super) meta: Vec<(Field, String)>,
    /// Possible titles that are only hints: of a web page, the first heading of level 1 and the
    /// title of the window; of a Word file, its first paragraph in a title style; of a message, its
    /// subject.
    pub(super) hints: Vec<String>,
    /// The name of the page's file, if it may be a title.
    pub(super) name: Option<String>,
    /// All blocks, in order.
    pub(super) blocks: Vec<Block>,
    /// The blocks as they were before the repair, if the page was repaired.
    pub(super) original: Option<Vec<Block>>,
    /// The range of the blocks that are the text, if the page marks it or it could be guessed.
    pub(super) text: Option<std::ops::Range<usize>>,
    /// Whether `text` is a guess.
    pub(super) is_text_guessed: bool,
    /// Addresses of attachments that were not saved beside the page, each once.
    pub(super) unfetched: Vec<String>,
    /// The files that belong to the page: the path by which the blocks refer to each, and its
    /// bytes.
    pub(super) files: Vec<(String, Vec<u8>)>,
    /// Notes at the foot, by their labels.
    pub(super) footnotes: Vec<(String, Vec<Span>)>,
    /// Where files of the page are on the disk: the path in the blocks, and the path on the disk.
    pub(super) taken: Vec<(String, std::path::PathBuf)>,
    /// Files that belong to the page and exist, but cannot be read.
    pub(super) unread: Vec<(std::path::PathBuf, Diagnostic)>,
    /// Text outside the blocks that may restrict disclosure, such as headers, footers, comments and
    /// hidden text.
    pub(super) marks: Vec<String>,
    /// How the lines of the original are counted.
    pub(super) counted: Counted,
    /// Content that could not be taken over.
    pub(super) left_out: Vec<Words>,
    /// Content that was taken over but should be checked.
    pub(super) doubts: Vec<Words>,
}

/// A block of text.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Block {
    /// A paragraph (level 0), or a heading of level 1 or more.
    Text { level: u8, spans: Vec<Span> },
    /// An item of a list, with its depth, and with its number if it has one.
    Item {
        depth: usize,
        number: Option<u32>,
        spans: Vec<Span>,
    },
    /// Rows of cells.
    Table(Vec<Vec<Vec<Span>>>),
}

/// A piece of text with one format.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Span {
    /// The text. A line feed in it is a line break.
    pub(super) text: String,
    /// Whether the text is emphasised.
    pub(super) strong: bool,
    /// Whether the text is struck out.
    pub(super) struck: bool,
    /// The target, if the text is a link and the target is known.
    pub(super) link: Option<String>,
    /// Whether the text is that of a link, even if the target is unknown.
    pub(super) is_link: bool,
    /// Whether the link leads nowhere, as a button does.
    pub(super) is_button: bool,
    /// The image in place of the text.
    pub(super) image: Option<String>,
    /// The label of the footnote to which the piece refers.
    pub(super) note: Option<String>,
}

/// The largest file that is read, in bytes.
pub(super) const LARGEST: u64 = 64 << 20;

impl Span {
    pub(super) fn text(text: impl Into<String>) -> Span {
        Span {
            text: text.into(),
            ..Span::default()
        }
    }
}

/// The message about a table that had merged cells.
pub(super) const MERGED: (&str, &str) = (
    "表格中有合并的单元格，Markdown 没有这种写法，已拆开（上下合并的在每行重复）",
    "a table has merged cells, which Markdown does not have; they were divided, and a cell over several rows is repeated in each row",
);

impl Block {
    /// The block's text as lines, as a person sees it.
    pub(super) fn lines(&self) -> Vec<String> {
        match self {
            Block::Text { spans, .. } | Block::Item { spans, .. } => {
                plain(spans).split('\n').map(str::to_owned).collect()
            }
            Block::Table(rows) => rows
                .iter()
                .map(|row| {
                    row.iter()
                        .map(|cell| plain(cell).replace('\n', " "))
                        .collect::<Vec<_>>()
                        .join(&CELL.to_string())
                })
                .collect(),
        }
    }

    /// All pieces of text in the block.
    pub(super) fn spans(&self) -> Vec<&Span> {
        match self {
            Block::Text { spans, .. } | Block::Item { spans, .. } => spans.iter().collect(),
            Block::Table(rows) => rows.iter().flatten().flatten().collect(),
        }
    }

    /// All pieces of text in the block, mutable.
    pub(super) fn spans_mut(&mut self) -> Vec<&mut Span> {
        match self {
            Block::Text { spans, .. } | Block::Item { spans, .. } => spans.iter_mut().collect(),
            Block::Table(rows) => rows.iter_mut().flatten().flatten().collect(),
        }
    }

    /// Whether the block has neither text, image nor note.
    pub(super) fn is_empty(&self) -> bool {
        let nothing = |spans: &[Span]| {
            spans
                .iter()
                .all(|s| s.text.trim().is_empty() && s.image.is_none() && s.note.is_none())
        };
        match self {
            Block::Text { spans, .. } | Block::Item { spans, .. } => nothing(spans),
            Block::Table(rows) => rows.iter().flatten().all(|cell| nothing(cell)),
        }
    }
}

pub(super) fn plain(spans: &[Span]) -> String {
    spans.iter().map(|s| s.text.as_str()).collect()
}

/// The message about superscripts and subscripts that become plain text.
pub(super) const RAISED: (&str, &str) = (
    "上标、下标已按普通文字导入",
    "superscripts and subscripts were imported as plain text",
);

/// A text in Unicode's superscript or subscript characters; `None` if a character has no such form.
pub(super) fn script(text: &str, position: Position) -> Option<String> {
    let (plain, forms) = match position {
        Position::Superscript => ("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ"),
        Position::Subscript => ("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎"),
    };
    text.chars()
        .map(|c| {
            plain
                .chars()
                .position(|p| p == c)
                .and_then(|i| forms.chars().nth(i))
        })
        .collect()
}

/// Whether a file is an image that browsers can show.
pub(super) fn is_image(name: &str) -> bool {
    [".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg"]
        .iter()
        .any(|e| name.to_ascii_lowercase().ends_with(e))
}

/// Whether a path has the ending of an office file, an archive or a plain text, so that a link to
/// it is an attachment.
pub(super) fn is_of_office(path: &str) -> bool {
    const ENDINGS: [&str; 19] = [
        "doc", "docx", "wps", "xls", "xlsx", "et", "ppt", "pptx", "dps", "pdf", "ofd", "ceb",
        "zip", "rar", "7z", "txt", "csv", "rtf", "odt",
    ];
    path.rsplit_once('.')
        .is_some_and(|(_, e)| ENDINGS.contains(&e.to_ascii_lowercase().as_str()))
}

/// A file name in which `-` replaces the characters that a system forbids or that have a meaning in
/// an address. Dots, `~`, `$` and white space at its ends are removed. The stem has at most 80
/// characters. An empty stem and the names CON, PRN, AUX and NUL, which Windows reserves, get an
/// underscore.
pub(super) fn file_name(written: &str) -> String {
    let name: String = written
        .nfc()
        .map(|c| {
            if c.is_control() || "<>:\"/\\|?*#%".contains(c) {
                '-'
            } else {
                c
            }
        })
        .collect();
    let name = name.trim_matches(|c: char| c == '.' || c == '~' || c == '$' || c.is_whitespace());
    let (stem, ending) = match name.rsplit_once('.') {
        Some((stem, ending)) if ending.len() <= 8 => (stem, format!(".{ending}")),
        _ => (name, String::new()),
    };
    let reserved = ["con", "prn", "aux", "nul"].contains(&stem.to_ascii_lowercase().as_str());
    let stem: String = stem.chars().take(80).collect();
    if stem.is_empty() || reserved {
        format!("{stem}_{ending}")
    } else {
        format!("{stem}{ending}")
    }
}

impl Page {
    /// Splits text blocks into lines, so that a head and the text below it are separate.
    pub(super) fn split_lines(&mut self) {
        let mut places = Vec::with_capacity(self.blocks.len() + 1);
        let mut split = Vec::with_capacity(self.blocks.len());
        for block in std::mem::take(&mut self.blocks) {
            places.push(split.len());
            match block {
                Block::Text { level, spans } if plain(&spans).contains('\n') => {
                    let mut line = Vec::new();
                    for span in spans {
                        for (i, text) in span.text.split('\n').enumerate() {
                            if i > 0 {
                                split.push(Block::Text {
                                    level,
                                    spans: std::mem::take(&mut line),
                                });
                            }
                            let is_sign = span.image.is_some() || span.note.is_some();
                            if !text.is_empty() || is_sign {
                                line.push(Span {
                                    text: text.to_owned(),
                                    ..span.clone()
                                });
                            }
                        }
                    }
                    split.push(Block::Text { level, spans: line });
                }
                block => split.push(block),
            }
        }
        places.push(split.len());
        self.blocks = split;
        self.text = self.text.take().map(|t| places[t.start]..places[t.end]);
    }

    /// Records a doubt, unless it is recorded already.
    pub(super) fn doubt(&mut self, zh: impl Into<String>, en: impl Into<String>) {
        let note = words(zh, en);
        if !self.doubts.contains(&note) {
            self.doubts.push(note);
        }
    }

    /// Adds a file under a name that no other file of the page has; gives the name. A file with the
    /// content of an earlier one is not added again; it gets the name of the earlier one.
    pub(super) fn add_file(&mut self, name: &str, bytes: Vec<u8>) -> String {
        let name = file_name(name);
        let name = name.as_str();
        if let Some((known, _)) = self.files.iter().find(|(_, b)| *b == bytes) {
            return known.clone();
        }
        let (stem, ending) = name
            .rsplit_once('.')
            .map_or((name, String::new()), |(s, e)| (s, format!(".{e}")));
        let taken = |name: &str| self.files.iter().any(|(n, _)| n.eq_ignore_ascii_case(name));
        let free = std::iter::once(name.to_owned())
            .chain((2..).map(|n| format!("{stem}-{n}{ending}")))
            .find(|n| !taken(n))
            .unwrap_or_default();
        self.files.push((free.clone(), bytes));
        free
    }

    /// Records the address of an attachment that was not saved beside the page.
    pub(super) fn unfetched(&mut self, address: &str) {
        if !self.unfetched.iter().any(|a| a == address) {
            self.unfetched.push(address.to_owned());
        }
    }

    /// Records what was left out, unless it is recorded already.
    pub(super) fn leave_out(&mut self, zh: impl Into<String>, en: impl Into<String>) {
        let note = words(zh, en);
        if !self.left_out.contains(&note) {
            self.left_out.push(note);
        }
    }
}
