//! Takes the value of `editor` in `mulu.yaml`; gives the address that opens a place of a file in an
//! editor. This file must not know who shows the address.

use crate::diag::shown;
use crate::escape::{is_plain_in_location, percent};
use std::path::Path;

/// The editors that `mulu.yaml` can name, each with the form of its addresses.
const PRESETS: [(&str, &str); 7] = [
    ("vscode", "vscode://file/{path}:{line}:{column}"),
    ("vscodium", "vscodium://file/{path}:{line}:{column}"),
    ("cursor", "cursor://file/{path}:{line}:{column}"),
    ("zed", "zed://file/{path}:{line}:{column}"),
    (
        "idea",
        "idea://open?file=/{path}&line={line}&column={column}",
    ),
    (
        "sublime",
        "subl://open?url=file:///{path}&line={line}&column={column}",
    ),
    (
        "textmate",
        "txmt://open?url=file:///{path}&line={line}&column={column}",
    ),
];

/// Schemes that run scripts or show the file in the browser.
const REFUSED: [&str; 6] = ["javascript", "data", "vbscript", "blob", "file", "about"];

/// The form of the addresses that open files in an editor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Editor(String);

impl Editor {
    /// The names that `mulu.yaml` can give instead of a form.
    pub fn names() -> impl Iterator<Item = &'static str> {
        PRESETS.iter().map(|(name, _)| *name)
    }

    /// Reads the name of an editor, or a form of addresses with `{path}`. `None` if it is neither.
    pub(super) fn read(written: &str) -> Option<Editor> {
        let written = written.trim();
        if let Some((_, form)) = PRESETS.iter().find(|(name, _)| *name == written) {
            return Some(Editor((*form).to_owned()));
        }
        let (scheme, _) = written.split_once(':')?;
        let is_of_a_scheme = |b: u8| b.is_ascii_alphanumeric() || b"+-.".contains(&b);
        let is_plain = |c: char| c.is_ascii_graphic() && !"\"'<>\\^`|".contains(c);
        let fine = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.bytes().all(is_of_a_scheme)
            && !REFUSED.contains(&scheme.to_ascii_lowercase().as_str())
            && written.contains("{path}")
            && written.chars().all(is_plain);
        let rest = ["{path}", "{line}", "{column}"]
            .iter()
            .fold(written.to_owned(), |text, name| text.replace(name, ""));
        (fine && !rest.contains(['{', '}'])).then(|| Editor(written.to_owned()))
    }

    /// The address that opens a file at a line and a column, both counted from 1. `path` is
    /// absolute; it is written into the address without the first slash (`C:/a.md`, `home/a.md`).
    pub fn address(&self, path: &Path, line: u32, column: u32) -> String {
        let path = shown(path).replace('\\', "/");
        let path = percent(path.trim_start_matches('/'), is_plain_in_location);
        self.0
            .replace("{path}", &path)
            .replace("{line}", &line.to_string())
            .replace("{column}", &column.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_editor_is_a_name_or_a_form_with_a_path() {
        for (written, address) in [
            ("vscode", "vscode://file/srv/%E7%AB%99/a%20b.md:3:4"),
            (
                "http://localhost:63342/api/file/{path}:{line}",
                "http://localhost:63342/api/file/srv/%E7%AB%99/a%20b.md:3",
            ),
        ] {
            let editor = Editor::read(written).unwrap();
            assert_eq!(editor.address(Path::new("/srv/站/a b.md"), 3, 4), address);
        }
        let windows = Editor::read("vscode").unwrap();
        let path = Path::new("\\\\?\\C:\\站点\\a.md");
        assert_eq!(
            windows.address(path, 1, 1),
            "vscode://file/C:/%E7%AB%99%E7%82%B9/a.md:1:1"
        );
        for wrong in [
            "",
            "notepad",
            "vscode://file/",
            "javascript:alert({path})",
            "JavaScript:alert({path})",
            "file:///{path}",
            "vscode://file/{path}:{row}",
            "vscode://file/{path}\" onclick=\"x",
            ":{path}",
        ] {
            assert_eq!(Editor::read(wrong), None, "{wrong}");
        }
        for (name, form) in PRESETS {
            assert_eq!(Editor::read(form), Editor::read(name), "{name}");
        }
    }
}
