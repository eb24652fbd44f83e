//! Defines the name of every file in a package, and the rule for paths. This file must not know the
//! content of any file.

use crate::file::is_device;

/// The maximum length of a name in bytes, as on Linux (85 Chinese characters).
const LONGEST_NAME: usize = 255;
/// The longest path in a package, in UTF-16 units. Windows allows 259 for a whole path, which
/// includes the folder of the package.
const LONGEST_PATH: usize = 220;

/// The folder of a site's packages. Its packages are named by their years.
pub const FOLDER: &str = "archive";

/// The file that declares a bag; its content is `DECLARATION`.
pub const BAGIT: &str = "bagit.txt";
/// The content of `bagit.txt`.
pub const DECLARATION: &str = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";
/// Who made the bag, what it contains, and when it was made: `Label: value` lines.
pub const BAG_INFO: &str = "bag-info.txt";
/// SHA-256 of every payload file: lines `<hex>  data/<path>` that end in LF, sorted by the bytes of
/// the path.
pub const MANIFEST_SHA256: &str = "manifest-sha256.txt";
/// SHA-512 of every payload file, in the same form.
pub const MANIFEST_SHA512: &str = "manifest-sha512.txt";
/// SHA-512 of every tag file except itself and the seals. Its own SHA-512 is the root digest of the
/// package.
pub const TAG_MANIFEST: &str = "tagmanifest-sha512.txt";
/// Signatures and time stamps over the tag manifest, beside it; they may be added later. The tag
/// manifest need not list them.
pub const SEALS: [&str; 3] = [
    "tagmanifest-sha512.txt.sig",
    "tagmanifest-sha512.txt.minisig",
    "tagmanifest-sha512.txt.tsr",
];

/// The folder of the payload.
pub const PAYLOAD: &str = "data";
/// The browsable site.
pub const SITE: &str = "data/site";
/// The source of the site: a folder that mulu can build.
pub const SOURCE: &str = "data/source";
/// The records as a table.
pub const RECORDS_CSV: &str = "data/records/index.csv";
/// The records as JSON: one `Records`.
pub const RECORDS: &str = "data/records/index.json";
/// The transfer list (移交清单) for an archives office.
pub const TRANSFER_LIST: &str = "data/records/transfer-list.xlsx";
/// The addresses of all pages in this and all earlier packages, with the first and the last year of
/// each. Packages made by early versions of mulu lack this file.
pub const ADDRESSES: &str = "data/records/addresses.csv";
/// The folder of the web archive.
pub const WACZ_FOLDER: &str = "data/wacz";

/// SM3 (GB/T 32905) of every payload file, in the form of a manifest. It is a tag file, because
/// `manifest-*` is reserved for algorithms that every BagIt tool knows.
pub const PAYLOAD_SM3: &str = "metadata/payload-sm3.txt";
/// The report on the four properties (四性): what was checked, and how.
pub const FOUR_PROPERTIES: &str = "metadata/sixing-report.json";
/// The instructions for checking the package without mulu.
pub const READ_ME: &str = "metadata/README-如何校验.txt";
/// The program that made the package.
pub const TOOL: &str = "metadata/tool.json";

/// Label in bag-info: the root digest of the latest earlier package, as `sha512:<hex of its tag
/// manifest>`, or `none`.
pub const PREVIOUS: &str = "Mulu-Previous-Snapshot";
/// Label in bag-info: the year of the latest earlier package. The label is left out if there is
/// none.
pub const PREVIOUS_YEAR: &str = "Mulu-Previous-Year";
/// Label in bag-info: the SHA-256 over one line `<sha256>  <path>` for each file of `data/site`.
/// Lines are sorted by the bytes of the path; paths are relative to `data/site`.
pub const SITE_TREE: &str = "Mulu-Site-Tree-SHA256";
/// Label in bag-info: the identifier of the package, `mulu:<site>:<year>`.
pub const IDENTIFIER: &str = "External-Identifier";
/// Label in bag-info: the identifier that all packages of one site share, `mulu:<site>`.
pub const GROUP: &str = "Bag-Group-Identifier";

/// The path of the web archive of a year.
pub fn wacz_path(year: i16) -> String {
    format!("{WACZ_FOLDER}/xxgk-{year:04}.wacz")
}

/// The path of the tag file with the differences between an earlier package and that of `year`;
/// `ending` is `json` or `html`.
pub fn difference(earlier: i16, year: i16, ending: &str) -> String {
    format!("metadata/diff-{earlier:04}-{year:04}.{ending}")
}

/// Whether all systems and tools can handle the path of a file in a package. A portable path is in
/// NFC. It has no `%`, no control character and none of `\ : * ? " < > |`. It has no empty part, no
/// `.` or `..`, no part that ends in a dot or a space, and no device name of Windows. Each part has
/// at most `LONGEST_NAME` bytes, and the whole path at most `LONGEST_PATH` units.
pub fn is_portable(path: &str) -> bool {
    let part = |p: &str| {
        !p.is_empty()
            && p != "."
            && p != ".."
            && !p.ends_with(['.', ' '])
            && !is_device(p)
            && p.len() <= LONGEST_NAME
    };
    !path
        .chars()
        .any(|c| c.is_control() || "%\\:*?\"<>|".contains(c))
        && unicode_normalization::is_nfc(path)
        && path.split('/').all(part)
        && path.encode_utf16().count() <= LONGEST_PATH
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
            "",
            "a//b",
            "/a",
            "a/",
            "../a",
            "a/./b",
            "a%b",
            "a\\b",
            "a:b",
            "a\nb",
            "a*",
            "a?",
            "a\"",
            "a<",
            "a|b",
            "a.",
            "a ",
            "e\u{301}",
            "aux",
            "a/nul.md",
            "COM1.md",
            "a/CONIN$/b",
            "lpt¹.x",
            "con .md",
        ] {
            assert!(!is_portable(path), "{path}");
        }
        for (name, times, is_right) in [
            ("通", 85, true),
            ("通", 86, false), // Linux counts bytes
            ("目录/", 73, true),
            ("目录/", 74, false), // Windows counts the whole path
        ] {
            let path = name.repeat(times) + if name.ends_with('/') { "a" } else { "" };
            assert_eq!(is_portable(&path), is_right, "{path}");
        }
    }
}
