//! The names of everything in a package, and which paths a package may hold. Constants only: it knows no file and no digest.

/// The folder of a site in which its packages lie, one a year, named by the year in four digits.
pub const FOLDER: &str = "archive";

/// The declaration of a bag: exactly `DECLARATION`.
pub const BAGIT: &str = "bagit.txt";
/// What stands in `bagit.txt`.
pub const DECLARATION: &str = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";
/// Who made the bag, of what, and when: `Label: value` lines.
pub const BAG_INFO: &str = "bag-info.txt";
/// SHA-256 of every payload file: `<hex>  data/<path>`, sorted by bytes, LF.
pub const MANIFEST_SHA256: &str = "manifest-sha256.txt";
/// SHA-512 of every payload file, in the same form.
pub const MANIFEST_SHA512: &str = "manifest-sha512.txt";
/// SHA-512 of every tag file but itself and the seals. Its own SHA-512 is the root of the package.
pub const TAG_MANIFEST: &str = "tagmanifest-sha512.txt";
/// What may stand beside the tag manifest without being listed: signatures and time stamps over it, added at any time.
pub const SEALS: [&str; 3] = [
    "tagmanifest-sha512.txt.sig",
    "tagmanifest-sha512.txt.minisig",
    "tagmanifest-sha512.txt.tsr",
];

/// Everything that is archived.
pub const PAYLOAD: &str = "data";
/// The browsable site.
pub const SITE: &str = "data/site";
/// What it was made from: a folder that mulu can build.
pub const SOURCE: &str = "data/source";
/// The records as a table.
pub const RECORDS_CSV: &str = "data/records/index.csv";
/// The records: one `Records`.
pub const RECORDS: &str = "data/records/index.json";
/// The transfer list (移交清单) for an archives office.
pub const TRANSFER_LIST: &str = "data/records/transfer-list.xlsx";
/// The folder of the web archive.
pub const WACZ_FOLDER: &str = "data/wacz";

/// SM3 (GB/T 32905) of every payload file, in the form of a manifest; a tag file, so that `manifest-*` stay with algorithms
/// that every tool knows.
pub const PAYLOAD_SM3: &str = "metadata/payload-sm3.txt";
/// What was checked of the four properties (四性).
pub const FOUR_PROPERTIES: &str = "metadata/sixing-report.json";
/// How to check the package with nothing but coreutils.
pub const READ_ME: &str = "metadata/README-如何校验.txt";
/// What made the package.
pub const TOOL: &str = "metadata/tool.json";

/// The label in bag-info of the latest earlier package: `sha512:<hex of its tag manifest>`, or `none`.
pub const PREVIOUS: &str = "Mulu-Previous-Snapshot";
/// The label in bag-info of the year of that package; left out when there is none.
pub const PREVIOUS_YEAR: &str = "Mulu-Previous-Year";
/// The label in bag-info of the SHA-256 over the lines `<sha256>  <path>` of `data/site`, sorted by bytes, paths relative to it.
pub const SITE_TREE: &str = "Mulu-Site-Tree-SHA256";
/// The label in bag-info of the package: `mulu:<site>:<year>`.
pub const IDENTIFIER: &str = "External-Identifier";
/// The label in bag-info of the packages of one site: `mulu:<site>`.
pub const GROUP: &str = "Bag-Group-Identifier";

/// The web archive of a year.
pub fn wacz_path(year: i16) -> String {
    format!("{WACZ_FOLDER}/xxgk-{year:04}.wacz")
}

/// The differences to an earlier package, as a tag file; `ending` is `json` or `html`.
pub fn difference(earlier: i16, year: i16, ending: &str) -> String {
    format!("metadata/diff-{earlier:04}-{year:04}.{ending}")
}

/// Whether a payload path can be written on every system and read by every tool: no `%`, control characters or
/// `\ : * ? " < > |`, in NFC, no part that is empty, `.` or `..` or that ends in a dot or a blank.
pub fn is_portable(path: &str) -> bool {
    let part = |p: &str| !p.is_empty() && p != "." && p != ".." && !p.ends_with(['.', ' ']);
    !path
        .chars()
        .any(|c| c.is_control() || "%\\:*?\"<>|".contains(c))
        && unicode_normalization::is_nfc(path)
        && path.split('/').all(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn portable_paths() {
        for path in [
            "data/site/index.html",
            "data/source/content/zcwj/关于 x.md",
            "a",
        ] {
            assert!(is_portable(path), "{path}");
        }
        for path in [
            "", "a//b", "/a", "a/", "../a", "a/./b", "a%b", "a\\b", "a:b", "a\nb", "a*", "a?",
            "a\"", "a<", "a|b", "a.", "a ", "e\u{301}",
        ] {
            assert!(!is_portable(path), "{path}");
        }
    }
}
