//! Takes a workbook; gives its bytes. Also gives the options with which a file is stored in a zip.
//! Bytes and options are the same on every system. This file must not know what is packed.
//!
//! Libraries for zip files record the operating system by default. clippy.toml and
//! `tests/it/zips.rs` therefore forbid their functions elsewhere.
#![allow(
    clippy::disallowed_methods,
    reason = "the one file that makes the bytes the same"
)]

use ::zip::write::SimpleFileOptions;
use ::zip::{CompressionMethod, DateTime, System};
use rust_xlsxwriter::{Workbook, XlsxError};

/// The number for Unix in the upper byte of the field "version made by".
const MARK: u8 = 3;

/// The permissions that every entry states: everybody may read the unpacked file.
const PERMISSIONS: u32 = 0o644;

/// The bytes of a workbook.
pub fn workbook_bytes(mut workbook: Workbook) -> Result<Vec<u8>, XlsxError> {
    Ok(of_one_system(workbook.save_to_buffer()?))
}

/// The options of a file that is stored in a zip without compression. By default the library
/// records the system and the time.
pub fn options() -> SimpleFileOptions {
    SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(DateTime::default())
        .system(System::Unix)
        .unix_permissions(PERMISSIONS)
}

/// The same zip file, in which all entries state one system and the same permissions. A ZIP64 file,
/// or a file with a comment, stays unchanged.
fn of_one_system(mut zip: Vec<u8>) -> Vec<u8> {
    const END: usize = 22;
    let Some(end) = zip.len().checked_sub(END) else {
        return zip;
    };
    if !zip[end..].starts_with(b"PK\x05\x06") {
        return zip;
    }
    let number = |zip: &[u8], at: usize| {
        let bytes = zip.get(at..at + 4)?.try_into().ok()?;
        Some(u32::from_le_bytes(bytes) as usize)
    };
    let mut at = number(&zip, end + 16).unwrap_or(end);
    while at < end && zip[at..].starts_with(b"PK\x01\x02") {
        // a length that the entry states: of the name (at 28), the extra field (30) or the comment
        // (32)
        let length = |i: usize| {
            let low = zip.get(at + i).copied().unwrap_or_default();
            let high = zip.get(at + i + 1).copied().unwrap_or_default();
            usize::from(u16::from_le_bytes([low, high]))
        };
        let next = at + 46 + length(28) + length(30) + length(32);
        if let Some(system) = zip.get_mut(at + 5) {
            *system = MARK;
        }
        if let Some(attributes) = zip.get_mut(at + 38..at + 42) {
            let file = (0o100_000 | PERMISSIONS) << 16;
            attributes.copy_from_slice(&file.to_le_bytes());
        }
        at = next;
    }
    zip
}

#[cfg(test)]
mod tests {
    use super::*;
    use ::zip::ZipWriter;
    use std::io::{Cursor, Write};

    #[test]
    fn a_file_made_on_any_system_is_the_same() {
        let made = |options: SimpleFileOptions| {
            let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
            for name in ["a.xml", "目录/b.xml"] {
                zip.start_file(name, options).unwrap();
                zip.write_all(name.as_bytes()).unwrap();
            }
            zip.finish().unwrap().into_inner()
        };
        let made_on = |system: System| made(SimpleFileOptions::default().system(system));
        let (unix, dos) = (made_on(System::Unix), made_on(System::Dos));
        assert_ne!(unix, dos);
        assert_eq!(of_one_system(dos), of_one_system(unix.clone()));
        assert_eq!(of_one_system(b"no zip".to_vec()), b"no zip");
        // an entry written with the options above needs no change
        let ours = made(options());
        assert_eq!(of_one_system(ours.clone()), ours);
        let umask = made(options().unix_permissions(0o600));
        assert_eq!(of_one_system(umask), ours);
    }
}
