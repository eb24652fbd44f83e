//! Defines the text of an office file in order, for all formats: paragraphs, tables, notes, and
//! what was left out or changed. This file must not know any format.

use super::numbering::{Mark, Said};
use std::collections::BTreeSet;

/// The text of an office file.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// Its paragraphs and tables, in order.
    pub blocks: Vec<Block>,
    /// Its notes. A paragraph refers to a note by its index.
    pub notes: Vec<String>,
    /// Text outside the body or not visible, such as headers, comments, hidden text.
    pub marks: Vec<String>,
    /// What was left out or changed.
    pub lost: BTreeSet<Lost>,
    /// The names of its electronic seals.
    pub seals: Vec<String>,
    /// The number formats of which the user must be told: unknown ones, and ones that programs show
    /// differently.
    pub said: Said,
    /// For each table of a workbook, the places of its cells.
    pub sheets: Vec<SheetPlace>,
}

/// The places of a table's cells in a workbook.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct SheetPlace {
    /// The name of the sheet.
    pub name: String,
    /// The number of each row, from 0.
    pub rows: Vec<usize>,
    /// The number of each column, from 0.
    pub columns: Vec<usize>,
}

/// A paragraph or a table.
#[derive(Debug, PartialEq, Eq)]
pub enum Block {
    /// A paragraph (level 0), or a heading of level 1 or more.
    Text {
        /// The level of the heading.
        level: u8,
        /// Its pieces.
        pieces: Vec<Piece>,
    },
    /// An item of a list, with its depth, and with its number if it has one.
    Item {
        /// The depth of the item, from 0.
        depth: usize,
        /// The number of the item, which the file shows with a full stop after it.
        number: Option<u32>,
        /// Its pieces.
        pieces: Vec<Piece>,
    },
    /// Rows of cells.
    Table(Vec<Vec<String>>),
}

/// A piece of a paragraph.
#[derive(Debug, PartialEq, Eq)]
pub enum Piece {
    /// Text.
    Text(String),
    /// A reference to a note, by its index.
    Note(usize),
}

/// What was left out of a document, or differs from what the file shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lost {
    /// Tracked changes: they are taken as accepted.
    Tracked,
    /// Comments.
    Comments,
    /// Headers and footers.
    Headers,
    /// Hidden text.
    Hidden,
    /// Pictures and drawings.
    Pictures,
    /// Automatic numbers before paragraphs.
    Numbers,
    /// Text boxes: their text is moved to the end.
    Boxes,
    /// Hidden sheets.
    Sheets,
    /// Hidden rows and columns of a sheet: their cells are kept.
    Cells,
    /// Hidden slides.
    Slides,
    /// The ends of paragraphs: they are inferred from lines.
    Lines,
    /// Pages that are pictures without text.
    Scans,
    /// Cells, rows or pages beyond the limits.
    Rest,
}

impl Document {
    /// Adds a paragraph, unless it is empty.
    pub(super) fn say(&mut self, level: u8, text: &str) {
        if !text.trim().is_empty() {
            self.blocks.push(Block::Text {
                level,
                pieces: vec![Piece::Text(text.to_owned())],
            });
        }
    }

    /// Adds a paragraph or heading with the number or bullet before it (`mark`). One without text
    /// is left out, unless it has a number.
    pub(super) fn marked(&mut self, level: u8, mark: Option<Mark>, mut pieces: Vec<Piece>) {
        let block = match mark {
            Some(Mark::Bullet(depth)) if level == 0 => Block::Item {
                depth,
                number: None,
                pieces,
            },
            Some(Mark::Number(number)) if level == 0 => Block::Item {
                depth: 0,
                number: Some(number),
                pieces,
            },
            mark => {
                let mark = mark.as_ref().and_then(Mark::text);
                pieces.splice(0..0, mark.map(Piece::Text));
                Block::Text { level, pieces }
            }
        };
        let (Block::Text { pieces, .. } | Block::Item { pieces, .. }) = &block else {
            return;
        };
        let is_blank = |p: &Piece| matches!(p, Piece::Text(text) if text.trim().is_empty());
        if !pieces.iter().all(is_blank)
            || matches!(
                block,
                Block::Item {
                    number: Some(_),
                    ..
                }
            )
        {
            self.blocks.push(block);
        }
    }

    /// The whole text: a line for each paragraph, cell, note and entry of `marks`.
    pub fn text(&self) -> String {
        let mut out = String::new();
        for block in &self.blocks {
            match block {
                Block::Text { pieces, .. } | Block::Item { pieces, .. } => {
                    for piece in pieces {
                        if let Piece::Text(text) = piece {
                            out.push_str(text);
                        }
                    }
                    out.push('\n');
                }
                Block::Table(rows) => {
                    for cell in rows.iter().flatten() {
                        out.push_str(cell);
                        out.push('\n');
                    }
                }
            }
        }
        for line in self.notes.iter().chain(&self.marks) {
            out.push_str(line);
            out.push('\n');
        }
        out
    }
}

/// Replaces radicals by the characters that they stand for (⻓ U+2ED3 by 长); some programs write
/// radicals into PDF and OFD files.
pub(super) fn fold_radicals(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{2f00}'..='\u{2fd5}' => {
                unicode_normalization::UnicodeNormalization::nfkc(std::iter::once(c))
                    .next()
                    .unwrap_or(c)
            }
            '\u{2e80}'..='\u{2ef3}' => RADICALS
                .chars()
                .nth((u32::from(c) - 0x2e80) as usize)
                .filter(|own| *own != '·')
                .unwrap_or(c),
            c => c,
        })
        .collect()
}

/// The characters for U+2E80 to U+2EF3 (Unicode, EquivalentUnifiedIdeograph.txt). A dot means that
/// the radical has no such character.
const RADICALS: &str = "··乚乛乙·冂·刀·卜·小小兀尣尢·巳幺彑彐···攵·旡日月歺母民···爫爫丬牛犭王疋目示礻竹糹纟··冗··羊羊羋耂肀聿月臼艹艹艹虎衤覀西见角角讠贝·车辶辶辶·钅長镸长门阜阝雨青韦页风飞食·飠饣首马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stand_in_radicals_become_characters() {
        assert_eq!(RADICALS.chars().count(), 0x2ef3 - 0x2e80 + 1);
        for (written, read) in [
            ("⻓沙", "长沙"),
            ("⻅证", "见证"),
            ("⻛险", "风险"),
            ("⽂件", "文件"),
            ("⺠政", "民政"),
            ("⻋⻜⻢", "车飞马"),
            ("⻬⻰⻳", "齐龙龟"),
            ("一般", "一般"),
        ] {
            assert_eq!(fold_radicals(written), read);
        }
    }
}
