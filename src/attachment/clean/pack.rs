//! Takes the bytes of an office file that is a zip file (ECMA-376 part 2, or OpenDocument). Gives
//! its parts, which can be changed, and the bytes of the changed file. `cut` removes relations;
//! `prune` removes the parts that no relation reaches, with their media types. This file must not
//! know what the parts mean.

use super::tree::{self, Element, Fate};
use crate::attachment::package::resolve;
use crate::attachment::{Unread, plain};
use crate::file::zip_options;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::io::{Cursor, Read, Write};

/// The maximum number of bytes that are unpacked from one file.
const LARGEST: u64 = 128 << 20;

/// The maximum number of entries of the zip file.
const MOST: usize = 20_000;

/// The parts of an office file, as names and bytes, in the order of the zip file.
#[derive(Debug, Default)]
pub(super) struct Pack {
    pub(super) parts: Vec<(String, Vec<u8>)>,
}

/// A relation of a part to another, or to something outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Relation {
    pub(super) id: String,
    /// The last segment of its type, such as `comments`.
    pub(super) kind: String,
    /// The target as written.
    pub(super) target: String,
    pub(super) is_external: bool,
}

impl Pack {
    pub(super) fn open(bytes: &[u8]) -> Result<Pack, Unread> {
        let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| Unread::Damaged)?;
        if zip.len() > MOST {
            return Err(Unread::TooLarge);
        }
        let mut left = LARGEST;
        let mut parts = Vec::new();
        for i in 0..zip.len() {
            let mut file = zip.by_index(i).map_err(|e| match e {
                zip::result::ZipError::UnsupportedArchive(
                    zip::result::ZipError::PASSWORD_REQUIRED,
                ) => Unread::Protected,
                _ => Unread::Damaged,
            })?;
            if file.is_dir() {
                continue;
            }
            let name = file.name().map_err(|_| Unread::Damaged)?.into_owned();
            let mut bytes = Vec::new();
            file.by_ref()
                .take(left + 1)
                .read_to_end(&mut bytes)
                .map_err(|_| Unread::Damaged)?;
            left = left
                .checked_sub(bytes.len() as u64)
                .ok_or(Unread::TooLarge)?;
            parts.push((name, bytes));
        }
        Ok(Pack { parts })
    }

    /// The bytes of the zip file. They contain no times, so the same parts give the same bytes.
    pub(super) fn write(&self) -> Result<Vec<u8>, Unread> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let options = zip_options().compression_method(zip::CompressionMethod::Deflated);
        for (name, bytes) in &self.parts {
            // programs read the media type at a fixed byte, so it must not be compressed
            let options = match name.as_str() {
                "mimetype" => options.compression_method(zip::CompressionMethod::Stored),
                _ => options,
            };
            zip.start_file(name.as_str(), options)
                .and_then(|()| Ok(zip.write_all(bytes)?))
                .map_err(|_| Unread::Unsupported)?;
        }
        let done = zip.finish().map_err(|_| Unread::Unsupported)?;
        Ok(done.into_inner())
    }

    /// A part as text; `None` if it is missing or is no text.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        let (_, bytes) = self.parts.iter().find(|(own, _)| own == name)?;
        plain::decode(bytes)
    }

    /// The names of the parts for which `wanted` returns true.
    pub(super) fn names(&self, wanted: impl Fn(&str) -> bool) -> Vec<String> {
        let names = self.parts.iter().map(|(name, _)| name);
        names.filter(|name| wanted(name)).cloned().collect()
    }

    /// Changes an XML part; gives the result of `change`, or the default if the part is broken or
    /// missing.
    pub(super) fn change<R: Default>(
        &mut self,
        name: &str,
        change: impl FnOnce(&mut Element<'_>) -> R,
    ) -> R {
        let Some(text) = self.text(name) else {
            return R::default();
        };
        let Some(mut tree) = tree::parse(&text) else {
            return R::default();
        };
        let result = change(&mut tree);
        let new = tree.xml();
        if new != text
            && let Some((_, bytes)) = self.parts.iter_mut().find(|(own, _)| own == name)
        {
            *bytes = in_utf8(new).into_bytes();
        }
        result
    }

    /// Gives the result of `look` for an XML part, or the default if the part is broken or missing.
    pub(super) fn look<R: Default>(&self, name: &str, look: impl FnOnce(&Element<'_>) -> R) -> R {
        let text = self.text(name);
        let tree = text.as_deref().and_then(tree::parse);
        tree.map(|tree| look(&tree)).unwrap_or_default()
    }

    /// The relations of a part; for an empty name, those of the whole file.
    pub(super) fn relations(&self, part: &str) -> Vec<Relation> {
        self.look(&relations_of(part), |tree| {
            let mut all = Vec::new();
            tree.each(&mut |e| all.extend(relation(e)));
            all
        })
    }

    /// Removes a part's relations for which `goes` is true, and the elements that name them by
    /// `id`. If another attribute names a relation, such as `r:embed`, only the attribute is
    /// removed. Returns the removed relations.
    pub(super) fn cut(
        &mut self,
        part: &str,
        mut goes: impl FnMut(&Relation) -> bool,
    ) -> Vec<Relation> {
        let mut gone = Vec::new();
        self.change(&relations_of(part), |tree| {
            tree.sift(&mut |e| match relation(e).filter(&mut goes) {
                Some(relation) => {
                    gone.push(relation);
                    Fate::Drop
                }
                None => Fate::Keep,
            });
        });
        if gone.is_empty() {
            return gone;
        }
        let ids: HashSet<&str> = gone.iter().map(|r| r.id.as_str()).collect();
        let is_own = |name: &str, value: &str| {
            name.contains(':') && name.ends_with(":id") && ids.contains(value)
        };
        let is_other = |name: &str, value: &str| {
            [
                "link", "embed", "pict", "href", "cs", "dm", "lo", "qs", "relid",
            ]
            .iter()
            .any(|own| name.rsplit(':').next() == Some(own))
                && name.contains(':')
                && ids.contains(value)
        };
        self.change(part, |tree| {
            tree.sift(&mut |e| match e.attribute_where(is_own) {
                true => Fate::Drop,
                false => Fate::Keep,
            });
            tree.each_mut(&mut |e| {
                e.remove_attributes(is_other);
            });
        });
        gone
    }

    /// The part to which a relation of a part leads.
    pub(super) fn target(part: &str, relation: &Relation) -> String {
        resolved(part, &relation.target)
    }

    /// The parts that no chain of relations reaches from the relations of the whole file. The
    /// result is empty if the main part is among them, because relations are then unreliable.
    pub(super) fn unreached(&self) -> Vec<String> {
        let mut reached: BTreeSet<String> = BTreeSet::new();
        let mut open = vec![String::new()];
        let names: HashMap<String, String> = self
            .parts
            .iter()
            .map(|(name, _)| (name.to_ascii_lowercase(), name.clone()))
            .collect();
        while let Some(part) = open.pop() {
            for relation in self.relations(&part).iter().filter(|r| !r.is_external) {
                let target = Pack::target(&part, relation).to_ascii_lowercase();
                if let Some(name) = names.get(&target)
                    && reached.insert(name.clone())
                {
                    open.push(name.clone());
                }
            }
        }
        let stays = |name: &String| {
            name == TYPES
                || reached.contains(name)
                || owner(name).is_some_and(|part| part.is_empty() || reached.contains(&part))
        };
        let gone: Vec<String> = self.names(|name| !stays(&name.to_owned()));
        let is_main = |name: &String| MAIN.contains(&name.as_str());
        if gone.iter().any(is_main) {
            Vec::new()
        } else {
            gone
        }
    }

    /// Removes the parts that no relation reaches, with their media types, and the relations to
    /// these parts.
    pub(super) fn prune(&mut self) {
        let gone = self.unreached();
        if gone.is_empty() {
            return;
        }
        self.parts.retain(|(name, _)| !gone.contains(name));
        let left: HashSet<String> = self
            .parts
            .iter()
            .map(|(name, _)| format!("/{}", name.to_ascii_lowercase()))
            .collect();
        self.change(TYPES, |tree| {
            tree.sift(&mut |e| match (e.name(), e.attribute("PartName")) {
                ("Override", Some(name)) if !left.contains(&name.to_ascii_lowercase()) => {
                    Fate::Drop
                }
                _ => Fate::Keep,
            });
        });
        let owners: Vec<String> = self
            .parts
            .iter()
            .filter_map(|(name, _)| owner(name))
            .collect();
        for part in owners {
            self.cut(&part, |r| {
                let target = resolved(&part, &r.target);
                !r.is_external && gone.iter().any(|g| target.eq_ignore_ascii_case(g))
            });
        }
    }
}

/// The main parts of Word documents, workbooks and presentations.
const MAIN: [&str; 3] = [
    "word/document.xml",
    "xl/workbook.xml",
    "ppt/presentation.xml",
];

/// The list of media types.
const TYPES: &str = "[Content_Types].xml";

/// The name of the part with a part's relations.
pub(super) fn relations_of(part: &str) -> String {
    let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
    let between = if folder.is_empty() { "" } else { "/" };
    format!("{folder}{between}_rels/{name}.rels")
}

/// The owner of the relations in the part `name`: another part, or the whole file (an empty text).
/// `None` if the part `name` has no relations in it.
pub(super) fn owner(name: &str) -> Option<String> {
    let part = name.strip_suffix(".rels")?;
    let (folder, name) = part.rsplit_once('/')?;
    let folder = folder.strip_suffix("_rels")?;
    Some(format!("{folder}{name}"))
}

fn relation(e: &Element<'_>) -> Option<Relation> {
    if e.name() != "Relationship" {
        return None;
    }
    let kind = e.attribute("Type")?.rsplit('/').next()?;
    Some(Relation {
        id: e.attribute("Id")?.to_owned(),
        kind: kind.to_owned(),
        target: e.attribute("Target")?.to_owned(),
        is_external: e.attribute("TargetMode") == Some("External"),
    })
}

/// A target without its fragment, resolved from the part that names it.
fn resolved(part: &str, target: &str) -> String {
    resolve(part, target.split('#').next().unwrap_or_default())
}

/// The XML, with a declaration of UTF-8 in place of another encoding.
fn in_utf8(xml: String) -> String {
    let Some(end) = xml.find("?>").filter(|_| xml.starts_with("<?xml")) else {
        return xml;
    };
    let head = &xml[..end];
    match head.find("encoding=") {
        Some(at) if !head[at..].to_ascii_lowercase().contains("utf-8") => {
            format!(
                "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"{}",
                &xml[end..]
            )
        }
        _ => xml,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_of_parts_and_relations() {
        for (part, relations) in [
            ("", "_rels/.rels"),
            ("a.xml", "_rels/a.xml.rels"),
            ("word/document.xml", "word/_rels/document.xml.rels"),
        ] {
            assert_eq!(relations_of(part), relations);
            assert_eq!(owner(relations).as_deref(), Some(part));
        }
        assert_eq!(owner("word/document.xml"), None);
        assert_eq!(
            resolved("xl/worksheets/sheet1.xml", "../comments1.xml"),
            "xl/comments1.xml"
        );
        assert_eq!(
            resolved("word/document.xml", "/docProps/a.xml#b"),
            "docProps/a.xml"
        );
        assert_eq!(
            in_utf8("<?xml version='1.0' encoding='utf-16'?><a/>".to_owned()),
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><a/>"
        );
    }
}
