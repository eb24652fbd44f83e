//! Takes a zip file that a library made; gives the same file with a fixed system in the field
//! "version made by", whatever the actual system is. It must not know what is packed.

/// Unix, in the upper byte of "version made by".
const MARK: u8 = 3;

/// Sets the same system in every entry of a zip file, which must have no ZIP64 directory and no
/// comment. Libraries write the system on which they run, but the same content must have the same
/// bytes everywhere.
pub fn of_one_system(mut zip: Vec<u8>) -> Vec<u8> {
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
        // the lengths of name, extra field and comment
        let length = |i: usize| {
            let low = zip.get(at + i).copied().unwrap_or_default();
            let high = zip.get(at + i + 1).copied().unwrap_or_default();
            usize::from(u16::from_le_bytes([low, high]))
        };
        let next = at + 46 + length(28) + length(30) + length(32);
        if let Some(system) = zip.get_mut(at + 5) {
            *system = MARK;
        }
        at = next;
    }
    zip
}

#[cfg(test)]
mod tests {
    use super::*;
    use ::zip::write::SimpleFileOptions;
    use ::zip::{System, ZipWriter};
    use std::io::{Cursor, Write};

    #[test]
    fn a_file_made_on_any_system_is_the_same() {
        let made_on = |system: System| {
            let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
            let options = SimpleFileOptions::default().system(system);
            for name in ["a.xml", "目录/b.xml"] {
                zip.start_file(name, options).unwrap();
                zip.write_all(name.as_bytes()).unwrap();
            }
            zip.finish().unwrap().into_inner()
        };
        let (unix, dos) = (made_on(System::Unix), made_on(System::Dos));
        assert_ne!(unix, dos);
        assert_eq!(of_one_system(dos), unix);
        assert_eq!(of_one_system(unix.clone()), unix);
        assert_eq!(of_one_system(b"no zip".to_vec()), b"no zip");
    }
}
