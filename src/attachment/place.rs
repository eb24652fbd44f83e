//! Defines places in a file and their words for a person: sheet and cell, paragraph, page, slide.
//! The reader of a format states the layout of a text; from it, `Layout::at` gives the place of a
//! byte. This file must not know formats.

use crate::diag::{Words, words};
use serde::{Deserialize, Serialize};

/// A place in a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum At {
    /// Somewhere in the file.
    #[default]
    Somewhere,
    /// A page, counted from 1.
    Page(u32),
    /// A paragraph, counted from 1.
    Paragraph(u32),
    /// A line, counted from 1.
    Line(u32),
    /// A slide, counted from 1.
    Slide(u32),
    /// The speaker's notes of a slide.
    Notes(u32),
    /// A sheet or a table.
    Sheet(String),
    /// A cell: the name of its sheet or table, and its own name, such as `B3`.
    Cell(String, String),
    /// A part with a common name.
    Area(Area),
    /// A part of a zip file, with its path.
    Part(String),
}

/// A part of a file that people know by a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Area {
    /// Headers.
    Header,
    /// Footers.
    Footer,
    /// Footnotes and endnotes.
    Footnotes,
    /// Comments.
    Comments,
    /// The properties of the file.
    Properties,
    /// Targets of links.
    Links,
    /// Names of files in an archive.
    Names,
    /// The stored source of a pivot table.
    Pivot,
    /// The content of deleted cells.
    Deleted,
    /// A chart.
    Chart,
    /// The metadata of a picture or a video.
    Metadata,
    /// The lines at the head of a message.
    Headers,
    /// Annotations, form fields, bookmarks and properties of a PDF.
    Annotations,
}

impl At {
    /// The place in words; empty for `Somewhere`.
    pub fn words(&self) -> Words {
        match self {
            At::Somewhere => words("", ""),
            At::Page(n) => words(format!("第{n}页"), format!("page {n}")),
            At::Paragraph(n) => words(format!("第{n}段"), format!("paragraph {n}")),
            At::Line(n) => words(format!("第{n}行"), format!("line {n}")),
            At::Slide(n) => words(format!("第{n}张幻灯片"), format!("slide {n}")),
            At::Notes(n) => words(
                format!("第{n}张幻灯片的备注"),
                format!("notes of slide {n}"),
            ),
            At::Sheet(name) => words(format!("工作表“{name}”"), format!("sheet `{name}`")),
            At::Cell(name, cell) if name.is_empty() => {
                words(format!("{cell} 单元格"), format!("cell {cell}"))
            }
            At::Cell(name, cell) => words(
                format!("工作表“{name}”的 {cell} 单元格"),
                format!("sheet `{name}`, cell {cell}"),
            ),
            At::Area(area) => area.words(),
            At::Part(path) => words(path, path),
        }
    }
}

impl Area {
    fn words(self) -> Words {
        match self {
            Area::Header => words("页眉", "header"),
            Area::Footer => words("页脚", "footer"),
            Area::Footnotes => words("脚注、尾注", "notes"),
            Area::Comments => words("批注", "comments"),
            Area::Properties => words("文件属性", "properties"),
            Area::Links => words("链接的地址", "targets of links"),
            Area::Names => words("压缩包内的文件名", "names of the files in it"),
            Area::Pivot => words("数据透视表的缓存", "cache of a pivot table"),
            Area::Deleted => words("已删除单元格的内容", "what deleted cells held"),
            Area::Chart => words("图表", "chart"),
            Area::Metadata => words("图片或视频的附加信息", "metadata of a picture or video"),
            Area::Headers => words("邮件头", "headers of the message"),
            Area::Annotations => words(
                "批注、表单、书签或者属性",
                "annotations, form fields, bookmarks or properties",
            ),
        }
    }
}

/// How the places in a text are named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Layout {
    /// The whole text has one place.
    Whole(At),
    /// Every line that is not empty is a paragraph.
    Paragraphs,
    /// Every line has a place of its own.
    Lines,
    /// A form feed (U+000C) ends each page.
    Pages,
    /// The places in order, each after the byte at which its text begins.
    Marked(Vec<(usize, At)>),
    /// The name of a sheet and its cells: where the text of each begins in bytes, its column and
    /// its row, from 1.
    Cells(String, Vec<(usize, u32, u32)>),
}

impl Default for Layout {
    fn default() -> Layout {
        Layout::Whole(At::Somewhere)
    }
}

impl Layout {
    /// The place of a byte of a text.
    pub fn at(&self, text: &str, byte: usize) -> At {
        let before = text.get(..byte).unwrap_or_default();
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX).saturating_add(1);
        match self {
            Layout::Whole(at) => at.clone(),
            Layout::Pages => At::Page(number(before.matches('\u{c}').count())),
            Layout::Lines => At::Line(number(before.matches('\n').count())),
            Layout::Paragraphs => {
                let ended = before.split('\n').rev().skip(1);
                At::Paragraph(number(ended.filter(|l| !l.trim().is_empty()).count()))
            }
            Layout::Cells(sheet, cells) => {
                let next = cells.partition_point(|(start, ..)| *start <= byte);
                let own = next.checked_sub(1).and_then(|i| cells.get(i));
                own.map_or(At::Sheet(sheet.clone()), |(_, c, row)| {
                    let letter = column((*c as usize).saturating_sub(1));
                    At::Cell(sheet.clone(), format!("{letter}{row}"))
                })
            }
            Layout::Marked(marks) => {
                let next = marks.partition_point(|(start, _)| *start <= byte);
                let mark = next.checked_sub(1).and_then(|i| marks.get(i));
                mark.map_or(At::Somewhere, |(_, at)| at.clone())
            }
        }
    }
}

/// The name of a column, counted from 0: A to Z, then AA.
pub(super) fn column(mut index: usize) -> String {
    let mut name = Vec::new();
    loop {
        name.insert(0, b'A' + (index % 26) as u8);
        match (index / 26).checked_sub(1) {
            Some(rest) => index = rest,
            None => return String::from_utf8_lossy(&name).into_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_told_by_what_stands_before() {
        let text = "一\n\n二\u{c}三";
        let at = |layout: Layout| layout.at(text, text.find('三').unwrap());
        assert_eq!(at(Layout::Pages), At::Page(2));
        assert_eq!(at(Layout::Lines), At::Line(3));
        assert_eq!(at(Layout::Paragraphs), At::Paragraph(2));
        let marks = vec![(0, At::Page(1)), (5, At::Page(9)), (60, At::Page(3))];
        assert_eq!(at(Layout::Marked(marks)), At::Page(9));
        let names: Vec<String> = [0, 25, 26, 701, 702].into_iter().map(column).collect();
        assert_eq!(names, ["A", "Z", "AA", "ZZ", "AAA"]);
    }
}
