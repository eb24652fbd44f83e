//! Takes the text of an office file of any format but .docx (see `word`); gives its page. This file
//! must not know any format.

use super::page::{Block, Page, Span};
use crate::attachment::document::{self, Document, Lost, Piece};
use crate::attachment::numbering::Said;

/// The page of an office file.
pub(super) fn page(document: Document) -> Page {
    let mut page = Page::default();
    for lost in &document.lost {
        said(&mut page, *lost);
    }
    for name in &document.seals {
        page.leave_out(
            format!("电子印章“{name}”没有导入"),
            format!("the electronic seal {name} was not imported"),
        );
    }
    counted(&mut page, document.said);
    for block in document.blocks {
        page.blocks.push(match block {
            document::Block::Text { level, pieces } => Block::Text {
                level,
                spans: pieces.into_iter().map(span).collect(),
            },
            document::Block::Item {
                depth,
                number,
                pieces,
            } => Block::Item {
                depth,
                number,
                spans: pieces.into_iter().map(span).collect(),
            },
            document::Block::Table(rows) => Block::Table(
                rows.into_iter()
                    .map(|row| row.into_iter().map(|cell| vec![Span::text(cell)]).collect())
                    .collect(),
            ),
        });
    }
    let notes = document.notes.into_iter().enumerate();
    page.footnotes
        .extend(notes.map(|(n, text)| ((n + 1).to_string(), vec![Span::text(text)])));
    page.marks = document.marks;
    page
}

fn span(piece: Piece) -> Span {
    match piece {
        Piece::Text(text) => Span::text(text),
        Piece::Note(n) => Span {
            note: Some((n + 1).to_string()),
            ..Span::default()
        },
    }
}

/// Reports formats of automatic numbers that are unknown, or that other programs show differently.
pub(super) fn counted(page: &mut Page, said: Said) {
    for name in said.unknown {
        page.doubt(
            format!("不认识自动编号的格式“{name}”，已写成阿拉伯数字"),
            format!(
                "the format {name} of automatic numbers is not known; they became Arabic numerals"
            ),
        );
    }
    for name in said.disputed {
        page.doubt(
            format!(
                "自动编号的格式“{name}”到了 100，Word 显示“一○○”，有的软件显示“一百”；已按 Word 导入"
            ),
            format!(
                "at 100 in the numbering format {name} Word shows 一○○ and other programs show 一百; \
                 it was imported as in Word"
            ),
        );
    }
}

/// Reports what was left out of a document, moved or inferred.
fn said(page: &mut Page, lost: Lost) {
    match lost {
        Lost::Tracked => page.doubt(
            "原件有修订痕迹，按接受全部修订导入",
            "changes were tracked in the original; it was imported as if all were accepted",
        ),
        Lost::Comments => page.leave_out("批注没有导入", "comments were not imported"),
        Lost::Headers => page.leave_out(
            "页眉和页脚没有导入",
            "headers and footers were not imported",
        ),
        Lost::Hidden => page.leave_out(
            "原件中的隐藏文字没有导入",
            "hidden text of the original was not imported",
        ),
        Lost::Pictures => page.leave_out(
            "原件中的图片没有导入",
            "pictures of the original were not imported",
        ),
        Lost::Numbers => page.leave_out(
            "有的段落前的自动编号没有导入；请用 Word 或 WPS 另存为 .docx 再导入，编号就会保留",
            "some automatic numbers before paragraphs were not imported; save the file as .docx with \
             Word or WPS and import that to keep them",
        ),
        Lost::Boxes => page.doubt(
            "文本框中的文字已移到正文之后",
            "the text of text boxes was moved behind the text",
        ),
        Lost::Sheets => page.leave_out(
            "隐藏的工作表没有导入",
            "hidden sheets were not imported",
        ),
        Lost::Cells => page.doubt(
            "表格中有隐藏的行或列，其内容已导入，请核对能否公开",
            "the sheet has hidden rows or columns; their cells were imported: check whether they \
             may be public",
        ),
        Lost::Slides => page.leave_out(
            "隐藏的幻灯片没有导入",
            "hidden slides were not imported",
        ),
        Lost::Lines => page.doubt(
            "原件只有行，没有段落，段落是按行的长短推断的",
            "the original has lines and no paragraphs; the paragraphs are inferred from the lengths \
             of lines",
        ),
        Lost::Scans => page.leave_out(
            "有的页是扫描件，没有文字",
            "some pages are scans without text",
        ),
        Lost::Rest => page.leave_out(
            "文件过大，后面的内容没有导入",
            "the file is too large: what follows was not imported",
        ),
    }
}
