//! Takes a glyph whose font has no map to Unicode; gives its character. The character comes from
//! the font's character collection (Adobe-GB1 and the like), or from the font's own table. This
//! file must not know pages.

use hayro_interpret::font::OutlineGlyph;
use hayro_interpret::hayro_cmap::{BfString, CMap, CMapName, CidFamily, load_embedded};
use hayro_interpret::hayro_syntax::{Pdf, object};
use object::{Array, Dict, Name, Object};
use std::collections::HashMap;

/// The character maps of a PDF's fonts.
pub(super) struct Fonts<'a> {
    pdf: &'a Pdf,
    /// Collections by font name, built when first needed.
    collections: Option<HashMap<String, Collection>>,
    /// For each font, the characters by glyph id.
    own: HashMap<u128, HashMap<u32, char>>,
}

/// A character collection: from a font's codes to its numbers (CIDs), and from these to characters.
struct Collection {
    codes: CMap,
    characters: CMap,
}

impl<'a> Fonts<'a> {
    pub(super) fn new(pdf: &'a Pdf) -> Fonts<'a> {
        Fonts {
            pdf,
            collections: None,
            own: HashMap::new(),
        }
    }

    /// The character of a glyph that the font's own map lacks.
    pub(super) fn character(&mut self, glyph: &OutlineGlyph) -> Option<char> {
        let data = glyph.font_data()?;
        let pdf = self.pdf;
        let collections = self.collections.get_or_insert_with(|| collections(pdf));
        if let Some(collection) = data
            .postscript_name
            .as_ref()
            .and_then(|name| collections.get(name))
        {
            let number = (1..=4)
                .find_map(|length| collection.codes.lookup_cid_code(glyph.char_code(), length));
            if let Some(BfString::Char(c)) =
                number.and_then(|n| collection.characters.lookup_bf_string(n))
            {
                return Some(c);
            }
        }
        let own = self.own.entry(data.cache_key).or_insert_with(|| {
            let bytes: &[u8] = (*data.data).as_ref();
            let font = skrifa::FontRef::from_index(bytes, 0);
            font.map(|font| {
                skrifa::MetadataProvider::charmap(&font)
                    .mappings()
                    .filter_map(|(c, g)| Some((g.to_u32(), char::from_u32(c)?)))
                    .collect()
            })
            .unwrap_or_default()
        });
        own.get(&glyph.glyph_id().to_u32()).copied()
    }
}

/// The collections of the fonts that have no map to Unicode, by the name of the font.
fn collections(pdf: &Pdf) -> HashMap<String, Collection> {
    let mut found = HashMap::new();
    for object in pdf.objects() {
        let Object::Dict(font) = object else { continue };
        if font.contains_key("ToUnicode")
            || font
                .get::<Name<'_>>("Subtype")
                .is_none_or(|s| s.as_ref() != b"Type0")
        {
            continue;
        }
        let name = font.get::<Name<'_>>("BaseFont");
        if let (Some(name), Some(collection)) = (name, collection(&font)) {
            let name = name.as_str();
            let name = name.split_once('+').map_or(name, |(_, name)| name);
            found.insert(name.to_owned(), collection);
        }
    }
    found
}

fn collection(font: &Dict<'_>) -> Option<Collection> {
    let below = font
        .get::<Array<'_>>("DescendantFonts")?
        .iter::<Dict<'_>>()
        .next()?;
    let system = below.get::<Dict<'_>>("CIDSystemInfo")?;
    let word = |key: &str| {
        system
            .get::<object::String<'_>>(key)
            .map(|s| s.as_bytes().to_vec())
            .unwrap_or_default()
    };
    let family = CidFamily::from_registry_ordering(&word("Registry"), &word("Ordering"));
    let codes = match font.get::<Object<'_>>("Encoding")? {
        Object::Name(name) => match CMapName::from_bytes(name.as_ref()) {
            CMapName::IdentityH | CMapName::IdentityV => CMap::identity_h(),
            name => CMap::parse(load_embedded(name)?, load_embedded)?,
        },
        Object::Stream(stream) => CMap::parse(&stream.decoded_data().ok()?, load_embedded)?,
        _ => return None,
    };
    Some(Collection {
        codes,
        characters: CMap::parse(load_embedded(family.ucs2_cmap()?)?, load_embedded)?,
    })
}
