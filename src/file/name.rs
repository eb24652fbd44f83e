//! Takes the name of a file; gives its media type, whether a system or program made it for itself,
//! and whether a system reserves it. The file is not opened.

use std::path::Path;

/// The media type of a page.
pub const HTML: &str = "text/html; charset=utf-8";

/// The media type of a file by the ending of its name.
pub fn media_type(path: &str) -> &'static str {
    let name = path.rsplit('/').next().unwrap_or(path);
    let extension = name
        .rsplit_once('.')
        .map_or("", |(_, e)| e)
        .to_ascii_lowercase();
    match extension.as_str() {
        "html" | "htm" | "shtml" => HTML,
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "jsonld" => "application/ld+json",
        "csv" => "text/csv; charset=utf-8",
        "xml" => "application/xml",
        "txt" | "md" => "text/plain; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "bmp" => "image/bmp",
        "tif" | "tiff" => "image/tiff",
        "woff2" => "font/woff2",
        "woff" => "font/woff",
        "ttf" => "font/ttf",
        "otf" => "font/otf",
        "mp3" => "audio/mpeg",
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        "pdf" => "application/pdf",
        "ofd" => "application/ofd",
        "doc" | "wps" => "application/msword",
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "xls" | "et" => "application/vnd.ms-excel",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "ppt" => "application/vnd.ms-powerpoint",
        "pptx" => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "zip" => "application/zip",
        "epub" => "application/epub+zip",
        _ => "application/octet-stream",
    }
}

/// Whether an operating system makes files or folders with this name for its own use.
pub fn is_system_file(name: &str) -> bool {
    let own = [".DS_Store", "Thumbs.db", "desktop.ini", "__MACOSX"];
    own.iter().any(|own| name.eq_ignore_ascii_case(own)) || name.starts_with("._")
}

/// Whether no person made a file with this name: a hidden file, a system file, or the lock file of
/// an office program.
pub fn is_litter(name: &str) -> bool {
    name.starts_with('.') || name.starts_with("~$") || is_system_file(name)
}

/// Whether an operating system creates a file with this name in folders that a person opens.
pub fn is_folder_view_file(name: &str) -> bool {
    let names = [".DS_Store", "Thumbs.db", "desktop.ini"];
    names.iter().any(|own| name.eq_ignore_ascii_case(own))
}

/// Whether Windows reserves a name for a device. Only the part before the first dot counts.
pub fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default();
    let stem = stem.trim_end().to_ascii_lowercase();
    let digit = |c: char| c.is_ascii_digit() || matches!(c, '¹' | '²' | '³');
    matches!(
        stem.as_str(),
        "con" | "prn" | "aux" | "nul" | "conin$" | "conout$"
    ) || ["com", "lpt"].iter().any(|device| {
        let mut rest = stem.strip_prefix(device).unwrap_or_default().chars();
        rest.next().is_some_and(digit) && rest.next().is_none()
    })
}

/// Whether this system is Windows and a path ends in a name that Windows reserves.
pub fn is_reserved(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default();
    cfg!(windows) && is_device(&name.to_string_lossy())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_follow_the_name() {
        assert_eq!(media_type("a/b.HTML"), HTML);
        assert_eq!(media_type("search/x.js"), "text/javascript; charset=utf-8");
        assert_eq!(media_type("附件.ofd"), "application/ofd");
        assert_eq!(media_type("a.shtml"), HTML);
        for nothing in ["a", "a.b/c", ".html/x", "x.exe", ""] {
            assert_eq!(media_type(nothing), "application/octet-stream", "{nothing}");
        }
    }

    #[test]
    fn litter_is_known_by_its_name() {
        for name in [
            ".DS_Store",
            "thumbs.db",
            "Desktop.ini",
            "._a.md",
            "__MACOSX",
        ] {
            assert!(is_system_file(name) && is_litter(name), "{name}");
        }
        for name in [".git", "~$公告.docx"] {
            assert!(is_litter(name) && !is_system_file(name), "{name}");
        }
        // a folder's name may end with a tilde
        assert!(!is_litter("2019~") && !is_litter("a.md") && !is_litter("thumbs.db.md"));
    }
}
