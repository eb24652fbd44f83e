//! Takes a file or another source of bytes; gives its bytes piece by piece, so that a large file is
//! never in memory as a whole. The file may have any content. This file must not know what the
//! bytes mean.

use crate::diag::Error;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// The size of a piece in bytes. It is large enough to make system calls cheap, and small enough
/// for the processor's cache.
const PIECE: usize = 1 << 16;

/// Passes the bytes of a source to `take`, piece by piece; gives the number of bytes. `failed`
/// makes the error for a source that cannot be read.
pub fn each_piece<E>(
    source: &mut impl Read,
    failed: impl FnOnce(std::io::Error) -> E,
    mut take: impl FnMut(&[u8]) -> Result<(), E>,
) -> Result<u64, E> {
    let mut buffer = vec![0; PIECE];
    let mut count = 0;
    loop {
        match source.read(&mut buffer) {
            Ok(0) => return Ok(count),
            Ok(n) => {
                take(&buffer[..n])?;
                count += n as u64;
            }
            Err(e) if e.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(e) => return Err(failed(e)),
        }
    }
}

/// Passes the bytes of the file at a path to `take`, piece by piece; gives the number of bytes.
pub fn each_piece_of(
    path: &Path,
    take: impl FnMut(&[u8]) -> Result<(), Error>,
) -> Result<u64, Error> {
    let mut file = File::open(path).map_err(Error::reading(path))?;
    each_piece(&mut file, Error::reading(path), take)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_comes_once_and_in_order() {
        let bytes: Vec<u8> = (0..PIECE * 2 + 7).map(|i| (i % 251) as u8).collect();
        let mut taken = Vec::new();
        let count = each_piece(
            &mut bytes.as_slice(),
            |e| e,
            |piece| {
                taken.extend_from_slice(piece);
                Ok(())
            },
        );
        assert_eq!((count.unwrap(), taken), (bytes.len() as u64, bytes));
    }
}
