//! Takes a package; gives one zip file for transport. The folder stays as it is. This file must not
//! know what the files mean.

use super::zip::{Packed, Zip};
use crate::diag::Error;
use crate::file::{Existing, Whole, each_piece};
use std::fs::File;
use std::io::BufWriter;
use std::path::Path;

/// Extensions of files that are already compressed.
const PACKED: [&str; 16] = [
    "wacz", "gz", "zip", "xlsx", "docx", "pptx", "ofd", "png", "jpg", "jpeg", "gif", "webp", "mp3",
    "mp4", "7z", "rar",
];

/// The largest file that is compressed, in bytes. Larger files are stored uncompressed, because a
/// file is compressed in memory.
const LARGE: u64 = 32 << 20;

/// Packs a folder into the zip file `to`, below one top folder `top`. An earlier file at `to` is
/// replaced, but only when the zip file is complete.
pub fn pack(folder: &Path, top: &str, year: i16, to: &Path) -> Result<(), Error> {
    let file = Whole::create(to, Existing::IsReplaced)?;
    let mut zip = Zip::new(BufWriter::new(file), year);
    let mut paths = Vec::new();
    for entry in walkdir::WalkDir::new(folder).follow_links(false) {
        let entry = entry.map_err(|e| {
            Error::reading(folder)(
                e.into_io_error()
                    .unwrap_or_else(|| std::io::Error::other("loop")),
            )
        })?;
        if entry.file_type().is_file() {
            let relative = entry.path().strip_prefix(folder).unwrap_or(entry.path());
            paths.push((
                relative
                    .components()
                    .map(|c| c.as_os_str().to_string_lossy())
                    .collect::<Vec<_>>()
                    .join("/"),
                entry.into_path(),
            ));
        }
    }
    paths.sort_unstable();
    for (path, on_disk) in paths {
        add(&mut zip, &format!("{top}/{path}"), &on_disk).map_err(Error::reading(&on_disk))?;
    }
    zip.finish()
        .map_err(Error::writing(to))?
        .into_inner()
        .map_err(|e| Error::writing(to)(e.into_error()))?
        .finish()
}

fn add(zip: &mut Zip<impl std::io::Write>, name: &str, path: &Path) -> std::io::Result<()> {
    let size = path.metadata()?.len();
    let ending = name
        .rsplit_once('.')
        .map(|(_, e)| e.to_ascii_lowercase())
        .unwrap_or_default();
    if size <= LARGE && !PACKED.contains(&ending.as_str()) {
        return zip.bytes(name, &std::fs::read(path)?);
    }
    let mut crc = flate2::Crc::new();
    each_piece(
        &mut File::open(path)?,
        |e| e,
        |piece| {
            crc.update(piece);
            Ok(())
        },
    )?;
    zip.file(
        name,
        Packed {
            crc: crc.sum(),
            size,
            packed: size,
            deflated: false,
        },
        &mut File::open(path)?,
    )
}
