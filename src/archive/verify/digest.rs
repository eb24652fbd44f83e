//! Takes a reader and the algorithms asked for; gives all digests after one pass. Large files use two threads.

use md5::Md5;
use sha1::Sha1;
use sha2::digest::DynDigest;
use sha2::{Sha224, Sha256, Sha384, Sha512};
use sm3::Sm3;
use std::io::Read;

/// From this size on a file is worth a second thread.
const LARGE: u64 = 4 << 20;
const PIECE: usize = 1 << 20;

/// A digest algorithm that a manifest may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Algorithm {
    // by how much work they are, the heaviest first: halves of a sorted list then take two threads about equally long
    Sm3,
    Sha512,
    Sha384,
    Md5,
    Sha1,
    Sha224,
    Sha256,
}

impl Algorithm {
    /// The algorithm of a manifest's name, whatever its letter case and with or without dashes.
    pub(super) fn named(name: &str) -> Option<Algorithm> {
        Some(match name.to_ascii_lowercase().replace('-', "").as_str() {
            "md5" => Algorithm::Md5,
            "sha1" => Algorithm::Sha1,
            "sha224" => Algorithm::Sha224,
            "sha256" => Algorithm::Sha256,
            "sha384" => Algorithm::Sha384,
            "sha512" => Algorithm::Sha512,
            "sm3" => Algorithm::Sm3,
            _ => return None,
        })
    }

    /// Bytes of a digest.
    pub(super) fn length(self) -> usize {
        match self {
            Algorithm::Md5 => 16,
            Algorithm::Sha1 => 20,
            Algorithm::Sha224 => 28,
            Algorithm::Sha256 | Algorithm::Sm3 => 32,
            Algorithm::Sha384 => 48,
            Algorithm::Sha512 => 64,
        }
    }

    fn start(self) -> Box<dyn DynDigest + Send> {
        match self {
            Algorithm::Md5 => Box::new(Md5::default()),
            Algorithm::Sha1 => Box::new(Sha1::default()),
            Algorithm::Sha224 => Box::new(Sha224::default()),
            Algorithm::Sha256 => Box::new(Sha256::default()),
            Algorithm::Sha384 => Box::new(Sha384::default()),
            Algorithm::Sha512 => Box::new(Sha512::default()),
            Algorithm::Sm3 => Box::new(Sm3::default()),
        }
    }
}

/// The digests of everything that a reader gives, and how much that is. `size` is what is expected, and only decides how the
/// work is shared out; nothing is read past one byte more than it.
pub(super) fn digests(reader: &mut (dyn Read + Send), size: u64, algorithms: &[Algorithm]) -> std::io::Result<(u64, Vec<Box<[u8]>>)> {
    let mut states: Vec<(usize, Algorithm, Box<dyn DynDigest + Send>)> = algorithms.iter().enumerate().map(|(i, a)| (i, *a, a.start())).collect();
    states.sort_by_key(|(_, a, _)| *a);
    let mut reader = reader.take(size.saturating_add(1));
    let total = if size >= LARGE { in_turns(&mut reader, &mut states)? } else { in_line(&mut reader, size, &mut states)? };
    states.sort_by_key(|(i, ..)| *i);
    Ok((total, states.into_iter().map(|(.., s)| s.finalize()).collect()))
}

type State = (usize, Algorithm, Box<dyn DynDigest + Send>);

fn in_line(reader: &mut dyn Read, size: u64, states: &mut [State]) -> std::io::Result<u64> {
    let mut piece = vec![0; (size as usize + 1).min(PIECE)];
    let mut total = 0;
    loop {
        let filled = fill(reader, &mut piece)?;
        if filled == 0 {
            return Ok(total);
        }
        total += filled as u64;
        for (.., state) in states.iter_mut() {
            state.update(&piece[..filled]);
        }
    }
}

/// Reads the next piece while the last one is digested.
fn in_turns(reader: &mut (dyn Read + Send), states: &mut [State]) -> std::io::Result<u64> {
    let (mut now, mut next) = (vec![0; PIECE], vec![0; PIECE]);
    let mut filled = fill(reader, &mut now)?;
    let mut total = 0;
    while filled > 0 {
        total += filled as u64;
        let (read, ()) = rayon::join(|| fill(reader, &mut next), || update(states, &now[..filled]));
        filled = read?;
        std::mem::swap(&mut now, &mut next);
    }
    Ok(total)
}

fn update(states: &mut [State], piece: &[u8]) {
    match states {
        [] => {}
        [(.., state)] => state.update(piece),
        states => {
            let (a, b) = states.split_at_mut(states.len() / 2);
            rayon::join(|| update(a, piece), || update(b, piece));
        }
    }
}

fn fill(reader: &mut dyn Read, piece: &mut [u8]) -> std::io::Result<usize> {
    let mut filled = 0;
    while filled < piece.len() {
        match reader.read(&mut piece[filled..]) {
            Ok(0) => break,
            Ok(n) => filled += n,
            Err(e) if e.kind() == std::io::ErrorKind::Interrupted => {}
            Err(e) => return Err(e),
        }
    }
    Ok(filled)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::hex;

    #[test]
    fn small_and_large_files_have_the_digests_of_their_bytes() {
        for size in [0usize, 1, 70_000, PIECE, (5 << 20) + 3] {
            let bytes: Vec<u8> = (0..size).map(|i| (i * 7) as u8).collect();
            let (total, sums) = digests(&mut bytes.as_slice(), size as u64, &[Algorithm::Sha512, Algorithm::Sm3, Algorithm::Sha256]).unwrap();
            let expected = crate::archive::Digests::of(&bytes);
            assert_eq!(total, size as u64);
            assert_eq!((&*sums[0], &*sums[1], &*sums[2]), (&expected.sha512[..], &expected.sm3[..], &expected.sha256[..]));
        }
    }

    #[test]
    fn a_reader_without_an_end_is_left() {
        let (total, _) = digests(&mut std::io::repeat(1), 1000, &[Algorithm::Sha256]).unwrap();
        assert_eq!(total, 1001);
    }

    #[test]
    fn the_older_algorithms() {
        let (_, sums) = digests(&mut b"abc".as_slice(), 3, &[Algorithm::Md5, Algorithm::Sha1, Algorithm::Sha224, Algorithm::Sha384]).unwrap();
        assert_eq!(hex(&sums[0]), "900150983cd24fb0d6963f7d28e17f72");
        assert_eq!(hex(&sums[1]), "a9993e364706816aba3e25717850c26c9cd0d89d");
        assert_eq!(hex(&sums[2]), "23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7");
        assert!(hex(&sums[3]).starts_with("cb00753f45a35e8bb5a03d699ac65007"));
    }
}
