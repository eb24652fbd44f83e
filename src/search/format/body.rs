//! Takes nothing; defines a document's text: the blocks of its body and attachments. The other
//! searched fields are in `record.rs`. This file must not know how files are read.

/// The searched text that is not in [`super::record::Record`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Body {
    /// The blocks of the document's text, without those of its attachments.
    pub blocks: Vec<String>,
    /// The attachments that have text.
    pub attachments: Vec<Attachment>,
}

/// An attachment, with its text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attachment {
    /// Its title.
    pub title: String,
    /// Its address relative to the site's root.
    pub url: String,
    /// Its text.
    pub passages: Vec<Passage>,
}

/// A passage of an attachment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Passage {
    /// The name of the passage's place, such as its page, for a person; empty if unknown.
    pub place: String,
    /// The fragment that leads to the passage, with its `#`; may be empty. It is appended to the
    /// attachment's address.
    pub fragment: String,
    /// Its text.
    pub blocks: Vec<String>,
}

impl From<Vec<String>> for Body {
    fn from(blocks: Vec<String>) -> Body {
        Body {
            blocks,
            attachments: Vec::new(),
        }
    }
}

impl Body {
    /// All blocks, in the order in which positions are counted: the blocks of the body first.
    pub(crate) fn all(&self) -> impl Iterator<Item = &String> {
        let passages = self.attachments.iter().flat_map(|a| &a.passages);
        self.blocks
            .iter()
            .chain(passages.flat_map(|passage| &passage.blocks))
    }
}
