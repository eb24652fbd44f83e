//! Takes a catalogue and a folder of `content/`; gives the language of the field names, Chinese or
//! English, for a new file in this folder. This file must not know what a new file says.

use crate::catalogue::{Catalogue, Kind};
use crate::config::{Config, Language};
use crate::parse::front_matter::{self, Script};
use crate::source::{FileId, Sources};
use std::cmp::Ordering;

/// The maximum number of documents whose field names are examined, the newest first, in the folder
/// and again in the whole site.
const ASKED: usize = 20;

/// The language of the field names for a new file: that of most of the newest documents in the
/// folder, or else in the site. If neither language prevails, the language of the site decides.
/// Pages do not count, because `mulu init` wrote most of them.
pub fn script(config: &Config, catalogue: &Catalogue, sources: &Sources, folder: &str) -> Script {
    let entries = catalogue.iter().map(|(_, e)| e);
    let entries = entries.chain(catalogue.rejected());
    let documents = entries.filter(|e| e.kind != Kind::Page).map(|e| e.file);
    let mut documents: Vec<FileId> = documents.collect();
    documents.sort_unstable();
    let most = |is_asked: &dyn Fn(&str) -> bool| {
        // the last files are usually the newest
        let newest = documents.iter().rev();
        let asked = newest.filter(|id| is_asked(&sources.file(**id).path));
        let (mut chinese, mut english) = (0, 0);
        for &id in asked.take(ASKED) {
            let text = sources.text(id).ok().and_then(|(text, _)| text);
            match text.map(|text| front_matter::script_of(&text)) {
                Some(Script::Chinese) => chinese += 1,
                Some(Script::English) => english += 1,
                Some(Script::Either) | None => {}
            }
        }
        match chinese.cmp(&english) {
            Ordering::Greater => Some(Script::Chinese),
            Ordering::Less => Some(Script::English),
            Ordering::Equal => None,
        }
    };
    let beside = |path: &str| path.rsplit_once('/').map_or("", |(f, _)| f) == folder;
    most(&beside).or_else(|| most(&|_| true)).unwrap_or({
        match config.language {
            Language::ZhHans => Script::Chinese,
            Language::En => Script::English,
        }
    })
}
