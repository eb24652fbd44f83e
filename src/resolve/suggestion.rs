//! Takes a path or a link that leads to no file; gives the remedy, with the file or the address
//! that is probably meant. This file must not know documents.

use crate::diag::{Words, words};
use crate::source::{Sources, Wanted};

/// The remedy for a path relative to `content/`.
pub(super) fn of(sources: &Sources, path: &str, wanted: Wanted) -> Words {
    let (folder, _) = path.rsplit_once('/').unwrap_or_default();
    // an address with the wrong letter case works on the author's Windows or macOS, but not on most
    // servers
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
    if wanted == Wanted::Attachment && !path[folder.len()..].contains('.') {
        return words(
            "文件名要连同扩展名写全，如“申请表.docx”；请核对文件名和文件夹。",
            "A file name ends with its extension, as in form.docx; check the name and the folder.",
        );
    }
    words(
        "请核对文件名和文件夹。",
        "Check the names of the file and its folder.",
    )
}

/// The remedy for a path on the author's computer or network, such as `D:表.docx`. `D:` is a drive,
/// because no scheme of an address has only one letter.
pub(super) fn of_local(written: &str) -> Option<Words> {
    let written = written.trim();
    let is_drive =
        written.get(1..2) == Some(":") && written.starts_with(|c: char| c.is_ascii_alphabetic());
    if !is_drive && !written.starts_with("\\\\") && !written.to_lowercase().starts_with("file:") {
        return None;
    }
    let name = written.rsplit(['/', '\\', ':']).next()?;
    Some(words(
        format!(
            "这是您电脑里的文件，公众打不开；请把它复制到本文档所在的文件夹，只写文件名：“{name}”。"
        ),
        format!(
            "This is a file on your computer: copy it into the folder of this document and write \
             its name alone, `{name}`."
        ),
    ))
}

/// Marks that no host has. People type them in place of dots.
const NOT_OF_HOSTS: [char; 5] = [',', '，', '、', ';', '；'];

fn after_scheme(address: &str) -> &str {
    address.split_once("//").map_or(address, |(_, rest)| rest)
}

fn host(address: &str) -> &str {
    let rest = after_scheme(address);
    rest.split(['/', '?', '#']).next().unwrap_or(rest)
}

/// Whether the host of a web address has a mark that no host has, such as a comma for a dot.
pub(super) fn has_wrong_host(address: &str) -> bool {
    host(address).contains(NOT_OF_HOSTS)
}

/// The remedy for a link that is no path: a mistyped web address, a mail address, or a local file.
/// `written` is percent-decoded. `None` for a path.
pub(super) fn of_address(written: &str) -> Option<Words> {
    let written = written.trim();
    if let Some(remedy) = of_local(written) {
        return Some(remedy);
    }
    let is_mail = written.contains('@') && !written.contains(['/', ':', '?']);
    if is_mail {
        return Some(words(
            format!("是电子邮箱的，写成：“mailto:{written}”。"),
            format!("For a mail address write `mailto:{written}`."),
        ));
    }
    let plain = crate::catalogue::address::plain_number(written);
    let mut plain = plain.replace("。", ".");
    let at = plain.len() - after_scheme(&plain).len();
    plain.replace_range(
        at..at + host(&plain).len(),
        &host(&plain).replace(NOT_OF_HOSTS, "."),
    );
    let lower = plain.to_lowercase();
    let is_web = lower.starts_with("http:") || lower.starts_with("https:");
    let is_host = lower.starts_with("www.");
    let fixed = match (is_web, is_host) {
        (true, _) => {
            let (scheme, rest) = plain.split_once(':')?;
            format!(
                "{}://{}",
                scheme.to_lowercase(),
                rest.trim_start_matches('/')
            )
        }
        (false, true) => format!("https://{plain}"),
        (false, false) => return None,
    };
    (fixed != written).then(|| {
        words(
            format!("是网址的，用半角字符书写，并以 https:// 或 http:// 开头：“{fixed}”。"),
            format!(
                "A web address has half-width characters and begins with https:// or http://: \
                 `{fixed}`."
            ),
        )
    })
}

/// The remedy for a link to a missing file: the given remedy, and how links are written.
pub(super) fn of_link(remedy: Words) -> Words {
    words(
        format!(
            "{}链接写成相对于本文件的路径，如 ../zcwj/2024-01.md。",
            remedy.zh
        ),
        format!(
            "{} Links are relative to this file, such as ../policy/2024-01.md.",
            remedy.en
        ),
    )
}

/// The remedy for a path that leads out of the content folder.
pub(super) fn outside() -> Words {
    words(
        "路径不能超出 content 文件夹。",
        "The path leads out of the content folder.",
    )
}
