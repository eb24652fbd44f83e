//! Takes a WARC file as a stream; gives every record with the computed digest of its block. This
//! file must not know what is archived.

use crate::file::each_piece;
use flate2::bufread::GzDecoder;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read};

/// The size limit for the header of a record.
const HEAD: u64 = 1 << 16;

pub(super) struct Record {
    /// The offset of its gzip member.
    pub(super) offset: u64,
    /// The length of its gzip member in bytes.
    pub(super) length: u64,
    /// The record type: `resource`, `warcinfo` and so on.
    pub(super) kind: String,
    /// The address of the resource.
    pub(super) uri: Option<String>,
    /// The SHA-256 of its block, in hexadecimal.
    pub(super) sha256: String,
    /// Whether its header states a digest, and all stated digests are the SHA-256 of the block.
    pub(super) agrees: bool,
}

struct Counted<R> {
    inner: BufReader<R>,
    taken: u64,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.taken += n as u64;
        Ok(n)
    }
}

impl<R: Read> BufRead for Counted<R> {
    fn fill_buf(&mut self) -> std::io::Result<&[u8]> {
        self.inner.fill_buf()
    }

    fn consume(&mut self, n: usize) {
        self.taken += n as u64;
        self.inner.consume(n);
    }
}

/// Passes every record to `take`. Stops at the first unreadable record; the error has its number
/// (from 1) and the reason.
pub(super) fn records(
    file: impl Read,
    mut take: impl FnMut(Record),
) -> Result<(), (usize, String)> {
    let mut file = Counted {
        inner: BufReader::with_capacity(1 << 18, file),
        taken: 0,
    };
    for number in 1.. {
        if file
            .fill_buf()
            .map_err(|e| (number, e.to_string()))?
            .is_empty()
        {
            break;
        }
        let offset = file.taken;
        let mut record = one(GzDecoder::new(&mut file)).map_err(|e| (number, e.to_string()))?;
        record.offset = offset;
        record.length = file.taken - offset;
        take(record);
    }
    Ok(())
}

fn wrong(what: &str) -> std::io::Error {
    std::io::Error::new(std::io::ErrorKind::InvalidData, what.to_owned())
}

fn one(member: impl Read) -> std::io::Result<Record> {
    let mut member = BufReader::with_capacity(1 << 16, member);
    let fields = head(&mut member)?;
    let field = |name: &str| fields.get(name).map(String::as_str);
    let length: u64 = field("content-length")
        .and_then(|v| v.parse().ok())
        .ok_or_else(|| wrong("Content-Length"))?;
    let mut digest = Sha256::new();
    let mut block = member.by_ref().take(length);
    let read = each_piece(
        &mut block,
        |e| e,
        |piece| {
            digest.update(piece);
            Ok(())
        },
    )?;
    if read < length {
        return Err(wrong("Content-Length"));
    }
    let mut end = Vec::new();
    member.take(5).read_to_end(&mut end)?;
    if end != b"\r\n\r\n" {
        return Err(wrong("end of record"));
    }
    let sha256 = crate::archive::digest::hex(&digest.finalize());
    let stated: Vec<&str> = ["warc-block-digest", "warc-payload-digest"]
        .into_iter()
        .filter_map(field)
        .collect();
    Ok(Record {
        offset: 0,
        length: 0,
        kind: field("warc-type").unwrap_or_default().to_owned(),
        uri: field("warc-target-uri").map(str::to_owned),
        agrees: !stated.is_empty()
            && stated
                .iter()
                .all(|d| d.strip_prefix("sha256:") == Some(&sha256)),
        sha256,
    })
}

/// The fields of a record's header, by name in lower case.
fn head(member: &mut impl BufRead) -> std::io::Result<BTreeMap<String, String>> {
    let mut member = member.take(HEAD);
    let mut line = String::new();
    member.read_line(&mut line)?;
    if line != "WARC/1.1\r\n" {
        return Err(wrong("WARC/1.1"));
    }
    let mut fields = BTreeMap::new();
    loop {
        line.clear();
        member.read_line(&mut line)?;
        let Some(content) = line.strip_suffix("\r\n") else {
            return Err(wrong("head"));
        };
        if content.is_empty() {
            return Ok(fields);
        }
        let (name, value) = content.split_once(':').ok_or_else(|| wrong("head"))?;
        if fields
            .insert(name.to_ascii_lowercase(), value.trim().to_owned())
            .is_some()
        {
            return Err(wrong(name));
        }
    }
}
