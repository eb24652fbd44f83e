//! Takes the path of a package; makes the folder of its site again, and prints what was restored
//! and the path of this folder. This file must not know how a folder is restored.

use super::files::{plain, refuse_mount, refuse_overlap};
use super::terminal::{Terminal, print_line};
use crate::diag::Error;
use crate::snapshot::{Restored, refuse_filled, restore};
use std::path::{Path, PathBuf};

/// Makes the folder. The exit code is 1 when the package is not whole.
pub(super) fn run(package: &Path, output: Option<&Path>, terminal: &Terminal) -> Result<u8, Error> {
    // a named folder that cannot be used is refused before the package is verified
    if let Some(output) = output {
        place(package, output)?;
    }
    let mut shown = PathBuf::new();
    let restored = restore(package, |year| {
        let typed = output.map(Path::to_owned);
        shown = typed.unwrap_or_else(|| PathBuf::from(format!("restored-{year:04}")));
        place(package, &shown)
    })?;
    let folder = match restored {
        Restored::Folder(folder) => folder,
        Restored::Unsound(report) => {
            super::verify::not_whole(package, &report, terminal);
            terminal.say(
                "没有恢复任何文件。请换用完好的副本。",
                "Nothing was restored. Use a whole copy of the package.",
            );
            return Ok(1);
        }
    };
    let (year, files) = (folder.year, folder.files);
    let mib = folder.bytes as f64 / f64::from(1 << 20);
    terminal.say(
        &format!("已恢复 {year} 年归档的站点：{files} 个文件，{mib:.1} MiB，与归档时逐字节相同。"),
        &format!(
            "The site archived for {year}: {files} files, {mib:.1} MiB, as they were archived."
        ),
    );
    let root = &folder.root;
    terminal.say(
        &format!("归档包的根（请与当年公布的核对）：\n  {root}"),
        &format!(
            "Root of the package, to be compared with the one made public at the time:\n  {root}"
        ),
    );
    print_line(&shown.display().to_string());
    Ok(0)
}

/// The absolute path of the restored folder, or an error if no folder may be made at `output`.
fn place(package: &Path, output: &Path) -> Result<PathBuf, Error> {
    let what = ("恢复的文件夹", "the restored folder");
    refuse_overlap(output, package, &[""], what)?;
    refuse_mount(output, what)?;
    let (place, here) = (plain(output)?, plain(Path::new("."))?);
    // the new folder replaces an empty folder with this path, so a terminal in the empty folder
    // would be in a folder that no longer exists
    if here.starts_with(&place) {
        return Err(Error::usage(
            "不能恢复到当前所在的文件夹；请用 -o 写其下的一个新文件夹，如 -o restored",
            "the current folder cannot be replaced; name a new folder in it, such as -o restored",
        ));
    }
    refuse_filled(&place)?;
    Ok(place)
}
