//! Takes a presentation (.pptx); gives the number of its slides, and the texts of the shown ones in
//! their order. Hidden slides count, too, but their texts are left out. Hidden slides, pictures and
//! comments are reported as left out. This file must not know the site's documents.

use super::Unread;
use super::document::{Block, Document, Lost};
use super::package::Package;
use super::xml::attribute;
use quick_xml::Reader;
use quick_xml::events::Event;

/// Reads a presentation; gives its text and the number of its slides.
pub(super) fn read(package: &mut Package<'_>) -> Result<(Document, usize), Unread> {
    let slides = order(package)?;
    let mut document = Document::default();
    for name in &slides {
        if let Some(xml) = package.text(name)? {
            if is_hidden(&xml) {
                document.lost.insert(Lost::Slides);
            } else {
                slide(&xml, &mut document)?;
            }
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

/// The names of the slides' parts in the order of the presentation. Slides that the presentation
/// does not list follow, by the numbers in their names.
fn order(package: &mut Package<'_>) -> Result<Vec<String>, Unread> {
    let number = |name: &String| -> Option<usize> {
        let name = name.strip_prefix("ppt/slides/slide")?;
        name.strip_suffix(".xml")?.parse().ok()
    };
    let mut rest: Vec<String> = package.names();
    rest.retain(|name| number(name).is_some());
    rest.sort_by_key(number);
    let relations = package.text("ppt/_rels/presentation.xml.rels")?;
    let presentation = package.text("ppt/presentation.xml")?;
    let mut slides = Vec::new();
    for name in listed(
        &presentation.unwrap_or_default(),
        &relations.unwrap_or_default(),
    )? {
        if let Some(at) = rest.iter().position(|slide| *slide == name) {
            slides.push(rest.remove(at));
        }
    }
    slides.append(&mut rest);
    Ok(slides)
}

/// The names of the slides' parts in the order in which a presentation lists them. `relations`
/// states where each slide is.
pub(super) fn listed(presentation: &str, relations: &str) -> Result<Vec<String>, Unread> {
    let targets = attributes(relations, "Relationship", ["Id", "Target"])?;
    // the attribute `r:id` names the relation; `id` is another identifier
    let listed = attributes(presentation, "sldId", ["r:id", "r:id"])?;
    let names = listed.iter().filter_map(|[relation, _]| {
        let [_, target] = targets.iter().find(|[id, _]| id == relation)?;
        Some(match target.strip_prefix('/') {
            Some(absolute) => absolute.to_owned(),
            None => format!("ppt/{target}"),
        })
    });
    Ok(names.collect())
}

/// The targets of all relations of a part; empty if the XML is broken.
pub(super) fn targets(relations: &str) -> Vec<String> {
    let all = attributes(relations, "Relationship", ["Target", "Target"]);
    let all = all.unwrap_or_default().into_iter();
    all.map(|[target, _]| target).collect()
}

/// Whether a slide is hidden (ECMA-376-1, 19.3.1.38).
fn is_hidden(xml: &str) -> bool {
    let mut reader = Reader::from_str(xml);
    loop {
        match reader.read_event() {
            Ok(Event::Start(e) | Event::Empty(e)) => {
                return matches!(attribute(&e, "show").as_deref(), Some("0" | "false"));
            }
            Ok(Event::Eof) | Err(_) => return false,
            Ok(_) => {}
        }
    }
}

/// Two attributes of each element with this name; empty where one is missing.
fn attributes(xml: &str, element: &str, names: [&str; 2]) -> Result<Vec<[String; 2]>, Unread> {
    let mut reader = Reader::from_str(xml);
    let mut all = Vec::new();
    loop {
        match reader.read_event().map_err(|_| Unread::Damaged)? {
            Event::Start(e) | Event::Empty(e) if e.local_name().into_inner() == element => {
                let value = |name: &str| {
                    let found = e.attributes().flatten().find(|a| a.key.as_ref() == name);
                    found.map_or(String::new(), |a| a.value.to_string())
                };
                all.push(names.map(value));
            }
            Event::Eof => return Ok(all),
            _ => {}
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Cursor, Write};

    #[test]
    fn slides_come_in_the_order_in_which_they_are_shown() {
        let slide = |text: &str| format!("<sld><p><r><t>{text}</t></r></p></sld>");
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, xml) in [
            ("ppt/slides/slide1.xml", slide("结尾")),
            ("ppt/slides/slide2.xml", slide("开头")),
            ("ppt/slides/slide10.xml", slide("未列出")),
            (
                "ppt/slides/slide11.xml",
                slide("内部测算").replace("<sld>", "<sld show='0'>"),
            ),
            (
                "ppt/presentation.xml",
                "<presentation><sldIdLst><sldId id='256' r:id='rId7'/>\
                 <sldId id='257' r:id='rId3'/></sldIdLst></presentation>"
                    .to_owned(),
            ),
            (
                "ppt/_rels/presentation.xml.rels",
                "<Relationships><Relationship Id='rId3' Target='slides/slide1.xml'/>\
                 <Relationship Id='rId7' Target='/ppt/slides/slide2.xml'/></Relationships>"
                    .to_owned(),
            ),
        ] {
            zip.start_file(name, zip::write::SimpleFileOptions::default())
                .unwrap();
            zip.write_all(xml.as_bytes()).unwrap();
        }
        let bytes = zip.finish().unwrap().into_inner();
        let (document, count) = read(&mut Package::open(&bytes).unwrap()).unwrap();
        assert_eq!(count, 4);
        assert_eq!(document.text().trim(), "开头\n结尾\n未列出");
        assert!(document.lost.contains(&Lost::Slides), "slide 11 is hidden");
    }
}
