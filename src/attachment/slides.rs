//! Takes a presentation (.pptx); gives the texts of its slides in order. It must not know documents.

use super::Unread;
use super::document::{Block, Document, Lost};
use super::package::Package;
use quick_xml::Reader;
use quick_xml::events::Event;

/// Reads a presentation; gives its text and the number of its slides.
pub(super) fn read(package: &mut Package<'_>) -> Result<(Document, usize), Unread> {
    let number = |name: &str, folder: &str| -> Option<usize> {
        name.strip_prefix(folder)?
            .strip_suffix(".xml")?
            .parse()
            .ok()
    };
    let mut slides: Vec<usize> = package
        .names()
        .iter()
        .filter_map(|n| number(n, "ppt/slides/slide"))
        .collect();
    slides.sort_unstable();
    let mut document = Document::default();
    for n in &slides {
        if let Some(xml) = package.text(&format!("ppt/slides/slide{n}.xml"))? {
            slide(&xml, &mut document)?;
        }
    }
    if package
        .names()
        .iter()
        .any(|n| n.starts_with("ppt/comments/"))
    {
        document.lost.insert(Lost::Comments);
    }
    if package.names().iter().any(|n| n.starts_with("ppt/media/")) {
        document.lost.insert(Lost::Pictures);
    }
    Ok((document, slides.len()))
}

fn slide(xml: &str, document: &mut Document) -> Result<(), Unread> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = false;
    let (mut text, mut is_text) = (String::new(), false);
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut cell: Option<String> = None;
    loop {
        match reader.read_event().map_err(|_| Unread::Damaged)? {
            Event::Start(e) => match e.local_name().into_inner() {
                "t" => is_text = true,
                "tbl" => rows.clear(),
                "tr" => rows.push(Vec::new()),
                "tc" => cell = Some(String::new()),
                _ => {}
            },
            Event::Empty(e) if e.local_name().into_inner() == "br" => text.push('\n'),
            Event::Text(t) if is_text => text.push_str(&t.xml10_content()),
            Event::GeneralRef(r) if is_text => {
                let named = match r.as_ref() {
                    "amp" => Some('&'),
                    "lt" => Some('<'),
                    "gt" => Some('>'),
                    _ => r.resolve_char_ref().ok().flatten(),
                };
                text.extend(named);
            }
            Event::End(e) => match e.local_name().into_inner() {
                "t" => is_text = false,
                "p" => {
                    let line = std::mem::take(&mut text);
                    match &mut cell {
                        Some(cell) => {
                            if !cell.is_empty() && !line.is_empty() {
                                cell.push(' ');
                            }
                            cell.push_str(&line);
                        }
                        None => document.say(0, &line),
                    }
                }
                "tc" => {
                    if let (Some(row), Some(cell)) = (rows.last_mut(), cell.take()) {
                        row.push(cell);
                    }
                }
                "tbl" if !rows.is_empty() => {
                    document
                        .blocks
                        .push(Block::Table(std::mem::take(&mut rows)));
                }
                _ => {}
            },
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}
