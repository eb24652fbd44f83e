//! Takes the folder of packages; gives the archived years with their root digests and changes. This
//! file verifies nothing, and must not know how a package is made.

use super::changes::Diff;
use crate::archive::{BAG_INFO, PREVIOUS_YEAR, bag_info, difference, hex, packages};
use crate::diag::Error;
use std::path::Path;

/// An archived year.
#[derive(Clone, Debug, PartialEq)]
pub struct Past {
    /// The year of the package.
    pub year: i16,
    /// The name of its folder.
    pub folder: String,
    /// SHA-512 of its tag manifest, in hexadecimal.
    pub root: String,
    /// The year of the previous package, and the changes since; `None` for the first package, and
    /// if the list of changes cannot be read.
    pub change: Option<(i16, Diff)>,
}

/// The archived years, newest first.
pub fn past(folder: &Path) -> Result<Vec<Past>, Error> {
    let mut years = Vec::new();
    for package in packages(folder)? {
        let text = |file: &str| std::fs::read_to_string(package.path.join(file)).ok();
        let info = bag_info(&text(BAG_INFO).unwrap_or_default());
        let previous: Option<i16> = info
            .iter()
            .find(|(l, _)| l == PREVIOUS_YEAR)
            .and_then(|(_, v)| v.parse().ok());
        // `verify` reports a missing list of changes; the year is shown without the list
        let diff = previous
            .and_then(|p| serde_json::from_str(&text(&difference(p, package.year, "json"))?).ok());
        let folder = package
            .path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        years.push(Past {
            year: package.year,
            folder,
            root: hex(&package.root),
            change: previous.zip(diff),
        });
    }
    years.reverse();
    Ok(years)
}
