//! Takes the path of the package to be made; gives the other packages of the site. This file must
//! not know what is in the packages.

use crate::archive::{self, Package};
use crate::config::Config;
use crate::diag::Error;
use std::path::Path;

/// The packages of the site besides the one to be made.
pub(super) struct Others {
    /// Sorted by year.
    packages: Vec<Package>,
    /// The year of the package to be made.
    year: i16,
}

impl Others {
    /// Looks for packages in the site's `archive` folder, and for packages of the same site beside
    /// the new package.
    pub(super) fn find(
        config: &Config,
        output: &Path,
        group: &str,
        year: i16,
    ) -> Result<Others, Error> {
        let own = std::path::absolute(config.root.join(archive::FOLDER))
            .map_err(Error::reading(&config.root))?;
        let mut packages = archive::packages(&own)?;
        if let Some(beside) = output.parent().filter(|p| *p != own) {
            packages.extend(
                archive::packages(beside)?
                    .into_iter()
                    .filter(|p| p.group == group),
            );
        }
        packages.retain(|p| p.path != output);
        packages.sort_by_key(|p| p.year);
        Ok(Others { packages, year })
    }

    /// The latest earlier package. Two different packages of that year are an error, because the
    /// link would be ambiguous.
    pub(super) fn previous(&self) -> Result<Option<&Package>, Error> {
        let Some(latest) = self.packages.iter().rfind(|p| p.year < self.year) else {
            return Ok(None);
        };
        let mut of_that_year = self.packages.iter().filter(|p| p.year == latest.year);
        match of_that_year.find(|p| p.root != latest.root) {
            None => Ok(Some(latest)),
            Some(other) => {
                let (year, a, b) = (latest.year, other.path.display(), latest.path.display());
                Err(Error::package(
                    format!("{year} 年有两个不同的归档包：{a} 和 {b}；请移走其中一个"),
                    format!(
                        "there are two different packages for {year}: {a} and {b}; move one away"
                    ),
                ))
            }
        }
    }

    /// The years of earlier packages, latest first.
    pub(super) fn earlier_years(&self) -> Vec<i16> {
        let years = self.packages.iter().map(|p| p.year);
        let mut earlier: Vec<i16> = years.filter(|y| *y < self.year).rev().collect();
        earlier.dedup();
        earlier
    }

    /// The years of later packages, if the next of them does not name this root as its previous
    /// package.
    pub(super) fn unlinked(&self, root: &[u8]) -> Result<Vec<i16>, Error> {
        let later: Vec<&Package> = self
            .packages
            .iter()
            .filter(|p| p.year > self.year)
            .collect();
        let Some(next) = later.first() else {
            return Ok(Vec::new());
        };
        let file = next.path.join(archive::BAG_INFO);
        let labels = std::fs::read_to_string(&file).map_err(Error::reading(&file))?;
        let link = format!("sha512:{}", archive::hex(root));
        let is_linked = archive::bag_info(&labels)
            .iter()
            .any(|(label, value)| label == archive::PREVIOUS && *value == link);
        Ok(match is_linked {
            true => Vec::new(),
            false => later.iter().map(|p| p.year).collect(),
        })
    }
}
