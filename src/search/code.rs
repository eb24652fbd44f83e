//! The smallest codes of the index: numbers of variable length, Rice codes, and bytes written as printable text.
//! Takes numbers and gives bytes, and back. It must not know what the numbers mean.

/// Why an index file could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the search index is damaged or incomplete: {0}")]
pub struct Damaged(pub String);

/// Appends `n` in groups of seven bits, the lowest first; all but the last carry the high bit.
pub(super) fn put_varint(out: &mut Vec<u8>, mut n: u64) {
    while n >= 0x80 {
        out.push(n as u8 | 0x80);
        n >>= 7;
    }
    out.push(n as u8);
}

/// Reads from the front of a slice and never beyond its end.
#[derive(Clone)]
pub(super) struct Bytes<'a> {
    /// What has not been read.
    pub rest: &'a [u8],
}

impl<'a> Bytes<'a> {
    /// A reader of all of `rest`.
    pub(super) fn new(rest: &'a [u8]) -> Self {
        Bytes { rest }
    }
    /// One byte.
    pub(super) fn byte(&mut self) -> Result<u8, Damaged> {
        let (first, rest) = self.rest.split_first().ok_or_else(|| Damaged("ends too early".into()))?;
        self.rest = rest;
        Ok(*first)
    }
    /// One number.
    pub(super) fn varint(&mut self) -> Result<u64, Damaged> {
        let mut n = 0u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            n |= u64::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                return Ok(n);
            }
        }
        Err(Damaged("a number is too long".into()))
    }
    /// The next `n` bytes.
    pub(super) fn take(&mut self, n: usize) -> Result<&'a [u8], Damaged> {
        if n > self.rest.len() {
            return Err(Damaged("ends too early".into()));
        }
        let (head, rest) = self.rest.split_at(n);
        self.rest = rest;
        Ok(head)
    }
}

/// Writes bits, the highest of each byte first.
#[derive(Default)]
pub(super) struct BitWriter {
    out: Vec<u8>,
    buffer: u64,
    filled: u32,
}

impl BitWriter {
    /// Continues behind whole bytes.
    pub(super) fn after(out: Vec<u8>) -> Self {
        BitWriter { out, buffer: 0, filled: 0 }
    }
    /// The `n` low bits of `value`, which has no others; at most 32.
    pub(super) fn bits(&mut self, value: u32, n: u32) {
        // fewer than 32 bits wait; what was written is pushed out at the top
        self.buffer = (self.buffer << n) | u64::from(value);
        self.filled += n;
        if self.filled >= 32 {
            self.filled -= 32;
            self.out.extend_from_slice(&((self.buffer >> self.filled) as u32).to_be_bytes());
        }
    }
    /// `value >> k` ones, a zero, and the `k` low bits.
    pub(super) fn rice(&mut self, value: u32, k: u32) {
        let mut ones = value >> k;
        let low = value & ((1u32 << k) - 1);
        if ones + 1 + k <= 32 {
            let head = ((1u64 << (ones + 1)) - 2) << k;
            self.bits(head as u32 | low, ones + 1 + k);
            return;
        }
        while ones >= 24 {
            self.bits(0xFF_FFFF, 24);
            ones -= 24;
        }
        self.bits((1 << (ones + 1)) - 2, ones + 1);
        if k > 0 {
            self.bits(low, k);
        }
    }
    /// The bytes; the last is filled with zeros.
    pub(super) fn finish(mut self) -> Vec<u8> {
        while self.filled >= 8 {
            self.filled -= 8;
            self.out.push((self.buffer >> self.filled) as u8);
        }
        if self.filled > 0 {
            self.out.push((self.buffer << (8 - self.filled)) as u8);
        }
        self.out
    }
}

/// Reads what [`BitWriter`] wrote.
pub(super) struct BitReader<'a> {
    bytes: &'a [u8],
    at: usize, // in bits
}

impl<'a> BitReader<'a> {
    /// A reader of all of `bytes`.
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        BitReader { bytes, at: 0 }
    }
    /// `n` bits; at most 32.
    pub(super) fn bits(&mut self, n: u32) -> Result<u32, Damaged> {
        let mut value = 0u64;
        for _ in 0..n {
            let byte = *self.bytes.get(self.at / 8).ok_or_else(|| Damaged("ends too early".into()))?;
            value = value << 1 | u64::from(byte >> (7 - self.at % 8) & 1);
            self.at += 1;
        }
        Ok(value as u32)
    }
    /// One Rice code.
    pub(super) fn rice(&mut self, k: u32) -> Result<u32, Damaged> {
        let mut ones = 0u32;
        while self.bits(1)? == 1 {
            ones += 1; // bounded by the number of bits there are
        }
        let low = if k > 0 { self.bits(k)? } else { 0 };
        Ok(ones.wrapping_shl(k) | low)
    }
}

/// The Rice parameter that fits `count` numbers that add up to `sum`.
pub(super) fn rice_parameter(sum: u64, count: u64) -> u32 {
    // For geometrically distributed numbers the best power of two lies at ln 2 times the mean.
    let scaled = (sum * 69 / 100) / count.max(1);
    (63 - (scaled + 1).leading_zeros()).min(30)
}

// Two printable ASCII characters out of 91 carry 13 bits (91² = 8281 ≥ 2¹³). The characters are `#` to `~` without the
// backslash: none of them needs an escape in a string between double quotes, and no transfer mode changes them.
const BASE: u32 = 91;

fn printable(digit: u32) -> u8 {
    let c = digit as u8 + 35;
    if c >= b'\\' { c + 1 } else { c }
}

/// Appends `bytes` to `out` as printable text.
pub(super) fn put_printable(out: &mut Vec<u8>, bytes: &[u8]) {
    out.reserve(bytes.len() * 16 / 13 + 4);
    let (mut buffer, mut filled) = (0u32, 0);
    let mut pair = |v: u32| {
        out.push(printable(v / BASE));
        out.push(printable(v % BASE));
    };
    for &b in bytes {
        buffer = buffer << 8 | u32::from(b);
        filled += 8;
        if filled >= 13 {
            filled -= 13;
            pair(buffer >> filled);
            buffer &= (1 << filled) - 1;
        }
    }
    if filled > 0 {
        pair(buffer << (13 - filled));
    }
}

/// Reads printable text back. There may be one byte of zeros more than was written: whatever is inside knows its own length.
pub(super) fn from_printable(text: &[u8]) -> Result<Vec<u8>, Damaged> {
    let digit = |c: u8| match c {
        35..=91 => Ok(u32::from(c) - 35),
        93..=126 => Ok(u32::from(c) - 36),
        _ => Err(Damaged("holds a character that is not of the code".into())),
    };
    let mut out = Vec::with_capacity(text.len() * 13 / 16 + 1);
    let (mut buffer, mut filled) = (0u32, 0);
    if text.len() % 2 == 1 {
        return Err(Damaged("has an odd length".into()));
    }
    for two in text.chunks_exact(2) {
        buffer = buffer << 13 | (digit(two[0])? * BASE + digit(two[1])?) & 0x1FFF;
        filled += 13;
        while filled >= 8 {
            filled -= 8;
            out.push((buffer >> filled) as u8);
        }
        buffer &= (1 << filled) - 1;
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn printable_round_trip(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let mut text = Vec::new();
            put_printable(&mut text, &bytes);
            prop_assert!(text.iter().all(|c| (35..127).contains(c) && *c != b'\\'));
            let back = from_printable(&text).unwrap();
            prop_assert!(back.len() <= bytes.len() + 1);
            prop_assert_eq!(&back[..bytes.len()], &bytes[..]);
        }

        #[test]
        fn numbers_round_trip(numbers in prop::collection::vec((0u32..100_000, 0u32..20), 0..100), long in any::<u64>()) {
            let mut head = Vec::new();
            put_varint(&mut head, long);
            let length = head.len();
            let mut bits = BitWriter::after(head);
            for &(n, k) in &numbers {
                bits.rice(n >> k.min(3), k);
                bits.bits(n & 0x1FFF, 13);
            }
            let bytes = bits.finish();
            prop_assert_eq!(Bytes::new(&bytes).varint().unwrap(), long);
            let mut bits = BitReader::new(&bytes[length..]);
            for &(n, k) in &numbers {
                prop_assert_eq!(bits.rice(k).unwrap(), n >> k.min(3));
                prop_assert_eq!(bits.bits(13).unwrap(), n & 0x1FFF);
            }
        }

        #[test]
        fn damage_is_an_error_and_no_panic(bytes in prop::collection::vec(any::<u8>(), 0..40), k in 0u32..31) {
            let mut bits = BitReader::new(&bytes);
            while bits.rice(k).is_ok() {}
            let _ = from_printable(&bytes);
            let mut b = Bytes::new(&bytes);
            while b.varint().is_ok() {}
        }
    }
}
