//! Takes the index numbers in use; gives the next free one. It must not know what is being drafted.

use crate::catalogue::{Entry, address};
use crate::config::Config;

/// The next index number that no entry has.
pub(super) fn next_free<'e>(config: &Config, entries: impl Iterator<Item = &'e Entry>) -> String {
    let numbers: Vec<&str> = entries.filter_map(|e| e.index_number.as_deref()).collect();
    next(config, &numbers)
}

/// The next number by the site's rule. Without a rule, it continues the most common series of index
/// numbers that contain the current year.
fn next(config: &Config, numbers: &[&str]) -> String {
    let year = config.as_of.year();
    let (prefix, suffix, width) = match &config.next_index_number {
        Some(form) => {
            let dated = |text: &str| text.replace("{year}", &format!("{year:04}"));
            (dated(&form.before), dated(&form.after), form.digits)
        }
        None => {
            let pattern = format!("{year:04}");
            let like = numbers
                .iter()
                .filter_map(|n| {
                    let digits = n.len() - n.trim_end_matches(|c: char| c.is_ascii_digit()).len();
                    let (stem, serial) = n.split_at(n.len() - digits);
                    (digits > 0 && digits <= 9 && stem.contains(&pattern))
                        .then(|| (stem.to_owned(), serial.len()))
                })
                .max_by_key(|(stem, _)| {
                    numbers
                        .iter()
                        .filter(|n| n.starts_with(stem.as_str()))
                        .count()
                });
            match like {
                Some((stem, width)) => (stem, String::new(), width),
                None => (format!("{year:04}-"), String::new(), 5),
            }
        }
    };
    let used = numbers.iter().filter_map(|n| {
        let serial = address::identity(n);
        serial
            .strip_prefix(&address::identity(&prefix))
            .and_then(|s| s.strip_suffix(&address::identity(&suffix)))
            .and_then(|s| s.parse::<u64>().ok())
    });
    let serial = used.max().unwrap_or(0) + 1;
    format!("{prefix}{serial:0width$}{suffix}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Overrides, read};

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
