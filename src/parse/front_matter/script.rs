//! Takes the field names in a file; decides whether mulu writes Chinese or English names in this
//! file and in the remedies for it. This file must not know which fields exist.

use crate::diag::{Words, words};

/// The language of the field names in a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Script {
    /// Chinese labels.
    Chinese,
    /// English keys.
    English,
    /// The file has as many Chinese names as English ones, so the language of the message decides.
    #[default]
    Either,
}

impl Script {
    /// The language of most of the names.
    pub fn of<'n>(names: impl Iterator<Item = &'n str>) -> Script {
        let (mut chinese, mut english) = (0, 0);
        for name in names {
            if name.is_ascii() {
                english += 1;
            } else {
                chinese += 1;
            }
        }
        match chinese.cmp(&english) {
            std::cmp::Ordering::Greater => Script::Chinese,
            std::cmp::Ordering::Less => Script::English,
            std::cmp::Ordering::Equal => Script::Either,
        }
    }

    /// The name of a field in this language.
    pub fn pick(self, chinese: &str, english: &str) -> Words {
        match self {
            Script::Chinese => words(chinese, chinese),
            Script::English => words(english, english),
            Script::Either => words(chinese, english),
        }
    }
}
