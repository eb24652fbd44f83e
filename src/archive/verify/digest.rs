//! Takes files and algorithms; gives all digests of each file after one pass. Each thread reads
//! several files at once, because vector instructions compute SM3 for several files together (see
//! `sm3`). When threads have nothing left to do, the algorithms of a large file are divided among
//! them. This file must not know manifests.

use super::sm3;
use ::sm3::Sm3;
use md5::Md5;
use rayon::prelude::*;
use sha1::Sha1;
use sha2::digest::DynDigest;
use sha2::{Sha224, Sha256, Sha384, Sha512};
use std::io::Read;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The bytes that a thread reads at a time, for all its files.
const PIECE: usize = 1 << 20;
/// The number of files on which a thread works at a time.
const LANES: usize = 16;
/// Between two reads, a thread takes new files until their sizes add up to this number of bytes, so
/// that the other threads get large files too. In this sum, a file counts for at most a sixteenth
/// of [`PIECE`].
const SHARE: u64 = 1 << 18;

/// A digest algorithm that a manifest may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Algorithm {
    // the most expensive first: if two threads share an odd number, the first gets one fewer
    Sm3,
    Sha512,
    Sha384,
    Md5,
    Sha1,
    Sha224,
    Sha256,
}

impl Algorithm {
    /// The algorithm with the name used in manifests, in any letter case, with or without dashes.
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

    /// The length of a digest in bytes.
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

/// The digests of a file, in the order of the algorithms requested.
pub(super) type Sums = Vec<Box<[u8]>>;

type State = (usize, Algorithm, Box<dyn DynDigest + Send>);

/// A file to be digested.
pub(super) struct Job<'a> {
    /// The expected size in bytes. At most one more byte is read, to show whether the file is too
    /// long.
    pub(super) size: u64,
    pub(super) algorithms: Vec<Algorithm>,
    pub(super) reader: std::io::Result<Box<dyn Read + Send + 'a>>,
}

/// The digests and the length of what a reader gives. At most one byte more than `size` is read.
pub(super) fn digests(
    reader: &mut (dyn Read + Send),
    size: u64,
    algorithms: &[Algorithm],
) -> std::io::Result<(u64, Sums)> {
    let mut lane = [Lane::new(0, size, algorithms.to_vec(), Box::new(reader))];
    while !lane[0].ended {
        step(&mut lane);
    }
    let [lane] = lane;
    lane.result()
}

/// Digests files in parallel. `job` gives a file by its number, the largest first; `done` gets each
/// result.
pub(super) fn all<'a>(
    count: usize,
    job: &(dyn Fn(usize) -> Job<'a> + Sync),
    done: &(dyn Fn(usize, std::io::Result<(u64, Sums)>) + Sync),
) {
    let next = AtomicUsize::new(0);
    (0..rayon::current_num_threads())
        .into_par_iter()
        .with_max_len(1)
        .for_each(|_| work(count, &next, job, done));
}

/// The work of one thread: several files at a time, each in a `Lane`.
fn work<'a>(
    count: usize,
    next: &AtomicUsize,
    job: &(dyn Fn(usize) -> Job<'a> + Sync),
    done: &(dyn Fn(usize, std::io::Result<(u64, Sums)>) + Sync),
) {
    let mut lanes: Vec<Lane<'a>> = Vec::new();
    loop {
        let mut taken = 0;
        while lanes.len() < LANES && taken < SHARE {
            let i = next.fetch_add(1, Ordering::Relaxed);
            if i >= count {
                break;
            }
            let job = job(i);
            match job.reader {
                Ok(_) if job.algorithms.is_empty() => done(i, Ok((job.size, Vec::new()))),
                Ok(reader) => {
                    taken += job.size.min(PIECE as u64 / 16);
                    lanes.push(Lane::new(i, job.size, job.algorithms, reader));
                }
                Err(e) => done(i, Err(e)),
            }
        }
        if lanes.is_empty() {
            return;
        }
        step(&mut lanes);
        let mut at = 0;
        while at < lanes.len() {
            if lanes[at].ended {
                let lane = lanes.swap_remove(at);
                done(lane.number, lane.result());
            } else {
                at += 1;
            }
        }
    }
}

/// A file being digested.
struct Lane<'a> {
    number: usize,
    size: u64,
    reader: Box<dyn Read + Send + 'a>,
    sm3: Option<(usize, Sm3)>,
    others: Vec<State>,
    piece: Vec<u8>,
    filled: usize,
    total: u64,
    ended: bool,
    failed: Option<std::io::Error>,
}

impl<'a> Lane<'a> {
    fn new(
        number: usize,
        size: u64,
        algorithms: Vec<Algorithm>,
        reader: Box<dyn Read + Send + 'a>,
    ) -> Lane<'a> {
        let sm3 = algorithms
            .iter()
            .position(|a| *a == Algorithm::Sm3)
            .map(|i| (i, Sm3::default()));
        let mut others: Vec<State> = algorithms
            .into_iter()
            .enumerate()
            .filter(|(i, _)| sm3.as_ref().is_none_or(|(s, _)| s != i))
            .map(|(i, a)| (i, a, a.start()))
            .collect();
        others.sort_by_key(|(_, a, _)| *a);
        Lane {
            number,
            size,
            reader,
            sm3,
            others,
            piece: Vec::new(),
            filled: 0,
            total: 0,
            ended: false,
            failed: None,
        }
    }

    /// Reads the next piece. The length of each piece except the last is a multiple of 64 bytes, the
    /// block of SM3.
    fn read(&mut self, most: usize) {
        let left = self.size.saturating_add(1).saturating_sub(self.total);
        let length = usize::try_from(left).unwrap_or(most).min(most);
        self.piece.resize(length, 0);
        match fill(&mut self.reader, &mut self.piece) {
            Ok(filled) => self.filled = filled,
            Err(e) => (self.filled, self.failed) = (0, Some(e)),
        }
        self.total += self.filled as u64;
        self.ended = self.filled < most;
    }

    fn result(self) -> std::io::Result<(u64, Sums)> {
        if let Some(e) = self.failed {
            return Err(e);
        }
        let mut sums: Vec<(usize, Box<[u8]>)> = self
            .others
            .into_iter()
            .map(|(i, _, s)| (i, s.finalize()))
            .collect();
        sums.extend(
            self.sm3
                .map(|(i, s)| (i, sha2::Digest::finalize(s).to_vec().into_boxed_slice())),
        );
        sums.sort_by_key(|(i, _)| *i);
        Ok((self.total, sums.into_iter().map(|(_, s)| s).collect()))
    }
}

/// Digests the next piece of every file. An idle thread may take over a part.
fn step(lanes: &mut [Lane<'_>]) {
    let most = (PIECE / lanes.len().max(1)) & !63;
    lanes.iter_mut().for_each(|lane| lane.read(most));
    let (mut sm3, mut others) = (Vec::new(), Vec::new());
    for lane in lanes {
        let bytes = &lane.piece[..lane.filled];
        sm3.extend(lane.sm3.as_mut().map(|(_, digest)| (digest, bytes)));
        others.push((lane.others.as_mut_slice(), bytes));
    }
    rayon::join(|| sm3::update(&mut sm3), || each(&mut others));
}

fn each(files: &mut [(&mut [State], &[u8])]) {
    match files {
        [] => {}
        [(states, bytes)] => update(states, bytes),
        files => {
            let (a, b) = files.split_at_mut(files.len() / 2);
            rayon::join(|| each(a), || each(b));
        }
    }
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
    use crate::archive::digest::hex;

    #[test]
    fn small_and_large_files_have_the_digests_of_their_bytes() {
        for size in [0usize, 1, 63, 64, 70_000, PIECE - 1, PIECE, (5 << 20) + 3] {
            let bytes: Vec<u8> = (0..size).map(|i| (i * 7) as u8).collect();
            let (total, sums) = digests(
                &mut bytes.as_slice(),
                size as u64,
                &[Algorithm::Sha512, Algorithm::Sm3, Algorithm::Sha256],
            )
            .unwrap();
            let expected = crate::archive::digest::Digests::of(&bytes);
            assert_eq!(total, size as u64);
            assert_eq!(
                (&*sums[0], &*sums[1], &*sums[2]),
                (
                    &expected.sha512[..],
                    &expected.sm3[..],
                    &expected.sha256[..]
                )
            );
        }
    }

    #[test]
    fn many_files_have_the_digests_of_their_bytes() {
        let files: Vec<Vec<u8>> = (0..200usize)
            .map(|i| {
                (0..(i * i * 13) % 300_000)
                    .map(|j| (i + j * 7) as u8)
                    .collect()
            })
            .collect();
        let found = std::sync::Mutex::new(std::collections::BTreeMap::new());
        let algorithms = |i: usize| {
            if i.is_multiple_of(17) {
                Vec::new()
            } else {
                vec![Algorithm::Sha256, Algorithm::Sm3, Algorithm::Sha512]
            }
        };
        let job = |i: usize| Job {
            size: files[i].len() as u64,
            algorithms: algorithms(i),
            reader: if i == 5 {
                Err(std::io::Error::other("gone"))
            } else {
                Ok(Box::new(files[i].as_slice()))
            },
        };
        all(files.len(), &job, &|i, result| {
            assert!(found.lock().unwrap().insert(i, result).is_none())
        });
        let found = found.into_inner().unwrap();
        assert_eq!(found.len(), files.len());
        for (i, result) in found {
            if i == 5 {
                assert!(result.is_err());
                continue;
            }
            let expected = crate::archive::digest::Digests::of(&files[i]);
            let sums: Vec<&[u8]> = if algorithms(i).is_empty() {
                Vec::new()
            } else {
                vec![&expected.sha256, &expected.sm3, &expected.sha512]
            };
            let (total, found) = result.unwrap();
            assert_eq!(
                (total, found.iter().map(|s| &**s).collect::<Vec<_>>()),
                (files[i].len() as u64, sums),
                "file {i}"
            );
        }
    }

    #[test]
    fn a_reader_without_an_end_is_left() {
        let (total, _) = digests(&mut std::io::repeat(1), 1000, &[Algorithm::Sha256]).unwrap();
        assert_eq!(total, 1001);
    }

    #[test]
    fn the_older_algorithms() {
        let (_, sums) = digests(
            &mut b"abc".as_slice(),
            3,
            &[
                Algorithm::Md5,
                Algorithm::Sha1,
                Algorithm::Sha224,
                Algorithm::Sha384,
            ],
        )
        .unwrap();
        assert_eq!(hex(&sums[0]), "900150983cd24fb0d6963f7d28e17f72");
        assert_eq!(hex(&sums[1]), "a9993e364706816aba3e25717850c26c9cd0d89d");
        assert_eq!(
            hex(&sums[2]),
            "23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7"
        );
        assert!(hex(&sums[3]).starts_with("cb00753f45a35e8bb5a03d699ac65007"));
    }
}
