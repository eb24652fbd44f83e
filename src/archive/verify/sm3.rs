//! Takes unfinished SM3 digests and the next bytes of each; advances them in parallel. `digest`
//! reads the files.
//!
//! Most processors have no instructions for SM3. Computed one message at a time, SM3 costs more
//! than SHA-256 and SHA-512 together. Vector instructions work on one word of several messages. The
//! `sm3` crate starts and finishes digests; whole blocks of several messages are processed here.

use fearless_simd::{Level, Simd, dispatch, prelude::*};
use sm3::digest::common::hazmat::SerializableState;
use sm3::{Digest, Sm3};

const BLOCK: usize = 64;
/// The maximum number of messages that are handled in parallel.
const MOST: usize = 16;
/// The minimum number: with fewer messages, one after another is faster.
const LEAST: usize = 4;

/// Adds to each digest the bytes paired with it. Before this call, a digest must have received only
/// whole blocks.
pub(super) fn update(digests: &mut [(&mut Sm3, &[u8])]) {
    let level = Level::new();
    let lanes = dispatch!(level, simd => lanes(simd));
    loop {
        let mut whole: Vec<usize> = (0..digests.len())
            .filter(|i| digests[*i].1.len() >= BLOCK)
            .collect();
        whole.sort_by_key(|i| std::cmp::Reverse(digests[*i].1.len()));
        whole.truncate(lanes);
        let Some(last) = whole.last().filter(|_| whole.len() >= LEAST) else {
            break;
        };
        let blocks = digests[*last].1.len() / BLOCK;
        let mut states = [[0; 8]; MOST];
        let mut messages: [&[u8]; MOST] = [&[]; MOST];
        for (lane, i) in whole.iter().enumerate() {
            states[lane] = state(digests[*i].0);
            messages[lane] = &digests[*i].1[..blocks * BLOCK];
        }
        dispatch!(level, simd => side_by_side(simd, &mut states, &messages, blocks));
        for (lane, i) in whole.iter().enumerate() {
            carry_on(digests[*i].0, &states[lane], blocks as u64);
            digests[*i].1 = &digests[*i].1[blocks * BLOCK..];
        }
    }
    for (digest, rest) in digests {
        Digest::update(*digest, rest);
    }
}

/// The eight words of a digest's state, which come first in the crate's serialization.
fn state(digest: &Sm3) -> [u32; 8] {
    let bytes = digest.serialize();
    let mut words = bytes
        .as_chunks::<4>()
        .0
        .iter()
        .map(|b| u32::from_le_bytes(*b));
    std::array::from_fn(|_| words.next().unwrap_or_default())
}

fn carry_on(digest: &mut Sm3, state: &[u32; 8], blocks: u64) {
    let mut bytes = digest.serialize();
    for (to, word) in bytes.chunks_exact_mut(4).zip(state) {
        to.copy_from_slice(&word.to_le_bytes());
    }
    let count = &mut bytes[32..40];
    let sum = count.first_chunk().map_or(0, |c| u64::from_le_bytes(*c)) + blocks;
    count.copy_from_slice(&sum.to_le_bytes());
    if let Ok(changed) = Sm3::deserialize(&bytes) {
        *digest = changed;
    }
}

/// The constants of the rounds (GB/T 32905—2016, 4.2), rotated for each round.
const ROUND: [u32; 64] = {
    let mut rounds = [0; 64];
    let mut j = 0;
    while j < 64 {
        let constant: u32 = if j < 16 { 0x79cc_4519 } else { 0x7a87_9d8a };
        rounds[j] = constant.rotate_left(j as u32 % 32);
        j += 1;
    }
    rounds
};

/// The same word of every message.
#[derive(Clone, Copy)]
struct Word<S: Simd>(S::u32s);

impl<S: Simd> Word<S> {
    #[inline(always)]
    fn plus(self, other: Word<S>) -> Word<S> {
        Word(self.0 + other.0)
    }

    #[inline(always)]
    fn xor(self, other: Word<S>) -> Word<S> {
        Word(self.0 ^ other.0)
    }

    #[inline(always)]
    fn parity(x: Word<S>, y: Word<S>, z: Word<S>) -> Word<S> {
        Word(x.0 ^ y.0 ^ z.0)
    }

    #[inline(always)]
    fn majority(x: Word<S>, y: Word<S>, z: Word<S>) -> Word<S> {
        Word((x.0 & y.0) | ((x.0 | y.0) & z.0))
    }

    #[inline(always)]
    fn choice(x: Word<S>, y: Word<S>, z: Word<S>) -> Word<S> {
        Word(((y.0 ^ z.0) & x.0) ^ z.0)
    }

    #[inline(always)]
    fn left(self, bits: u32) -> Word<S> {
        Word((self.0 << bits) | (self.0 >> (32 - bits)))
    }
}

#[inline(always)]
fn lanes<S: Simd>(_: S) -> usize {
    S::u32s::LEN.min(MOST)
}

#[inline(always)]
fn side_by_side<S: Simd>(
    simd: S,
    states: &mut [[u32; 8]; MOST],
    messages: &[&[u8]; MOST],
    blocks: usize,
) {
    let lanes = lanes(simd);
    let mut words: [Word<S>; 8] =
        std::array::from_fn(|i| Word(S::u32s::from_fn(simd, |lane| states[lane][i])));
    let mut expanded = [Word::<S>(S::u32s::splat(simd, 0)); 68];
    for at in 0..blocks {
        let mut block = [[0; MOST]; 16];
        for (lane, message) in messages.iter().take(lanes).enumerate() {
            let bytes = message
                .get(at * BLOCK..(at + 1) * BLOCK)
                .unwrap_or_default();
            for (word, bytes) in block.iter_mut().zip(bytes.as_chunks().0) {
                word[lane] = u32::from_be_bytes(*bytes);
            }
        }
        for (word, block) in expanded.iter_mut().zip(&block) {
            *word = Word(S::u32s::from_slice(simd, &block[..lanes]));
        }
        compress(&mut words, &mut expanded);
    }
    for (lane, state) in states.iter_mut().take(lanes).enumerate() {
        *state = std::array::from_fn(|i| words[i].0.as_slice()[lane]);
    }
}

/// Compresses one block of every message (5.3 of the standard). `w` has the sixteen words of the
/// block, and room for the 52 words that are derived from them.
#[inline(always)]
fn compress<S: Simd>(state: &mut [Word<S>; 8], w: &mut [Word<S>; 68]) {
    for j in 16..68 {
        let x = w[j - 16].xor(w[j - 9]).xor(w[j - 3].left(15));
        w[j] = x
            .xor(x.left(15))
            .xor(x.left(23))
            .xor(w[j - 13].left(7))
            .xor(w[j - 6]);
    }
    let before = *state;
    // Each word is back in its place after four rounds. Rounds are run in groups of four, so that
    // the compiler can rename the words instead of moving them.
    for j in (0..16).step_by(4) {
        for j in j..j + 4 {
            *state = round(*state, ROUND[j], w[j], w[j + 4], Word::parity, Word::parity);
        }
    }
    for j in (16..64).step_by(4) {
        for j in j..j + 4 {
            *state = round(
                *state,
                ROUND[j],
                w[j],
                w[j + 4],
                Word::majority,
                Word::choice,
            );
        }
    }
    for (new, old) in state.iter_mut().zip(before) {
        *new = new.xor(old);
    }
}

#[inline(always)]
fn round<S: Simd>(
    [a, b, c, d, e, f, g, h]: [Word<S>; 8],
    constant: u32,
    w: Word<S>,
    w4: Word<S>,
    ff: impl Fn(Word<S>, Word<S>, Word<S>) -> Word<S>,
    gg: impl Fn(Word<S>, Word<S>, Word<S>) -> Word<S>,
) -> [Word<S>; 8] {
    let turned = a.left(12);
    let s1 = turned.plus(Word(e.0 + constant)).left(7);
    let t1 = ff(a, b, c).plus(d.plus(w.xor(w4))).plus(s1.xor(turned));
    let t2 = gg(e, f, g).plus(h.plus(w)).plus(s1);
    [
        t1,
        a,
        b.left(9),
        c,
        t2.xor(t2.left(9)).xor(t2.left(17)),
        e,
        f.left(19),
        g,
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn side_by_side_is_as_one_after_the_other() {
        // every number of messages up to 40, with many lengths, in one piece and in two
        for count in 1..=40 {
            let messages: Vec<Vec<u8>> = (0..count)
                .map(|i| {
                    (0..(i * 61) % 700)
                        .map(|j| (i * 7 + j * 13) as u8)
                        .collect()
                })
                .collect();
            for cut in [0, BLOCK, 4 * BLOCK] {
                let mut digests = vec![Sm3::default(); count];
                let parts = messages
                    .iter()
                    .map(|m| m.split_at(cut.min(m.len() / BLOCK * BLOCK)));
                let (first, second): (Vec<&[u8]>, Vec<&[u8]>) = parts.unzip();
                for part in [first, second] {
                    update(&mut digests.iter_mut().zip(part).collect::<Vec<_>>());
                }
                for (message, digest) in messages.iter().zip(digests) {
                    assert_eq!(
                        digest.finalize(),
                        Sm3::digest(message),
                        "{count} messages, {} bytes, cut at {cut}",
                        message.len()
                    );
                }
            }
        }
    }

    #[test]
    fn every_kind_of_processor_works_out_the_same() {
        let messages: Vec<Vec<u8>> = (0..MOST as u8)
            .map(|i| (0..256u32).map(|j| (j * 31) as u8 ^ i).collect())
            .collect();
        let borrowed: [&[u8]; MOST] = std::array::from_fn(|i| &messages[i][..]);
        let check = |states: &[[u32; 8]; MOST], lanes: usize| {
            for (message, state) in messages.iter().zip(states).take(lanes) {
                let mut digest = Sm3::default();
                digest.update(message);
                assert_eq!(super::state(&digest), *state);
            }
        };
        let begin = [super::state(&Sm3::default()); MOST];
        let mut states = begin;
        let baseline = Level::baseline();
        dispatch!(baseline, simd => side_by_side(simd, &mut states, &borrowed, 4));
        check(&states, dispatch!(baseline, simd => lanes(simd)));
        #[cfg(target_arch = "x86_64")]
        if let Some(avx2) = Level::new().as_avx2() {
            let mut states = begin;
            avx2.vectorize(
                #[inline(always)]
                || side_by_side(avx2, &mut states, &borrowed, 4),
            );
            check(&states, lanes(avx2));
        }
    }
}
