//! `mulu new`: a document with the next free index number.

use super::sources;
use crate::build;
use crate::catalogue::address;
use crate::config::Config;
use crate::diag::Error;
use crate::parse::front_matter;
use serde_yaml::Value;
use std::path::PathBuf;

/// Writes the document and gives its path. A file that is there is never overwritten.
pub(super) fn run(config: &Config, title: &str, category: Option<&str>) -> Result<PathBuf, Error> {
    let title = title.trim();
    if title.is_empty() {
        return Err(Error::usage("标题不能为空", "the title is empty"));
    }
    let (catalogue, _, _) = build::catalogue_of(config)?;
    let numbers: Vec<&str> = catalogue
        .iter()
        .map(|(_, e)| e)
        .chain(catalogue.rejected())
        .filter_map(|e| e.index_number.as_deref())
        .collect();
    let number = next(config, &numbers)?;
    let folder = category
        .map(|c| category_folder(config, c))
        .transpose()?
        .unwrap_or_default();
    let today = config.as_of.to_string();
    let mut fields = vec![
        ("title", Value::from(title)),
        ("index_number", Value::from(number.as_str())),
    ];
    if let Some(name) = &config.agency.name {
        fields.push(("issuing_body", Value::from(name.as_str())));
    }
    fields.extend([
        ("date_created", Value::from(today.as_str())),
        ("date_published", Value::from(today.as_str())),
    ]);
    let text = format!("{}\n", front_matter::write(&fields));
    let name = address::index_number(&number).unwrap_or_default();
    let existing = sources(config)?;
    let relative = if folder.is_empty() {
        format!("{name}.md")
    } else {
        format!("{folder}/{name}.md")
    };
    if existing.find(&relative).is_some() || existing.find_other_case(&relative).is_some() {
        return Err(Error::usage(
            format!("文件“content/{relative}”已存在，不予覆盖"),
            format!("content/{relative} exists and is not overwritten"),
        ));
    }
    let path = config
        .root
        .join("content")
        .join(relative.replace('/', std::path::MAIN_SEPARATOR_STR));
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(Error::io(folder))?;
    }
    super::write_new(&path, text.as_bytes())?;
    Ok(path)
}

/// The folder in `content/` that a category stands for: that of the column of this path or name, else the path itself.
pub(super) fn category_folder(config: &Config, category: &str) -> Result<String, Error> {
    let folder = config
        .column(category)
        .map_or_else(|| category.trim_matches('/').to_owned(), |c| c.path.clone());
    let is_wrong = |p: &str| p.trim() != p || p.starts_with('.') || p.contains(['\\', ':']);
    if folder
        .split('/')
        .any(|p| is_wrong(p) || (p.is_empty() && !folder.is_empty()))
    {
        return Err(Error::usage(
            "组配分类须是站内路径",
            "the category must be a path inside the site",
        ));
    }
    Ok(folder)
}

/// The next number by the site's own rule; else the highest number of the year that ends in digits, counted on.
pub(super) fn next(config: &Config, numbers: &[&str]) -> Result<String, Error> {
    let year = config.as_of.year();
    let (prefix, suffix, width) = match &config.index_number.next {
        Some(rule) => {
            let rule = rule.replace("{year}", &format!("{year:04}"));
            let open = rule.find("{serial").ok_or_else(|| {
                Error::usage(
                    "index_number.next 中缺少 {serial}",
                    "index_number.next has no {serial}",
                )
            })?;
            let close = rule[open..].find('}').map(|i| open + i).ok_or_else(|| {
                Error::usage(
                    "index_number.next 中缺少“}”",
                    "index_number.next lacks a `}`",
                )
            })?;
            let width = rule[open..close]
                .strip_prefix("{serial:")
                .and_then(|w| w.parse().ok())
                .unwrap_or(1)
                .min(20);
            (rule[..open].to_owned(), rule[close + 1..].to_owned(), width)
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
    Ok(format!("{prefix}{serial:0width$}{suffix}"))
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
        assert_eq!(next(&config, &[]).unwrap(), "AB/2024-00001");
        assert_eq!(
            next(&config, &["ab/2024-00009", "AB/2023-00100", "AB/2024-x"]).unwrap(),
            "AB/2024-00010"
        );
    }

    #[test]
    fn otherwise_the_numbers_of_the_year_are_counted_on() {
        let config = config("title: t\n");
        assert_eq!(
            next(&config, &["x/2024-0007", "x/2024-0003", "y-2024-1"]).unwrap(),
            "x/2024-0008"
        );
        assert_eq!(next(&config, &["x/2023-0007"]).unwrap(), "2024-00001");
    }
}
