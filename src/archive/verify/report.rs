//! What was found out about one package: what it is, how it is linked to the package before it, and its faults.

use crate::archive::fault::Fault;
use crate::diag::Severity;

/// What a package is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// No package that can be read.
    #[default]
    None,
    /// A BagIt bag, not made by mulu.
    Bag,
    /// A package of mulu's.
    Mulu,
}

/// How a package is linked to the one before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Link {
    /// It says nothing of a chain.
    #[default]
    Unknown,
    /// It says that it is the first, and none that is earlier was given.
    First,
    /// To the package of this year, whose root is the one that it records.
    Linked(i16),
    /// To one that was not given.
    Unproved,
    /// Not to the one that it should be linked to.
    Broken,
}

/// What was found out about one package.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// What it is.
    pub kind: Kind,
    /// The site that it is of.
    pub site: Option<String>,
    /// The year that it is of.
    pub year: Option<i16>,
    /// SHA-512 of its tag manifest, in hexadecimal.
    pub root: Option<String>,
    /// The root that it records of the package before it; `Some(None)` when it says that there is none.
    pub previous: Option<Option<String>>,
    /// The year that it records of that package.
    pub previous_year: Option<i16>,
    /// How it is linked.
    pub link: Link,
    /// Files in it.
    pub files: u64,
    /// Bytes of its payload.
    pub bytes: u64,
    /// What is wrong, the heaviest first, then by file.
    pub faults: Vec<Fault>,
}

impl Report {
    /// Whether its files are what they should be and its link is not broken.
    pub fn is_whole(&self) -> bool {
        self.faults.iter().all(|f| f.severity != Severity::Error)
    }
}
