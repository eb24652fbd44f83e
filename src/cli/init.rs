//! Takes an empty folder; gives a new site in it. It must not know what the files of a site
//! contain.

use super::args::Level;
use super::terminal::Terminal;
use crate::diag::Error;
use crate::draft;
use std::path::Path;

/// Creates the site. A folder that is not empty is refused.
pub(super) fn run(dir: &Path, level: Level, terminal: &Terminal) -> Result<u8, Error> {
    let empty = match std::fs::read_dir(dir) {
        Ok(mut entries) => entries.next().is_none(),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => true,
        Err(e) => return Err(Error::reading(dir)(e)),
    };
    let shown = dir.display();
    if !empty {
        return Err(Error::usage(
            format!("文件夹“{shown}”不是空的，没有改动；请另选一个"),
            format!("{shown} is not empty and was not touched; choose another folder"),
        ));
    }
    let level = match level {
        Level::Province => draft::Level::Province,
        Level::City => draft::Level::City,
        Level::County => draft::Level::County,
        Level::Township => draft::Level::Township,
        Level::Department => draft::Level::Department,
    };
    for (path, text) in draft::site(level) {
        let path = dir.join(path);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(Error::making(folder))?;
        }
        std::fs::write(&path, text.as_bytes()).map_err(Error::writing(&path))?;
    }
    terminal.say(
        &format!(
            "已在“{shown}”建立新站点。\n\
             下一步：编辑 {shown}/mulu.yaml，再运行 mulu -r {shown} build"
        ),
        &format!(
            "A new site is in {shown}.\n\
             Next: edit {shown}/mulu.yaml, then run mulu -r {shown} build"
        ),
    );
    Ok(0)
}
