//! Takes verified packages; gives their certificates as one page for printing. A certificate states
//! the root digest and how to compare it by hand. This file must not know how a package is
//! verified.

use super::digest::hex;
use super::find::bag_info;
use super::layout;
use super::read::Opened;
use super::records::Record;
use crate::diag::{Error, fill};
use crate::escape::markup_into;
use serde_yaml::Mapping;
use sha2::{Digest, Sha256, Sha512};
use std::borrow::Cow;

/// The beginning of every page with certificates. mulu replaces an existing file only if the file
/// begins in this way.
pub const CERTIFICATE: &str = "<!DOCTYPE html>\n<!-- mulu certificate -->\n";

/// The style sheet of the page, for A4 paper.
const STYLE: &str = "@page{size:A4;margin:14mm}body{font:11pt/1.5 serif;max-width:46em;margin:2em auto;\
    color:#000;background:#fff}section+section{break-before:page}h1{text-align:center;margin:0}\
    h2{font-size:1em;margin:1em 0 .2em}.of{text-align:center;margin:.2em 0 1em}\
    table{border-collapse:collapse;width:100%}th,td{border:1px solid #000;padding:.2em .5em;\
    text-align:left;overflow-wrap:anywhere}th{width:8em;font-weight:normal}pre{margin:.2em 0;\
    font:9.5pt/1.4 monospace;white-space:pre-wrap}.root{border:1px solid #000;padding:.4em;\
    font-size:12pt;text-align:center}ol{padding-left:1.5em;margin:.2em 0}p{margin:.4em 0}\
    .sign{margin-top:1em;break-inside:avoid}.sign th{width:6em}.seal{height:4em}\
    @media print{body{margin:0;font-size:10pt;line-height:1.4}}";

/// The page with the certificates of some packages. Each certificate is in the language of its own
/// site; the title of the page is in the language of the first.
pub fn certificates(packages: &[Opened]) -> Result<String, Error> {
    let is_english = packages
        .first()
        .is_some_and(|p| language(p).starts_with("en"));
    let (lang, title) = match is_english {
        true => ("en", "Certificate of an archive package"),
        false => ("zh-Hans", "电子归档包证书"),
    };
    let mut page = format!(
        "{CERTIFICATE}<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n\
         <style>{STYLE}</style>\n</head>\n<body>\n"
    );
    for package in packages {
        page.push_str(&certificate(package)?);
    }
    page.push_str("</body>\n</html>\n");
    Ok(page)
}

/// The certificate of one package, in the language of its site.
fn certificate(package: &Opened) -> Result<String, Error> {
    let lacking = |name: &str| {
        Error::package(
            format!("归档包中没有“{name}”"),
            format!("the package has no {name}"),
        )
    };
    let text = |name: &str| {
        let bytes = package.file(name).ok_or_else(|| lacking(name))?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    };
    let (list, info) = (
        text(layout::TAG_MANIFEST)?,
        bag_info(&text(layout::BAG_INFO)?),
    );
    let label = |name: &str| {
        let found = info.iter().find(|(label, _)| label == name);
        found.map_or("", |(_, value)| value.as_str())
    };
    let is_english = language(package).starts_with("en");
    let template = match is_english {
        true => include_str!("certificate.en.html"),
        false => include_str!("certificate.zh.html"),
    };
    let previous = match (label(layout::PREVIOUS).strip_prefix("sha512:"), is_english) {
        (Some(root), true) => format!("{}, root {root}", label(layout::PREVIOUS_YEAR)),
        (Some(root), false) => format!("{} 年，根 {root}", label(layout::PREVIOUS_YEAR)),
        (None, true) => "none, this is the first".to_owned(),
        (None, false) => "无，本包是第一个".to_owned(),
    };
    let is_document = |r: &&Record| !r.index_number.is_empty() && r.withdrawn.is_none();
    let documents = package.records.documents.iter().filter(is_document);
    let (bytes, files) = label("Payload-Oxum").split_once('.').unwrap_or_default();
    let value = |name: &str| {
        let value = match name {
            "site" => package.records.site.clone(),
            "year" => package.records.as_of.chars().take(4).collect(),
            "organization" => label("Source-Organization").to_owned(),
            "identifier" => label(layout::IDENTIFIER).to_owned(),
            "documents" => documents.clone().count().to_string(),
            "files" => files.to_owned(),
            "bytes" => bytes.to_owned(),
            "previous" => previous.clone(),
            "root" => grouped(&hex(&Sha512::digest(&list))),
            "sha256" => grouped(&hex(&Sha256::digest(&list))),
            _ => return None,
        };
        let mut escaped = String::new();
        markup_into(&mut escaped, &value);
        Some(Cow::from(escaped))
    };
    Ok(fill(template, value))
}

/// The language that the `mulu.yaml` of a package's site states; empty if it states none.
fn language(package: &Opened) -> String {
    let path = format!("{}/mulu.yaml", layout::SOURCE);
    let bytes = package.file(&path).unwrap_or_default();
    let settings: Mapping = serde_yaml::from_slice(&bytes).unwrap_or_default();
    let language = settings.get("language").and_then(|value| value.as_str());
    language.unwrap_or_default().to_owned()
}

/// A digest in groups of eight digits, with four groups on each line.
fn grouped(digest: &str) -> String {
    let mut out = String::new();
    for (at, c) in digest.chars().enumerate() {
        match at {
            0 => {}
            _ if at % 32 == 0 => out.push('\n'),
            _ if at % 8 == 0 => out.push(' '),
            _ => {}
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_can_be_compared_by_eye() {
        let digest = "0123456789abcdef".repeat(4);
        let line = "01234567 89abcdef 01234567 89abcdef";
        assert_eq!(grouped(&digest), format!("{line}\n{line}"));
    }
}
