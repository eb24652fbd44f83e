//! Defines the result of `verify` for one package: kind, link and faults. This file must not know
//! how faults are found.

use crate::archive::fault::Fault;
use crate::diag::Severity;

/// The kind of a package.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// Not a readable package.
    #[default]
    None,
    /// A BagIt bag that mulu did not make.
    Bag,
    /// A package made by mulu.
    Mulu,
}

/// The link of a package to the previous one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Link {
    /// The package states nothing valid about a chain, its year is unknown, or mulu did not make
    /// it.
    #[default]
    Unknown,
    /// The package states that it is the first, and no earlier package was given.
    First,
    /// The previous package is that of the given year, and its root digest is the recorded one.
    Linked(i16),
    /// The previous package was not given, so the link is not proved.
    Unproved,
    /// The link does not lead to the right package.
    Broken,
}

/// The result for one package.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// The kind of package.
    pub kind: Kind,
    /// The name of the site in the identifier that `bag-info.txt` states, without `mulu:`.
    pub site: Option<String>,
    /// The year of the package.
    pub year: Option<i16>,
    /// The SHA-512 of its tag manifest, in hexadecimal.
    pub root: Option<String>,
    /// The recorded root digest of the previous package; `Some(None)` if the package states that it
    /// is the first, `None` without a valid statement.
    pub previous: Option<Option<String>>,
    /// The recorded year of the previous package.
    pub previous_year: Option<i16>,
    /// The link to the previous package.
    pub link: Link,
    /// The number of files, tag files included.
    pub files: u64,
    /// The size of the payload in bytes.
    pub bytes: u64,
    /// The faults, sorted by severity from the gravest down, then by file.
    pub faults: Vec<Fault>,
}

impl Report {
    /// Whether the package has no error: its files are as listed, and its link is not broken.
    pub fn is_whole(&self) -> bool {
        self.faults.iter().all(|f| f.severity != Severity::Error)
    }
}
