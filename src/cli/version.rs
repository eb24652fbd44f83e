//! Takes what the build script recorded; gives the short and the long text of `--version`. This
//! file must not know the command line.

use crate::diag::Lang;
use crate::{archive, search};

/// The name and the version.
pub(super) fn short() -> String {
    format!("mulu {}", env!("CARGO_PKG_VERSION"))
}

/// The name and the version, and the first nine characters of the commit with its day, if the build
/// script knew the commit.
pub(super) fn of_program() -> String {
    match env!("MULU_COMMIT").split_once(' ') {
        Some((commit, day)) => {
            let commit = commit.get(..9).unwrap_or(commit);
            format!("{} ({commit} {day})", short())
        }
        None => short(),
    }
}

/// The name and the version, then the commit, target and compiler of the program and the formats
/// that it writes.
pub(super) fn long(lang: Lang) -> String {
    let pick = |zh, en| if lang == Lang::Zh { zh } else { en };
    let commit = match env!("MULU_COMMIT") {
        "" => pick("未知", "unknown"),
        commit => commit,
    };
    let rows = [
        (pick("提交", "commit"), commit.to_owned()),
        (pick("平台", "target"), env!("MULU_TARGET").to_owned()),
        (pick("编译器", "compiler"), env!("MULU_RUSTC").to_owned()),
        (
            pick("检索索引格式", "format of the search index"),
            search::VERSION.to_string(),
        ),
        (
            pick("归档包格式", "formats of an archive package"),
            archive::FORMATS.join(pick("、", ", ")),
        ),
    ];
    let colon = pick("：", ": ");
    let rows = rows
        .iter()
        .map(|(name, value)| format!("\n{name}{colon}{value}"));
    short() + &rows.collect::<String>()
}
