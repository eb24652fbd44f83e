//! The fields of a document that are searched besides its body. Takes a record, gives each field's text with its code
//! in a fixed order. It must not know how they are stored.

/// What the index must know of a document besides its body.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Record {
    /// Index number; none for pages.
    pub index_number: Option<String>,
    /// Title.
    pub title: String,
    /// Address relative to the site's root.
    pub url: String,
    /// Document number.
    pub document_number: Option<String>,
    /// Registration number.
    pub registration_number: Option<String>,
    /// Issuing body; empty for pages without one.
    pub issuer: String,
    /// The other bodies of a joint document.
    pub joint_issuers: Vec<String>,
    /// Keywords.
    pub keywords: Vec<String>,
    /// Summary.
    pub summary: Option<String>,
    /// Titles of the attachments.
    pub attachment_titles: Vec<String>,
    /// Category path, parts separated by `/`; may be empty.
    pub category: String,
    /// Day of publication, `YYYY-MM-DD`; none for pages.
    pub date_published: Option<String>,
    /// Validity code; empty for pages.
    pub validity: &'static str,
}

/// Which field a match lies in. The numbers are part of the format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Field {
    /// Title.
    Title = 0,
    /// Index number.
    Index = 1,
    /// Document number.
    Number = 2,
    /// Registration number.
    Registration = 3,
    /// Issuing bodies.
    Body = 4,
    /// Keywords.
    Keyword = 5,
    /// Summary.
    Summary = 6,
    /// Titles of attachments.
    Attachment = 7,
}

impl Record {
    /// Every issuing body, the first one first.
    pub fn bodies(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.issuer)
            .chain(&self.joint_issuers)
            .map(String::as_str)
            .filter(|b| !b.is_empty())
    }

    /// Calls `each` with the text of every head field that is there, in the order of the codes.
    pub fn head<'a>(&'a self, mut each: impl FnMut(Field, &'a str)) {
        each(Field::Title, &self.title);
        for (field, text) in [
            (Field::Index, &self.index_number),
            (Field::Number, &self.document_number),
            (Field::Registration, &self.registration_number),
        ] {
            if let Some(text) = text {
                each(field, text);
            }
        }
        self.bodies().for_each(|b| each(Field::Body, b));
        self.keywords.iter().for_each(|k| each(Field::Keyword, k));
        self.summary.iter().for_each(|s| each(Field::Summary, s));
        self.attachment_titles
            .iter()
            .for_each(|a| each(Field::Attachment, a));
    }
}
