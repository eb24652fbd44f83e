//! `mulu init`: a new site with the standard columns, that builds and checks clean.

use crate::diag::{Error, Lang};
use std::path::Path;

/// The files of a new site.
const FILES: [(&str, &str); 5] = [
    ("mulu.yaml", include_str!("init/mulu.yaml")),
    ("content/guide.md", include_str!("init/guide.md")),
    ("content/system/catalogue.md", include_str!("init/catalogue.md")),
    ("content/apply.md", include_str!("init/apply.md")),
    (".gitignore", "/public/\n/.mulu/\n"),
];

/// Makes the site; a folder with anything in it is refused.
pub(super) fn run(dir: &Path, _lang: Lang) -> Result<(), Error> {
    let empty = match std::fs::read_dir(dir) {
        Ok(mut entries) => entries.next().is_none(),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => true,
        Err(e) => return Err(Error::io(dir)(e)),
    };
    if !empty {
        let shown = dir.display();
        return Err(Error::usage(
            format!("文件夹“{shown}”不是空的，没有改动；请另选一个"),
            format!("{shown} is not empty and was not touched; choose another folder"),
        ));
    }
    for (path, text) in FILES {
        let path = dir.join(path);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(Error::io(folder))?;
        }
        std::fs::write(&path, text).map_err(Error::io(&path))?;
    }
    Ok(())
}
