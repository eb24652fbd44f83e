//! Takes a configuration and a package; gives the lines of `bag-info.txt`, and writes the
//! instructions for checking the package and the description of the program. `records.rs` makes the
//! records. This file must not know how records are made.

use crate::archive::{self, Bag, Digests, Package, Records};
use crate::catalogue::address;
use crate::config::Config;
use crate::diag::{Error, fill};
use serde_json::json;
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The exact versions of all dependencies. The package contains the digest of this file.
const LOCK: &[u8] = include_bytes!("../../Cargo.lock");

/// The identifier of all packages of a site: its identification code, or else its address or title.
pub(super) fn group(config: &Config) -> String {
    let host = config
        .base_url
        .as_deref()
        .and_then(|url| url.split_once("://"))
        .map(|(_, rest)| rest.trim_end_matches('/').to_ascii_lowercase());
    let id = config
        .agency
        .site_id_code
        .clone()
        .or(host)
        .unwrap_or_else(|| address::name(&config.title));
    format!(
        "mulu:{}",
        id.chars()
            .map(|c| if c.is_ascii_alphanumeric() || "-._/".contains(c) {
                c
            } else {
                '-'
            })
            .collect::<String>()
    )
}

/// A sentence that says what is archived.
pub(super) fn description(config: &Config, year: i16) -> String {
    format!(
        "{}，截至{year}年12月31日 ({}, as of {year:04}-12-31)",
        config.title, "catalogue of disclosed government documents"
    )
}

/// The lines of `bag-info.txt`.
pub(super) fn bag_info(
    config: &Config,
    year: i16,
    group: &str,
    previous: Option<&Package>,
    payload: &BTreeMap<String, Digests>,
    bytes: u64,
    files: usize,
) -> Vec<(&'static str, String)> {
    let agency = &config.agency;
    let given = [
        (
            "Source-Organization",
            Some(agency.name.clone().unwrap_or_else(|| config.title.clone())),
        ),
        ("Organization-Address", agency.address.clone()),
        ("Contact-Phone", agency.phone.clone()),
        ("Contact-Email", agency.email.clone()),
    ];
    let mut lines: Vec<(&'static str, String)> = given
        .into_iter()
        .filter_map(|(label, value)| Some((label, value?)))
        .collect();
    lines.extend([
        ("External-Description", description(config, year)),
        (archive::IDENTIFIER, format!("{group}:{year:04}")),
        (archive::GROUP, group.to_owned()),
        ("Bagging-Date", format!("{year:04}-12-31")),
        ("Payload-Oxum", format!("{bytes}.{files}")),
        ("Bag-Size", size(bytes)),
        (
            "Bag-Software-Agent",
            format!("mulu {}", env!("CARGO_PKG_VERSION")),
        ),
        (
            archive::PREVIOUS,
            previous.map_or_else(
                || "none".to_owned(),
                |p| format!("sha512:{}", archive::hex(&p.root)),
            ),
        ),
    ]);
    lines.extend(previous.map(|p| (archive::PREVIOUS_YEAR, format!("{:04}", p.year))));
    lines.push((archive::SITE_TREE, site_tree(payload)));
    lines
}

fn size(bytes: u64) -> String {
    let units = ["B", "kB", "MB", "GB", "TB"];
    let (mut value, mut unit) = (bytes as f64, 0);
    while value >= 1000.0 && unit + 1 < units.len() {
        value /= 1000.0;
        unit += 1;
    }
    if unit == 0 {
        format!("{bytes} B")
    } else {
        format!("{value:.1} {}", units[unit])
    }
}

fn site_tree(payload: &BTreeMap<String, Digests>) -> String {
    let prefix = format!("{}/", archive::SITE);
    let mut digest = Sha256::new();
    for (path, d) in payload {
        if let Some(path) = path.strip_prefix(&prefix) {
            digest.update(format!("{}  {path}\n", archive::hex(&d.sha256)));
        }
    }
    archive::hex(&digest.finalize())
}

/// Writes the instructions and the description of the program.
pub(super) fn write(
    config: &Config,
    year: i16,
    records: &Records,
    previous: Option<i16>,
    bag: &Bag,
) -> Result<(), Error> {
    bag.tag(archive::READ_ME, read_me(config, year, previous).as_bytes())?;
    let withdrawn = records
        .documents
        .iter()
        .filter(|r| r.withdrawn.is_some())
        .count();
    let pages = records
        .documents
        .iter()
        .filter(|r| r.index_number.is_empty())
        .count();
    let tool = json!({
        "format": "mulu-tool-1",
        "tool": "mulu",
        "version": env!("CARGO_PKG_VERSION"),
        "licence": env!("CARGO_PKG_LICENSE"),
        "libraries": { "list": "Cargo.lock", "sha256": archive::hex(&Sha256::digest(LOCK)) },
        "built": { "as_of": records.as_of, "documents": records.documents.len() - pages - withdrawn, "pages": pages, "withdrawn": withdrawn },
        "formats": {
            "package": "BagIt 1.0 (RFC 8493)",
            "data/site": "HTML 5, CSS, JavaScript; search works without a server; pages, lists and attachments work without scripts",
            "data/source": "Markdown (CommonMark) with YAML front matter; mulu builds data/site from it",
            "data/records/index.json": "JSON, mulu-records-1",
            "data/records/index.csv": "CSV (RFC 4180), UTF-8 with byte-order mark",
            "data/records/addresses.csv": "CSV (RFC 4180), UTF-8 with byte-order mark",
            "data/records/transfer-list.xlsx": "Office Open XML (ISO/IEC 29500)",
            "data/wacz": "WACZ 1.1.1 with WARC 1.1 (ISO 28500:2017)",
            "digests": "SHA-256 and SHA-512 (FIPS 180-4), SM3 (GB/T 32905-2016)",
        },
    });
    bag.tag(archive::TOOL, format!("{tool:#}\n").as_bytes())
}

/// The instructions for checking the package, in plain words.
fn read_me(config: &Config, year: i16, previous: Option<i16>) -> String {
    let (chain_zh, chain_en) = match previous {
        Some(p) => (
            format!(
                "本包的 bag-info.txt 中，“Mulu-Previous-Snapshot: sha512:”之后的字符，应与对 {p} 年归档包运行下面命令的结果相同：\n\n    sha512sum tagmanifest-sha512.txt\n\n不相同，说明 {p} 年的归档包在本包制成之后被改动或重做过。"
            ),
            format!(
                "In bag-info.txt of this package, what follows \"Mulu-Previous-Snapshot: sha512:\" must equal what this command says in the package of {p}:\n\n    sha512sum tagmanifest-sha512.txt\n\nIf it does not, the package of {p} was changed or made anew after this one was made."
            ),
        ),
        None => (
            "这是第一个归档包，之前没有可核对的年份。".to_owned(),
            "This is the first package: there is no earlier one to compare with.".to_owned(),
        ),
    };
    let value = |name: &str| match name {
        "title" => Some(Cow::from(config.title.as_str())),
        "year" => Some(Cow::from(year.to_string())),
        "chain_zh" => Some(Cow::from(chain_zh.as_str())),
        "chain_en" => Some(Cow::from(chain_en.as_str())),
        _ => None,
    };
    fill(include_str!("read_me.txt"), value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes() {
        assert_eq!(
            [size(0), size(999), size(1000), size(1_234_567)],
            ["0 B", "999 B", "1.0 kB", "1.2 MB"]
        );
    }
}
