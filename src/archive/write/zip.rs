//! Takes files with their sizes and checksums; writes zip files whose bytes depend only on the
//! year, and on the order, names and contents of the files. This file must not know what is packed.
//!
//! Headers state sizes and checksums, so that a zip can be read from front to back. ZIP64 is used
//! only where a number needs it (APPNOTE 6.3.10). Names are marked as UTF-8.

use crate::file::each_piece;
use std::io::{self, Read, Write};

/// The values that must be known before a file is written to a zip.
#[derive(Clone, Copy, Debug)]
pub(super) struct Packed {
    /// The CRC-32 of the uncompressed bytes.
    pub(super) crc: u32,
    /// The uncompressed size in bytes.
    pub(super) size: u64,
    /// The size in bytes as stored in the zip file.
    pub(super) packed: u64,
    /// Whether the bytes are deflated; otherwise they are stored.
    pub(super) deflated: bool,
}

struct Entry {
    name: String,
    packed: Packed,
    offset: u64,
}

/// A zip file being written.
pub(super) struct Zip<W: Write> {
    out: W,
    at: u64,
    date: u16,
    entries: Vec<Entry>,
}

/// Stands for a number that is in the ZIP64 field.
const FULL: u32 = u32::MAX;

impl<W: Write> Zip<W> {
    /// Begins a file whose entries are all dated 31 December of a year. A year outside the range of
    /// the format (1980 to 2107) becomes the nearest year in it.
    pub(super) fn new(out: W, year: i16) -> Zip<W> {
        let years = u16::try_from(year).unwrap_or(1980).clamp(1980, 2107) - 1980;
        Zip {
            out,
            at: 0,
            date: years << 9 | 12 << 5 | 31,
            entries: Vec::new(),
        }
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.at += bytes.len() as u64;
        self.out.write_all(bytes)
    }

    /// The fields that both headers of an entry share.
    fn common(&self, name: &str, packed: &Packed, large: bool) -> Vec<u8> {
        let short = |n: u64| if large { FULL } else { n as u32 };
        let mut out = Vec::new();
        out.extend(if large { 45u16 } else { 20 }.to_le_bytes());
        out.extend(0x0800u16.to_le_bytes()); // names are UTF-8
        out.extend(if packed.deflated { 8u16 } else { 0 }.to_le_bytes());
        out.extend(0u16.to_le_bytes());
        out.extend(self.date.to_le_bytes());
        out.extend(packed.crc.to_le_bytes());
        out.extend(short(packed.packed).to_le_bytes());
        out.extend(short(packed.size).to_le_bytes());
        out.extend((name.len() as u16).to_le_bytes());
        out
    }

    /// Writes one file. `bytes` must be in stored form, `packed.packed` bytes long.
    pub(super) fn file(
        &mut self,
        name: &str,
        packed: Packed,
        bytes: &mut impl Read,
    ) -> io::Result<()> {
        let offset = self.at;
        let large = packed.size >= u64::from(FULL) || packed.packed >= u64::from(FULL);
        let mut header = b"PK\x03\x04".to_vec();
        header.extend(self.common(name, &packed, large));
        header.extend(if large { 20u16 } else { 0 }.to_le_bytes());
        header.extend(name.as_bytes());
        if large {
            header.extend(extra(&[packed.size, packed.packed]));
        }
        self.write(&header)?;
        let mut bytes = bytes.take(packed.packed);
        let written = each_piece(&mut bytes, |e| e, |piece| self.write(piece))?;
        if written < packed.packed {
            return Err(io::Error::new(
                io::ErrorKind::UnexpectedEof,
                "file is shorter than it was",
            ));
        }
        self.entries.push(Entry {
            name: name.to_owned(),
            packed,
            offset,
        });
        Ok(())
    }

    /// Writes a small file, deflated if that makes it smaller.
    pub(super) fn bytes(&mut self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let mut crc = flate2::Crc::new();
        crc.update(bytes);
        let mut packed = Packed {
            crc: crc.sum(),
            size: bytes.len() as u64,
            packed: bytes.len() as u64,
            deflated: false,
        };
        let mut encoder =
            flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::new(6));
        encoder.write_all(bytes)?;
        let deflated = encoder.finish()?;
        if deflated.len() < bytes.len() {
            packed.packed = deflated.len() as u64;
            packed.deflated = true;
            return self.file(name, packed, &mut &deflated[..]);
        }
        self.file(name, packed, &mut &bytes[..])
    }

    /// Writes the directory and returns the underlying writer.
    pub(super) fn finish(mut self) -> io::Result<W> {
        let start = self.at;
        for entry in std::mem::take(&mut self.entries) {
            let packed = entry.packed;
            let far = entry.offset >= u64::from(FULL);
            let large = packed.size >= u64::from(FULL) || packed.packed >= u64::from(FULL);
            let mut numbers = if large {
                vec![packed.size, packed.packed]
            } else {
                Vec::new()
            };
            if far {
                numbers.push(entry.offset);
            }
            let extra = if numbers.is_empty() {
                Vec::new()
            } else {
                extra(&numbers)
            };
            let mut header = b"PK\x01\x02".to_vec();
            header.extend((3u16 << 8 | 45).to_le_bytes()); // made by Unix (3), whose file modes follow in the external attributes; version 4.5
            header.extend(self.common(&entry.name, &packed, large));
            header.extend((extra.len() as u16).to_le_bytes());
            header.extend([0; 6]); // no comment, first disk, no internal attributes
            header.extend((0o100_644u32 << 16).to_le_bytes());
            header.extend((if far { FULL } else { entry.offset as u32 }).to_le_bytes());
            header.extend(entry.name.as_bytes());
            header.extend(extra);
            self.write(&header)?;
            self.entries.push(entry);
        }
        let (count, size) = (self.entries.len() as u64, self.at - start);
        if count >= u64::from(u16::MAX) || start >= u64::from(FULL) || size >= u64::from(FULL) {
            let directory = self.at;
            let mut end = b"PK\x06\x06".to_vec();
            end.extend(44u64.to_le_bytes());
            end.extend((3u16 << 8 | 45).to_le_bytes());
            end.extend(45u16.to_le_bytes());
            end.extend([0; 8]);
            for n in [count, count, size, start] {
                end.extend(n.to_le_bytes());
            }
            end.extend(b"PK\x06\x07\0\0\0\0");
            end.extend(directory.to_le_bytes());
            end.extend(1u32.to_le_bytes());
            self.write(&end)?;
        }
        let short = |n: u64| u32::try_from(n).unwrap_or(FULL);
        let count = u16::try_from(count).unwrap_or(u16::MAX);
        let mut end = b"PK\x05\x06\0\0\0\0".to_vec();
        end.extend(count.to_le_bytes());
        end.extend(count.to_le_bytes());
        end.extend(short(size).to_le_bytes());
        end.extend(short(start).to_le_bytes());
        end.extend(0u16.to_le_bytes());
        self.write(&end)?;
        self.out.flush()?;
        Ok(self.out)
    }
}

/// The ZIP64 field, with the numbers that have `FULL` in their own fields.
fn extra(numbers: &[u64]) -> Vec<u8> {
    let mut out = vec![1, 0];
    out.extend((8 * numbers.len() as u16).to_le_bytes());
    numbers.iter().for_each(|n| out.extend(n.to_le_bytes()));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_the_headers() {
        let mut zip = Zip::new(Vec::new(), 2025);
        zip.bytes("目录/a.txt", b"abc").unwrap();
        zip.bytes("b.txt", &[b'x'; 1000]).unwrap();
        let bytes = zip.finish().unwrap();
        assert_eq!(&bytes[..4], b"PK\x03\x04");
        assert_eq!(
            u16::from_le_bytes([bytes[6], bytes[7]]) & 0x0808,
            0x0800,
            "UTF-8 names, no descriptor"
        );
        assert_eq!(
            u16::from_le_bytes([bytes[12], bytes[13]]),
            45 << 9 | 12 << 5 | 31
        );
        assert_eq!(
            u32::from_le_bytes(bytes[14..18].try_into().unwrap()),
            0x3524_41c2,
            "CRC-32 of abc"
        );
        let end = &bytes[bytes.len() - 22..];
        assert_eq!((&end[..4], end[10]), (&b"PK\x05\x06"[..], 2));
        assert!(bytes.len() < 400, "the second file is deflated");
    }

    #[test]
    fn more_files_than_the_old_directory_can_count() {
        let mut zip = Zip::new(Vec::new(), 2025);
        for i in 0..70_000 {
            zip.bytes(&format!("{i}"), b"").unwrap();
        }
        let bytes = zip.finish().unwrap();
        let end = &bytes[bytes.len() - 22 - 20 - 56..];
        assert_eq!(
            (
                &end[..4],
                u64::from_le_bytes(end[32..40].try_into().unwrap())
            ),
            (&b"PK\x06\x06"[..], 70_000)
        );
        assert_eq!(&end[56..60], b"PK\x06\x07");
        assert_eq!(&end[76 + 8..76 + 12], [0xff; 4]);
    }
}
