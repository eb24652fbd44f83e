//! Takes the files of a site with their digests; writes a web archive package: WACZ 1.1.1, a zip
//! file with a WARC file, index, list of pages and description. This file must not know how the
//! files were made.

use super::warc::{Position, Resource, Warc};
use super::zip::{Packed, Zip};
use crate::archive::digest::hex;
use crate::archive::served;
use crate::diag::Error;
use crate::file::{each_piece_of, media_type};
use serde_json::json;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Seek};
use std::path::Path;

/// A file of the site.
pub struct SiteFile<'a> {
    /// The path, relative to the site's root.
    pub path: &'a str,
    /// Size in bytes.
    pub size: u64,
    /// SHA-256 of the bytes.
    pub sha256: [u8; 32],
}

/// The metadata of a web archive.
pub struct About<'a> {
    /// The title of the site.
    pub title: &'a str,
    /// A sentence that says what is archived.
    pub description: &'a str,
    /// The organisation that made the archive.
    pub operator: &'a str,
    /// The absolute address of the site's root, ending in `/`.
    pub base: &'a str,
    /// The year of the archive.
    pub year: i16,
}

/// The address used when the address of the site is unknown. No host has a name in `.invalid` (RFC
/// 2606).
pub const NO_BASE: &str = "https://xxgk.invalid/";

const WARC_NAME: &str = "data.warc.gz";

/// Writes to `to` the web archive of `files`, whose paths begin at the folder `site`. The WARC file
/// is made in `scratch` first, because its size precedes it in the zip file; `scratch` is removed
/// at the end.
pub fn write(
    to: &Path,
    scratch: &Path,
    site: &Path,
    files: &[SiteFile<'_>],
    about: &About<'_>,
) -> Result<(), Error> {
    let date = format!("{:04}-12-31T00:00:00Z", about.year);
    let (index, pages) = write_warc(scratch, site, files, about, &date)?;
    let warc = measure(scratch)?;
    let file = File::create_new(to).map_err(Error::making(to))?;
    let mut zip = Zip::new(BufWriter::new(file), about.year);
    let mut finish = || -> std::io::Result<()> {
        zip.file(
            &format!("archive/{WARC_NAME}"),
            warc.packed,
            &mut BufReader::new(File::open(scratch)?),
        )?;
        let mut listed = vec![(
            format!("archive/{WARC_NAME}"),
            warc.packed.size,
            warc.sha256,
        )];
        for (path, bytes) in [
            ("indexes/index.cdx", index.as_bytes()),
            ("pages/pages.jsonl", pages.as_bytes()),
        ] {
            zip.bytes(path, bytes)?;
            listed.push((
                path.to_owned(),
                bytes.len() as u64,
                Sha256::digest(bytes).into(),
            ));
        }
        let description = describe(about, &date, &listed);
        zip.bytes("datapackage.json", description.as_bytes())?;
        let digest = json!({ "path": "datapackage.json", "hash": format!("sha256:{}", hex(&Sha256::digest(&description))) });
        zip.bytes(
            "datapackage-digest.json",
            format!("{digest:#}\n").as_bytes(),
        )
    };
    finish().map_err(Error::writing(to))?;
    zip.finish().map_err(Error::writing(to))?;
    std::fs::remove_file(scratch).map_err(Error::removing(scratch))
}

/// Writes the WARC file; gives its index (CDXJ) and the list of pages.
fn write_warc(
    scratch: &Path,
    site: &Path,
    files: &[SiteFile<'_>],
    about: &About<'_>,
    date: &str,
) -> Result<(String, String), Error> {
    let software = format!("mulu {}", env!("CARGO_PKG_VERSION"));
    let info = [
        ("software", software.as_str()),
        ("format", "WARC File Format 1.1"),
        (
            "conformsTo",
            "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
        ),
        ("operator", about.operator),
        ("isPartOf", about.title),
        ("description", about.description),
    ];
    let info: Vec<_> = info
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .collect();
    let file = File::create(scratch).map_err(Error::making(scratch))?;
    let mut warc =
        Warc::new(BufWriter::new(file), date, WARC_NAME, &info).map_err(Error::writing(scratch))?;
    let stamp: String = date.chars().filter(char::is_ascii_digit).collect();
    let mut index = Vec::with_capacity(files.len());
    let mut pages = format!(
        "{}\n",
        json!({ "format": "json-pages-1.0", "id": "pages", "title": about.title })
    );
    for file in files {
        let path = site.join(file.path.replace('/', std::path::MAIN_SEPARATOR_STR));
        let uri = format!("{}{}", about.base, file.path);
        let mut source = File::open(&path).map_err(Error::reading(&path))?;
        if is_page(file.path) {
            let title = title(&mut source)
                .and_then(|t| source.rewind().map(|()| t))
                .map_err(Error::reading(&path))?;
            pages.push_str(&format!("{}\n", json!({ "id": hex(&Sha256::digest(&uri)[..8]), "url": uri, "ts": date, "title": title })));
        }
        let folder = served::folder(&uri);
        let query = served::with_query(file.path, &uri);
        for uri in [Some(uri.as_str()), folder, query.as_deref()]
            .into_iter()
            .flatten()
        {
            let resource = Resource {
                uri,
                media_type: media_type(file.path),
                size: file.size,
                sha256: file.sha256,
            };
            source.rewind().map_err(Error::reading(&path))?;
            let position = warc
                .resource(&resource, &mut BufReader::new(&source))
                .map_err(Error::reading(&path))?;
            index.push(index_line(&stamp, &resource, "200", position));
        }
        if let Some((folder, short)) = folder.and_then(|f| Some((f, served::without_slash(f)?))) {
            let (position, sha256) = warc
                .response(short, &served::redirect(folder))
                .map_err(Error::writing(scratch))?;
            let answer = Resource {
                uri: short,
                media_type: "text/html",
                size: 0,
                sha256,
            };
            index.push(index_line(&stamp, &answer, "301", position));
        }
    }
    warc.finish().map_err(Error::writing(scratch))?;
    index.sort_unstable();
    Ok((index.concat(), pages))
}

/// A line of the index (CDXJ) for one record.
fn index_line(stamp: &str, resource: &Resource<'_>, status: &str, position: Position) -> String {
    let line = json!({
        "url": resource.uri, "mime": resource.media_type.split(';').next(), "status": status, "digest": format!("sha256:{}", hex(&resource.sha256)),
        "length": position.length.to_string(), "offset": position.offset.to_string(), "filename": WARC_NAME,
    });
    format!("{} {stamp} {line}\n", sort_key(resource.uri))
}

struct Measured {
    packed: Packed,
    sha256: [u8; 32],
}

/// The size and the checksums of a file that is to be stored uncompressed in a zip file.
fn measure(path: &Path) -> Result<Measured, Error> {
    let (mut crc, mut digest) = (flate2::Crc::new(), Sha256::new());
    let size = each_piece_of(path, |piece| {
        crc.update(piece);
        digest.update(piece);
        Ok(())
    })?;
    Ok(Measured {
        packed: Packed {
            crc: crc.sum(),
            size,
            packed: size,
            deflated: false,
        },
        sha256: digest.finalize().into(),
    })
}

/// The description of the package (a Frictionless data package).
fn describe(about: &About<'_>, date: &str, listed: &[(String, u64, [u8; 32])]) -> String {
    let resources: Vec<_> = listed
        .iter()
        .map(|(path, bytes, digest)| json!({ "name": path.rsplit('/').next(), "path": path, "hash": format!("sha256:{}", hex(digest)), "bytes": bytes }))
        .collect();
    let description = json!({
        "profile": "data-package", "wacz_version": "1.1.1", "title": about.title, "description": about.description, "created": date, "modified": date,
        "software": format!("mulu {}", env!("CARGO_PKG_VERSION")), "mainPageUrl": format!("{}index.html", about.base), "mainPageDate": date, "resources": resources,
    });
    format!("{description:#}\n")
}

/// Whether a file is a page that visitors open by itself.
fn is_page(path: &str) -> bool {
    path.ends_with(".html") && path != "404.html"
}

/// The title stated in the first 64 KiB of a page; empty if there is none.
fn title(page: &mut impl Read) -> std::io::Result<String> {
    let mut head = Vec::new();
    page.take(1 << 16).read_to_end(&mut head)?;
    let head = String::from_utf8_lossy(&head);
    let text = head
        .split_once("<title>")
        .and_then(|(_, rest)| rest.split_once("</title>"))
        .map_or("", |(title, _)| title);
    let plain = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#x27;", "'"),
        ("&#39;", "'"),
        ("&#x2F;", "/"),
        ("&amp;", "&"),
    ];
    Ok(plain
        .iter()
        .fold(text.to_owned(), |text, (entity, c)| text.replace(entity, c)))
}

/// The sort key of an address (SURT), in lower case: the reversed host without `www.`, the port
/// unless it is 80 or 443, then the path.
fn sort_key(uri: &str) -> String {
    let rest = uri
        .split_once("://")
        .map_or(uri, |(_, rest)| rest)
        .to_ascii_lowercase();
    let (host, path) = rest.split_once('/').unwrap_or((&rest, ""));
    let (name, port) = host.split_once(':').unwrap_or((host, ""));
    let mut parts: Vec<&str> = name
        .strip_prefix("www.")
        .unwrap_or(name)
        .split('.')
        .collect();
    parts.reverse();
    let port = if port.is_empty() || port == "80" || port == "443" {
        String::new()
    } else {
        format!(":{port}")
    };
    format!("{}{port})/{path}", parts.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_the_index() {
        assert_eq!(
            sort_key("https://www.example.gov.cn/zfxxgk/Doc/A.html"),
            "cn,gov,example)/zfxxgk/doc/a.html"
        );
        assert_eq!(sort_key("http://example.cn:8080/"), "cn,example:8080)/");
        assert_eq!(sort_key("https://example.cn:443"), "cn,example)/");
    }

    #[test]
    fn titles_are_read_from_pages() {
        let page = "<!DOCTYPE html><html><head><title>甲 &amp;lt; &quot;乙&quot;</title></head>";
        assert_eq!(title(&mut page.as_bytes()).unwrap(), "甲 &lt; \"乙\"");
        assert_eq!(title(&mut &b"no title"[..]).unwrap(), "");
    }
}
