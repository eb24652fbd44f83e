//! Takes a zip file, or a part of a file that is itself a zip file; gives its entries, and their
//! bytes as streams. The directory is compared with each entry's own header. Entries that overlap,
//! and bytes that belong to no entry, are faults. This file must not know what the entries mean.

use super::entry::{Entry, Place};
use super::path;
use crate::archive::fault::{Fault, Message};
use rawzip::{
    CompressionMethod, FileReader, RangeReader, ReaderAt, ZipArchive, ZipFileHeaderRecord,
    ZipLocator,
};
use std::fs::File;
use std::io::{Error, ErrorKind, Read};
use std::sync::Arc;

/// An entry of at most this many uncompressed bytes is never a zip bomb.
const SMALL: u64 = 1 << 20;
/// A larger entry that is compressed by more than this factor may be a zip bomb, so it is a fault
/// and is not read.
const RATIO: u64 = 200;
/// Room for the name and the extra fields of a header, which take at most 65,535 bytes each. An
/// entry of the directory that needs more, because it has a long comment, is a fault.
const HEADER: usize = 2 * 65_536 + 64;

/// A range of a file.
#[derive(Clone, Debug)]
pub(in crate::archive) struct Slice {
    file: Arc<FileReader>,
    start: u64,
    length: u64,
}

impl Slice {
    pub(in crate::archive) fn whole(file: File, length: u64) -> Slice {
        Slice {
            file: Arc::new(FileReader::from(file)),
            start: 0,
            length,
        }
    }
}

impl ReaderAt for Slice {
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> std::io::Result<usize> {
        let left = self.length.saturating_sub(offset).min(buffer.len() as u64) as usize;
        if left == 0 {
            Ok(0)
        } else {
            self.file.read_at(&mut buffer[..left], self.start + offset)
        }
    }
}

/// The range of bytes that an entry occupies, from its header to the end of its data. A data
/// descriptor, which may follow the data, is not in the range.
struct Extent {
    start: u64,
    end: u64,
    described_after: bool,
    name: String,
}

/// The entries in the order of the directory; `None` if the directory cannot be found.
pub(in crate::archive) fn entries(slice: &Slice, faults: &mut Vec<Fault>) -> Option<Vec<Entry>> {
    let mut buffer = vec![0; HEADER];
    let archive = match ZipLocator::new().max_search_space(65_557).locate_in_reader(
        slice.clone(),
        &mut buffer,
        slice.length,
    ) {
        Ok(archive) => archive,
        Err((_, e)) => {
            faults.push(Fault::new(Message::NotAPackage { reason: e.into() }));
            return None;
        }
    };
    let (mut entries, mut extents, mut count) = (Vec::new(), Vec::new(), 0);
    let mut local = vec![0; HEADER];
    let mut records = archive.entries(&mut buffer);
    loop {
        match records.next_entry() {
            Ok(Some(record)) => {
                count += 1;
                entry(&archive, &record, &mut local, &mut extents, faults)
                    .into_iter()
                    .for_each(|e| entries.push(e));
            }
            Ok(None) => break,
            Err(e) => {
                faults.push(Fault::new(Message::ZipBroken { reason: e.into() }));
                break;
            }
        }
    }
    if count != archive.entries_hint() {
        faults.push(Fault::new(Message::ZipBroken {
            reason: format!("{count} / {}", archive.entries_hint()).into(),
        }));
    }
    no_hidden_bytes(&archive, slice.length, extents, faults);
    Some(entries)
}

/// One entry; `None` if it is not a regular file or is not read because of a fault.
fn entry(
    archive: &ZipArchive<Slice>,
    record: &ZipFileHeaderRecord<'_>,
    local: &mut [u8],
    extents: &mut Vec<Extent>,
    faults: &mut Vec<Fault>,
) -> Option<Entry> {
    let raw = record.file_path().as_bytes().to_vec();
    let name = match String::from_utf8(raw) {
        Ok(name) if name.is_ascii() || record.flags().is_utf8() => name,
        Ok(name) => {
            faults.push(Fault::of(Message::NameNotUtf8, &name));
            name
        }
        Err(e) => {
            let name = String::from_utf8_lossy(e.as_bytes()).into_owned();
            faults.push(Fault::of(Message::NameNotUtf8, &name));
            name
        }
    };
    let readable = name.as_bytes() == record.file_path().as_bytes();
    let found = archive
        .get_entry(record.wayfinder())
        .and_then(|e| Ok((e.compressed_data_range(), e.local_header(local)?)));
    let ((start, end), header) = match found {
        Ok(found) => found,
        Err(e) => {
            faults.push(Fault::of(Message::ZipBroken { reason: e.into() }, &name));
            return None;
        }
    };
    let described_after = record.flags().has_data_descriptor();
    extents.push(Extent {
        start: record.local_header_offset(),
        end,
        described_after,
        name: name.clone(),
    });
    let sizes_agree = header.crc32() == record.crc32()
        && header.compressed_size_hint() == record.compressed_size_hint()
        && header.uncompressed_size_hint() == record.uncompressed_size_hint();
    let renamed = [record.extra_fields(), header.extra_fields()]
        .into_iter()
        .flatten()
        .any(|(id, data)| {
            id.as_u16() == 0x7075 && data.get(5..) != Some(record.file_path().as_bytes())
        });
    if header.file_path().as_bytes() != record.file_path().as_bytes()
        || header.compression_method() != record.compression_method()
        || header.flags() != record.flags()
        || !(sizes_agree || described_after)
        || renamed
    {
        faults.push(Fault::of(Message::ZipHeaders, &name));
    }
    if !readable {
        return None;
    }
    ordinary(
        record,
        name,
        Place {
            start,
            end,
            deflated: record.compression_method() == CompressionMethod::DEFLATE,
            crc: record.crc32(),
        },
        faults,
    )
}

/// The entry; `None` if it is a folder, or if it is not read because of a fault.
fn ordinary(
    record: &ZipFileHeaderRecord<'_>,
    name: String,
    place: Place,
    faults: &mut Vec<Fault>,
) -> Option<Entry> {
    let (size, packed) = (
        record.uncompressed_size_hint(),
        record.compressed_size_hint(),
    );
    let kind = (record.external_attributes() >> 16) & 0o170_000;
    let folder = name.ends_with('/');
    let fault = if path::leads_out(name.trim_end_matches('/')) {
        Some(Message::UnsafeName)
    } else if record.flags().is_encrypted()
        || record.flags().has_strong_encryption()
        || record.flags().is_masked()
    {
        Some(Message::ZipEncrypted)
    } else if kind == 0o120_000 {
        Some(Message::Link)
    } else if !(kind == 0 || kind == if folder { 0o040_000 } else { 0o100_000 })
        || (folder && size > 0)
    {
        Some(Message::SpecialFile)
    } else {
        None
    };
    if let Some(message) = fault {
        faults.push(Fault::of(message, &name));
        return None;
    }
    if folder {
        return None;
    }
    if size > SMALL && size / RATIO > packed {
        faults.push(Fault::of(
            Message::ZipBomb {
                ratio: RATIO.into(),
            },
            &name,
        ));
        return None;
    }
    if !place.deflated && record.compression_method() != CompressionMethod::STORE {
        faults.push(Fault::of(
            Message::ZipMethod {
                method: record.compression_method().as_u16().into(),
            },
            &name,
        ));
        return None;
    }
    if !place.deflated && size != packed {
        faults.push(Fault::of(Message::ZipHeaders, &name));
        return None;
    }
    Some(Entry::zipped(name, size, place))
}

/// Checks that every byte belongs to an entry, the directory or the end record, and that the zip
/// has no comment.
fn no_hidden_bytes(
    archive: &ZipArchive<Slice>,
    length: u64,
    mut extents: Vec<Extent>,
    faults: &mut Vec<Fault>,
) {
    extents.sort_by_key(|e| e.start);
    let mut at = 0;
    let mut may_describe = false;
    let ends = extents.into_iter().map(Some).chain([None]);
    for extent in ends {
        let start = extent
            .as_ref()
            .map_or(archive.directory_offset(), |e| e.start);
        let gap = start.checked_sub(at);
        match (gap, &extent) {
            (Some(0), _) => {}
            // a data descriptor, with or without signature, with sizes of four or eight bytes
            (Some(12 | 16 | 20 | 24), _) if may_describe => {}
            (Some(_), _) => faults.push(Fault::new(Message::ZipExtraBytes {
                position: at.into(),
            })),
            (None, Some(e)) => faults.push(Fault::of(Message::ZipOverlap, &e.name)),
            (None, None) => faults.push(Fault::new(Message::ZipExtraBytes {
                position: start.into(),
            })),
        }
        if let Some(extent) = extent {
            may_describe = extent.described_after;
            at = at.max(extent.end);
        }
    }
    if archive.comment().remaining() > 0 || archive.end_offset() != length {
        faults.push(Fault::new(Message::ZipExtraBytes {
            position: archive.eocd_offset().into(),
        }));
    }
}

/// The bytes of an entry as a stream. It ends in an error if the length or the CRC is not the
/// declared one.
pub(in crate::archive) fn reader(slice: &Slice, place: &Place, size: u64) -> Box<dyn Read + Send> {
    let packed = RangeReader::new(slice.clone(), place.start..place.end);
    let checked = |bytes| Checked {
        bytes,
        left: size,
        crc: flate2::Crc::new(),
        expected: place.crc,
    };
    if place.deflated {
        Box::new(checked(Bytes::Deflated(
            flate2::read::DeflateDecoder::new(packed),
            place.end - place.start,
        )))
    } else {
        Box::new(checked(Bytes::Stored(packed)))
    }
}

/// The range of an entry's bytes; `None` if the entry is compressed.
pub(in crate::archive) fn stored(slice: &Slice, place: &Place) -> Option<Slice> {
    (!place.deflated).then(|| Slice {
        file: slice.file.clone(),
        start: slice.start + place.start,
        length: place.end - place.start,
    })
}

/// Whether an entry is stored without compression.
pub(in crate::archive) fn is_stored(slice: &Slice, entry: &Entry) -> bool {
    entry.place().is_some_and(|p| stored(slice, p).is_some())
}

enum Bytes {
    Stored(RangeReader<Slice>),
    Deflated(flate2::read::DeflateDecoder<RangeReader<Slice>>, u64),
}

struct Checked {
    bytes: Bytes,
    left: u64,
    crc: flate2::Crc,
    expected: u32,
}

impl Read for Checked {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        let wrong = |what: &str| Error::new(ErrorKind::InvalidData, what.to_owned());
        let read = match &mut self.bytes {
            Bytes::Stored(bytes) => bytes.read(buffer)?,
            Bytes::Deflated(bytes, _) => bytes.read(buffer).map_err(|_| wrong("deflate"))?,
        };
        self.crc.update(&buffer[..read]);
        self.left = self
            .left
            .checked_sub(read as u64)
            .ok_or_else(|| wrong("length"))?;
        if read == 0 {
            let all_used = match &self.bytes {
                Bytes::Stored(_) => true,
                Bytes::Deflated(bytes, packed) => bytes.total_in() == *packed,
            };
            if self.left > 0 || self.crc.sum() != self.expected || !all_used {
                return Err(wrong("crc"));
            }
        }
        Ok(read)
    }
}
