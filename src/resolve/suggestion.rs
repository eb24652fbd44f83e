//! Takes the path of a missing file; gives the remedy, with the file that was probably meant. It
//! must not know documents.

use crate::diag::{Words, words};
use crate::source::{Sources, Wanted};

/// The remedy for a path relative to `content/`.
pub(super) fn of(sources: &Sources, path: &str, wanted: Wanted) -> Words {
    let (folder, _) = path.rsplit_once('/').unwrap_or_default();
    // Windows and macOS ignore letter case, so such a path works on the author's computer but not
    // on most servers
    if let Some(file) = sources.find_other_case(path) {
        return words(
            format!(
                "有一个文件只差字母大小写：{}；网站服务器区分大小写。",
                file.path
            ),
            format!(
                "There is a file that differs in letter case only: {}. Servers tell them apart.",
                file.path
            ),
        );
    }
    if let Some(file) = sources.find_near(path, wanted) {
        let (there, name) = file.path.rsplit_once('/').unwrap_or(("", &file.path));
        return if there == folder {
            words(format!("是不是“{name}”？"), format!("Did you mean {name}?"))
        } else {
            let zh = format!("content/{} 有同名文件，请写明路径或把它移过来。", file.path);
            let en = format!(
                "There is content/{}: write the path that leads there, or move the file here.",
                file.path
            );
            words(zh, en)
        };
    }
    words(
        "请核对文件名和文件夹。",
        "Check the names of the file and its folder.",
    )
}

/// The remedy for a path that leads out of the content folder.
pub(super) fn outside() -> Words {
    words(
        "路径不能超出 content 文件夹。",
        "The path leads out of the content folder.",
    )
}
