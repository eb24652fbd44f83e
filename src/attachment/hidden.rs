//! Defines the kinds of hidden content with their names, and a list of findings. This file must not
//! know formats.

use crate::attachment::place::At;
use crate::diag::{Words, words};
use crate::privacy;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident $zh:literal $en:literal;)+) => {
        /// A kind of content that is not shown.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum What {
            $($(#[$doc])* $kind,)+
        }

        impl What {
            /// The name of the kind.
            pub fn words(self) -> Words {
                match self {
                    $(What::$kind => words($zh, $en),)+
                }
            }
        }
    };
}

kinds! {
    /// Hidden sheets, including those that only a program can show.
    Sheet "隐藏的工作表" "hidden sheets";
    /// Rows that are hidden, by hand or by a filter.
    Rows "隐藏的行" "hidden rows";
    /// Columns that are hidden.
    Columns "隐藏的列" "hidden columns";
    /// Cells whose format shows nothing, or whose text has the colour of its background.
    Cells "文字与底色相同或者格式设为不显示的单元格" "cells with text in the colour of its background, or with a format that shows nothing";
    /// Slides that are skipped.
    Slide "隐藏的幻灯片" "hidden slides";
    /// The speaker's notes.
    Notes "演讲者备注" "speaker notes";
    /// Shapes and pictures that are hidden, or lie beside the slide.
    Shape "隐藏的图形" "hidden shapes";
    /// Text with the property "hidden".
    Text "隐藏的文字" "hidden text";
    /// Text in the colour of its background, or too small to be read.
    Faint "与底色相同（如白色）或者极小的文字" "text in the colour of its background, such as white, or too small to be read";
    /// Text of a PDF on which something opaque is painted, or that is only marked for redaction.
    Covered "被色块盖住、没有真正删除的文字" "text that is covered, not removed";
    /// Headers and footers that no page shows.
    Headers "任何一页都不显示的页眉页脚" "headers and footers that no page shows";
    /// Comments and their authors.
    Comments "批注" "comments";
    /// Insertions, deletions and moves.
    Changes "修订记录" "tracked changes";
    /// Tracked changes of formats.
    Formats "格式修订记录" "tracked changes of formats";
    /// Rows and cells that were deleted with changes tracked.
    Deleted "已删除的行或者单元格" "deleted rows or cells";
    /// Strings of cells that are no longer there.
    Strings "已删除单元格留下的内容" "strings that deleted cells left";
    /// Logs of changes.
    Log "修改日志" "logs of changes";
    /// Earlier versions that are stored in the file.
    Versions "保存的旧版本" "stored earlier versions";
    /// Lists of the persons who edited the file or commented on it.
    People "审阅人名单" "lists of persons who edited or commented";
    /// Paths on the author's computer or in the office's network.
    Path "本机或者内网的路径" "paths on a computer or in a network";
    /// Variables of the document.
    Variables "文档变量" "document variables";
    /// Properties that somebody added.
    Property "自定义属性" "custom properties";
    /// Data that programs stored in the file beside its text.
    Data "附加的 XML 数据" "XML data beside the text";
    /// Addresses from which an office program would load content.
    External "打开时要从别处读取的内容" "addresses from which content is loaded when the file is opened";
    /// Values of other workbooks.
    Books "其他工作簿的内容" "values of other workbooks";
    /// Sources of data, with the names of servers and users.
    Connections "数据连接" "data connections";
    /// The source data of a pivot table.
    Pivot "数据透视表的源数据" "the source of a pivot table";
    /// Scenarios of a workbook: values that were tried out.
    Scenarios "方案管理器中的数据" "scenarios";
    /// A small picture of the first page, which may show an earlier state.
    Thumbnail "缩略图" "a thumbnail";
    /// Annotations of a PDF.
    Annotations "注释" "annotations";
    /// Files in a file.
    Files "内嵌的文件" "embedded files";
    /// Parts that nothing refers to.
    Orphans "没有用到的部件" "parts that nothing uses";
    /// Persons and organisations in the properties.
    Author "作者等属性" "authors and other properties";
    /// The metadata of a picture.
    Metadata "图片的附加信息（拍摄位置、作者等）" "metadata of pictures (place, author and the like)";
    /// Texts under hidden names that no formula uses.
    Names "隐藏的名称" "hidden names";
}

impl What {
    /// Whether this kind makes a finding. The kinds without a finding are only removed from copies,
    /// because another rule reports them, or because they say nothing about a person.
    pub fn is_reported(self) -> bool {
        !matches!(
            self,
            What::Thumbnail | What::Orphans | What::Author | What::Metadata
        )
    }
}

/// Content of one kind that a file does not show.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hidden {
    /// The kind of the content.
    pub what: What,
    /// The number of times that the content was found.
    pub count: usize,
    /// The first places where the content was found, or names that stand for it; at most three.
    pub places: Vec<Words>,
}

impl Hidden {
    /// The kind, with the count and the places.
    pub fn words(&self) -> Words {
        let name = self.what.words();
        let mut zh = name.zh;
        let mut en = name.en;
        if self.count > 1 {
            zh = format!("{zh} {} 处", self.count);
            en = format!("{en}: {}", self.count);
        }
        if self.places.is_empty() {
            return words(zh, en);
        }
        let is_all = self.places.len() >= self.count;
        let all = |pick: fn(&Words) -> &str, between: &str| {
            let places: Vec<&str> = self.places.iter().map(pick).collect();
            privacy::mask(&places.join(between)).into_owned()
        };
        words(
            format!(
                "{zh}（{}{}）",
                all(|w| &w.zh, "、"),
                if is_all { "" } else { "等" }
            ),
            format!(
                "{en} ({}{})",
                all(|w| &w.en, ", "),
                if is_all { "" } else { " and more" }
            ),
        )
    }
}

/// The maximum number of places that are named for a kind.
const NAMED: usize = 3;

/// The hidden content found while a file is read.
#[derive(Debug, Default)]
pub(super) struct Findings {
    found: BTreeMap<What, (usize, Vec<Words>)>,
    /// The path of the embedded file that is being read; empty for the file itself.
    pub(super) file: String,
}

impl Findings {
    pub(super) fn add(&mut self, what: What, at: &At) {
        self.named(what, at.words());
    }

    /// Adds content that a message shows by a name. Content with an empty name is only counted; in
    /// an embedded file, the path of this file is the name.
    pub(super) fn named(&mut self, what: What, name: Words) {
        let (count, places) = self.found.entry(what).or_default();
        *count += 1;
        let file = self.file.as_str();
        let joined = |name: String, between: &str| match (file, name.as_str()) {
            ("", _) => name,
            (_, "") => file.to_owned(),
            _ => format!("{file}{between}{name}"),
        };
        let name = words(joined(name.zh, "，"), joined(name.en, ", "));
        if places.len() < NAMED && !name.zh.is_empty() && !places.contains(&name) {
            places.push(name);
        }
    }

    /// Everything found, by kind.
    pub(super) fn all(self) -> Vec<Hidden> {
        let found = self.found.into_iter();
        found
            .map(|(what, (count, places))| Hidden {
                what,
                count,
                places,
            })
            .collect()
    }
}
