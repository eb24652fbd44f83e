//! Takes the name of a file or folder; gives the most similar name that every system allows. The
//! content of the file or folder does not matter. This file must not know the content.

use crate::file::is_device;
use crate::parse::invisible;
use unicode_normalization::UnicodeNormalization;

/// The longest name that every file system allows, in bytes.
const LONGEST: usize = 255;

/// The most similar name that every system allows, perhaps the name itself. Windows forbids some
/// characters, a space or a full stop at the end, and device names; an archive package forbids `%`
/// too. Invisible characters, which may hide the ending, are left out. `None` if nothing is left.
pub(super) fn portable(name: &str) -> Option<String> {
    let allowed = |c: char| !c.is_control() && !r#"<>:"/\|?*%"#.contains(c);
    let name: String = invisible::without(name)
        .nfc()
        .map(|c| if allowed(c) { c } else { '-' })
        .collect();
    let mut name = name.trim().trim_end_matches(['.', ' ']).to_owned();
    if is_device(&name) {
        name.insert(0, '_');
    }
    if name.len() > LONGEST {
        let ending = name
            .rsplit_once('.')
            .map_or(0, |(stem, _)| name.len() - stem.len());
        let ending = name.split_off(name.len() - if ending > 16 { 0 } else { ending });
        let mut most = LONGEST - ending.len();
        while !name.is_char_boundary(most) {
            most -= 1;
        }
        name.truncate(most);
        name += &ending;
    }
    (!name.is_empty()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_portable_name_can_be_held_by_windows() {
        for name in [
            "申请表.docx",
            "a b.pdf",
            "2024年.预算.xlsx",
            "com.docx",
            "console.md",
        ] {
            assert_eq!(portable(name).as_deref(), Some(name));
        }
        for (name, right) in [
            ("a:b?.docx", "a-b-.docx"),
            ("表*1.docx", "表-1.docx"),
            ("占比 100%.csv", "占比 100-.csv"),
            ("a\\b/c.docx", "a-b-c.docx"),
            ("末尾. ", "末尾"),
            ("con.docx", "_con.docx"),
            ("NUL", "_NUL"),
            ("lpt1.pdf", "_lpt1.pdf"),
            ("a\u{7}b.txt", "a b.txt"),
            ("a\tb.txt", "a-b.txt"),
            ("申请\u{200b}表\u{feff}.docx", "申请表.docx"),
            ("公告\u{202e}fdp.exe", "公告fdp.exe"),
            ("e\u{301}.txt", "é.txt"),
        ] {
            assert_eq!(portable(name).as_deref(), Some(right), "{name}");
        }
        assert_eq!(portable(" .. "), None);
        let long = portable(&format!("{}.docx", "长".repeat(200))).unwrap();
        assert!(long.len() <= LONGEST && long.ends_with(".docx"), "{long}");
    }
}
