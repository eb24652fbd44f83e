//! Takes the index numbers in use; gives the next free ones. This file must not know what is
//! drafted.

use crate::catalogue::{Entry, address};
use crate::config::Config;
use std::collections::BTreeMap;

/// The next index number that no entry has.
pub(super) fn next_free<'e>(config: &Config, entries: impl Iterator<Item = &'e Entry>) -> String {
    let numbers: Vec<&str> = entries.filter_map(|e| e.index_number.as_deref()).collect();
    Series::new(config, &numbers).take()
}

/// A series of new index numbers.
#[derive(Clone, Debug)]
pub struct Series {
    prefix: String,
    suffix: String,
    width: usize,
    next: u64,
}

impl Series {
    /// New numbers in the form of the configuration, counting on from the highest. Without a form,
    /// they continue the most common series of the current year.
    pub fn new(config: &Config, numbers: &[&str]) -> Series {
        let year = config.as_of.year();
        let (prefix, suffix, width) = match &config.next_index_number {
            Some(form) => {
                let dated = |text: &str| text.replace("{year}", &format!("{year:04}"));
                (dated(&form.before), dated(&form.after), form.digits)
            }
            None => {
                let (stem, width) = usual(numbers, &format!("{year:04}"));
                (stem, String::new(), width)
            }
        };
        let (before, after) = (address::identity(&prefix), address::identity(&suffix));
        let used = numbers.iter().filter_map(|n| {
            let serial = address::identity(n);
            serial
                .strip_prefix(&before)
                .and_then(|s| s.strip_suffix(&after))
                .and_then(|s| s.parse::<u64>().ok())
        });
        let next = used.max().unwrap_or(0) + 1;
        Series {
            prefix,
            suffix,
            width,
            next,
        }
    }

    /// Gives the next number, and counts it as in use from then on.
    pub fn take(&mut self) -> String {
        let (serial, width) = (self.next, self.width);
        self.next += 1;
        format!("{}{serial:0width$}{}", self.prefix, self.suffix)
    }
}

/// Looks at the numbers with `year` in the text before the serial number. Gives the most common of
/// these texts, and the number of digits of its serial numbers. Without such numbers: the year with
/// a hyphen, and 5.
fn usual(numbers: &[&str], year: &str) -> (String, usize) {
    let mut series: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for number in numbers {
        let stem = number.trim_end_matches(|c: char| c.is_ascii_digit());
        let digits = number.len() - stem.len();
        if (1..=9).contains(&digits) && stem.contains(year) {
            let known = series.entry(stem).or_insert((0, digits));
            *known = (known.0 + 1, digits);
        }
    }
    let most = series.into_iter().max_by_key(|(_, (count, _))| *count);
    most.map_or((format!("{year}-"), 5), |(stem, (_, digits))| {
        (stem.to_owned(), digits)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Overrides, read};

    fn next(config: &Config, numbers: &[&str]) -> String {
        Series::new(config, numbers).take()
    }

    fn config(yaml: &str) -> Config {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("mulu.yaml"), yaml).unwrap();
        read(
            dir.path(),
            &Overrides {
                as_of: "2024-05-01".parse().ok(),
                ..Default::default()
            },
            0,
        )
        .unwrap()
    }

    #[test]
    fn the_site_says_how_numbers_are_counted() {
        let config = config("title: t\nindex_number: {next: 'AB/{year}-{serial:5}'}\n");
        assert_eq!(next(&config, &[]), "AB/2024-00001");
        assert_eq!(
            next(&config, &["ab/2024-00009", "AB/2023-00100", "AB/2024-x"]),
            "AB/2024-00010"
        );
    }

    #[test]
    fn otherwise_the_numbers_of_the_year_are_counted_on() {
        let config = config("title: t\n");
        assert_eq!(
            next(&config, &["x/2024-0007", "x/2024-0003", "y-2024-1"]),
            "x/2024-0008"
        );
        assert_eq!(next(&config, &["x/2023-0007"]), "2024-00001");
    }
}
