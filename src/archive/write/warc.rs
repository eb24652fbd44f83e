//! Takes resources and answers of a server; writes a web archive file: WARC 1.1 (ISO 28500:2017),
//! with one gzip member per record. This file must not know what is archived or where the file
//! goes.
//!
//! Files become `resource` records, because the pages were generated, not crawled. An answer
//! without a file, such as a redirection, is a `response`.

use crate::archive::digest::hex;
use flate2::{Compression, GzBuilder};
use sha2::{Digest, Sha256};
use std::io::{self, Read, Write};

#[derive(Clone, Debug)]
pub(super) struct Resource<'a> {
    pub(super) uri: &'a str,
    pub(super) media_type: &'a str,
    /// Size in bytes.
    pub(super) size: u64,
    /// SHA-256 of the bytes.
    pub(super) sha256: [u8; 32],
}

/// The place of a record in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Position {
    /// The offset of its gzip member.
    pub(super) offset: u64,
    /// The length of its gzip member in bytes.
    pub(super) length: u64,
}

/// A web archive file being written.
pub(super) struct Warc<W: Write> {
    out: Counter<W>,
    date: String,
    info: String,
}

struct Counter<W: Write> {
    inner: W,
    count: u64,
}

impl<W: Write> Write for Counter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let n = self.inner.write(bytes)?;
        self.count += n as u64;
        Ok(n)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

impl<W: Write> Warc<W> {
    /// Begins a file. `date` is its time, `YYYY-MM-DDThh:mm:ssZ`; `name` is its file name; `info`
    /// has fields about the program that made it.
    pub(super) fn new(
        out: W,
        date: &str,
        name: &str,
        info: &[(&str, &str)],
    ) -> io::Result<Warc<W>> {
        let fields: String = info
            .iter()
            .map(|(key, value)| format!("{key}: {}\r\n", value.replace(['\r', '\n'], " ")))
            .collect();
        let digest: [u8; 32] = Sha256::digest(&fields).into();
        let mut warc = Warc {
            out: Counter {
                inner: out,
                count: 0,
            },
            date: date.to_owned(),
            info: record_id(&["warcinfo", date, &fields]),
        };
        let head = format!(
            "WARC/1.1\r\nWARC-Type: warcinfo\r\nWARC-Record-ID: {}\r\nWARC-Date: {date}\r\nWARC-Filename: {name}\r\nWARC-Block-Digest: sha256:{}\r\nContent-Type: application/warc-fields\r\nContent-Length: {}\r\n\r\n",
            warc.info,
            hex(&digest),
            fields.len()
        );
        warc.record(&head, &mut fields.as_bytes())?;
        Ok(warc)
    }

    fn record(&mut self, head: &str, block: &mut impl Read) -> io::Result<Position> {
        let offset = self.out.count;
        let mut gzip = GzBuilder::new()
            .mtime(0)
            .operating_system(255)
            .write(&mut self.out, Compression::new(6));
        gzip.write_all(head.as_bytes())?;
        io::copy(block, &mut gzip)?;
        gzip.write_all(b"\r\n\r\n")?;
        gzip.finish()?;
        Ok(Position {
            offset,
            length: self.out.count - offset,
        })
    }

    /// Writes one resource. Bytes of another size or digest are an error: the file has changed.
    pub(super) fn resource(
        &mut self,
        resource: &Resource<'_>,
        bytes: &mut impl Read,
    ) -> io::Result<Position> {
        let digest = hex(&resource.sha256);
        let head = format!(
            "WARC/1.1\r\nWARC-Type: resource\r\nWARC-Record-ID: {}\r\nWARC-Date: {date}\r\nWARC-Target-URI: {uri}\r\nWARC-Warcinfo-ID: {}\r\nWARC-Block-Digest: sha256:{digest}\r\nWARC-Payload-Digest: sha256:{digest}\r\nContent-Type: {}\r\nContent-Length: {}\r\n\r\n",
            record_id(&["resource", &self.date, resource.uri, &digest]),
            self.info,
            resource.media_type,
            resource.size,
            date = self.date,
            uri = resource.uri,
        );
        let mut checked = Checked {
            inner: bytes,
            digest: Sha256::new(),
            count: 0,
        };
        let position = self.record(&head, &mut checked)?;
        if checked.count != resource.size || checked.digest.finalize()[..] != resource.sha256[..] {
            return Err(io::Error::new(
                io::ErrorKind::InvalidData,
                format!("{} changed while it was archived", resource.uri),
            ));
        }
        Ok(position)
    }

    /// Writes a server's answer (with HTTP header) at an address; also gives its SHA-256.
    pub(super) fn response(&mut self, uri: &str, answer: &str) -> io::Result<(Position, [u8; 32])> {
        let sha256: [u8; 32] = Sha256::digest(answer).into();
        let digest = hex(&sha256);
        let head = format!(
            "WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: {}\r\nWARC-Date: {}\r\nWARC-Target-URI: {uri}\r\nWARC-Warcinfo-ID: {}\r\nWARC-Block-Digest: sha256:{digest}\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n",
            record_id(&["response", &self.date, uri, &digest]),
            self.date,
            self.info,
            answer.len(),
        );
        let position = self.record(&head, &mut answer.as_bytes())?;
        Ok((position, sha256))
    }

    /// Flushes and returns the underlying writer.
    pub(super) fn finish(mut self) -> io::Result<W> {
        self.out.flush()?;
        Ok(self.out.inner)
    }
}

/// Computes the digest and the size of the bytes read.
struct Checked<'a, R: Read> {
    inner: &'a mut R,
    digest: Sha256,
    count: u64,
}

impl<R: Read> Read for Checked<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.digest.update(&buffer[..n]);
        self.count += n as u64;
        Ok(n)
    }
}

/// The id of a record, derived from its content: a UUID of version 8 (RFC 9562) from a SHA-256. The
/// same record always has the same id.
fn record_id(parts: &[&str]) -> String {
    let mut digest = Sha256::new();
    for part in parts {
        digest.update((part.len() as u64).to_le_bytes());
        digest.update(part);
    }
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest.finalize()[..16]);
    bytes[6] = bytes[6] & 0x0f | 0x80;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let h = hex(&bytes);
    format!(
        "<urn:uuid:{}-{}-{}-{}-{}>",
        &h[..8],
        &h[8..12],
        &h[12..16],
        &h[16..20],
        &h[20..]
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_record_is_a_member_that_can_be_read_alone() {
        let mut warc = Warc::new(
            Vec::new(),
            "2025-12-31T00:00:00Z",
            "data.warc.gz",
            &[("software", "mulu")],
        )
        .unwrap();
        let resource = Resource {
            uri: "https://example.cn/a.html",
            media_type: "text/html",
            size: 3,
            sha256: Sha256::digest("abc").into(),
        };
        let first = warc.resource(&resource, &mut &b"abc"[..]).unwrap();
        assert!(warc.resource(&resource, &mut &b"abd"[..]).is_err());
        let bytes = warc.finish().unwrap();
        let member = &bytes[first.offset as usize..(first.offset + first.length) as usize];
        let mut text = String::new();
        flate2::read::GzDecoder::new(member)
            .read_to_string(&mut text)
            .unwrap();
        assert!(
            text.starts_with("WARC/1.1\r\nWARC-Type: resource\r\n")
                && text.ends_with("\r\n\r\nabc\r\n\r\n"),
            "{text}"
        );
        assert_eq!(member[4..8], [0; 4], "no time");
        assert_eq!(member[9], 255, "no system");
    }

    #[test]
    fn names_of_records_come_from_their_content() {
        let id = record_id(&["a", "b"]);
        assert_eq!(
            (
                id.len(),
                &id[24..25],
                id == record_id(&["a", "b"]),
                id == record_id(&["ab", ""])
            ),
            (47, "8", true, false),
            "{id}"
        );
    }
}
