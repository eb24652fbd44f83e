//! Takes numbers; gives bytes (varints and Rice codes). Takes bytes; gives text. Also does the
//! reverse of both. This file must not know what the numbers mean.

use std::sync::LazyLock;

/// Why an index file could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the search index is damaged or incomplete: {0}")]
pub struct Damaged(pub String);

/// Appends `n` as a varint: one byte for each group of seven bits, the lowest group first. Every
/// byte except the last has its high bit set.
#[inline]
pub(crate) fn put_varint(out: &mut Vec<u8>, n: u64) {
    // fast path: most numbers in an index take one or two bytes
    match n {
        0..0x80 => out.push(n as u8),
        0x80..0x4000 => {
            out.push(n as u8 | 0x80);
            out.push((n >> 7) as u8);
        }
        _ => put_long_varint(out, n),
    }
}

fn put_long_varint(out: &mut Vec<u8>, mut n: u64) {
    while n >= 0x80 {
        out.push(n as u8 | 0x80);
        n >>= 7;
    }
    out.push(n as u8);
}

/// Reads from the front of a slice; an error at its end.
#[derive(Clone)]
pub(crate) struct Bytes<'a> {
    /// The bytes that have not been read.
    pub rest: &'a [u8],
}

impl<'a> Bytes<'a> {
    pub(crate) fn new(rest: &'a [u8]) -> Self {
        Bytes { rest }
    }
    pub(crate) fn byte(&mut self) -> Result<u8, Damaged> {
        let (first, rest) = self
            .rest
            .split_first()
            .ok_or_else(|| Damaged("ends too early".into()))?;
        self.rest = rest;
        Ok(*first)
    }
    /// The next number, a varint.
    #[inline]
    pub(crate) fn varint(&mut self) -> Result<u64, Damaged> {
        // fast path: most numbers in an index take one or two bytes
        match *self.rest {
            [first @ 0..0x80, ref rest @ ..] => {
                self.rest = rest;
                Ok(u64::from(first))
            }
            [first, second @ 0..0x80, ref rest @ ..] => {
                self.rest = rest;
                Ok(u64::from(first & 0x7F) | u64::from(second) << 7)
            }
            _ => self.long_varint(),
        }
    }
    fn long_varint(&mut self) -> Result<u64, Damaged> {
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
    pub(crate) fn take(&mut self, n: usize) -> Result<&'a [u8], Damaged> {
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
pub(crate) struct BitWriter {
    out: Vec<u8>,
    buffer: u64,
    filled: u32,
}

impl BitWriter {
    pub(crate) fn after(out: Vec<u8>) -> Self {
        BitWriter {
            out,
            buffer: 0,
            filled: 0,
        }
    }
    /// Writes the `n` low bits of `value`; `n` is at most 32. The other bits of `value` must be
    /// zero.
    #[inline]
    pub(crate) fn bits(&mut self, value: u32, n: u32) {
        // `buffer` has fewer than 32 unwritten bits; the shift drops only written ones.
        self.buffer = (self.buffer << n) | u64::from(value);
        self.filled += n;
        if self.filled >= 32 {
            self.filled -= 32;
            self.out
                .extend_from_slice(&((self.buffer >> self.filled) as u32).to_be_bytes());
        }
    }
    /// Writes `value` as a Rice code: `value >> k` bits that are 1, a bit that is 0, and the `k`
    /// low bits of `value`.
    #[inline]
    pub(crate) fn rice(&mut self, value: u32, k: u32) {
        let ones = value >> k;
        let low = value & ((1u32 << k) - 1);
        if ones + 1 + k <= 32 {
            let head = ((1u64 << (ones + 1)) - 2) << k;
            self.bits(head as u32 | low, ones + 1 + k);
        } else {
            self.long_rice(ones, low, k);
        }
    }
    #[cold]
    fn long_rice(&mut self, mut ones: u32, low: u32, k: u32) {
        while ones >= 24 {
            self.bits(0xFF_FFFF, 24);
            ones -= 24;
        }
        self.bits((1 << (ones + 1)) - 2, ones + 1);
        if k > 0 {
            self.bits(low, k);
        }
    }
    /// The written bytes. Zero bits fill the last byte.
    pub(crate) fn finish(mut self) -> Vec<u8> {
        while self.filled >= 8 {
            self.filled -= 8;
            self.out.push((self.buffer >> self.filled) as u8);
        }
        if self.filled > 0 {
            self.out.push((self.buffer << (8 - self.filled)) as u8);
        }
        self.out.shrink_to_fit(); // many results are in memory at the same time
        self.out
    }
}

/// Reads what [`BitWriter`] wrote.
pub(crate) struct BitReader<'a> {
    bytes: &'a [u8],
    at: usize, // in bits
}

impl<'a> BitReader<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        BitReader { bytes, at: 0 }
    }
    /// The next `n` bits; `n` is at most 32.
    pub(crate) fn bits(&mut self, n: u32) -> Result<u32, Damaged> {
        let mut value = 0u64;
        for _ in 0..n {
            let byte = *self
                .bytes
                .get(self.at / 8)
                .ok_or_else(|| Damaged("ends too early".into()))?;
            value = value << 1 | u64::from(byte >> (7 - self.at % 8) & 1);
            self.at += 1;
        }
        Ok(value as u32)
    }
    /// The value of the next Rice code.
    pub(crate) fn rice(&mut self, k: u32) -> Result<u32, Damaged> {
        let mut ones = 0u32;
        while self.bits(1)? == 1 {
            ones += 1; // the loop ends, because `bits` fails after the last bit
        }
        let low = if k > 0 { self.bits(k)? } else { 0 };
        Ok(ones.wrapping_shl(k) | low)
    }
}

/// The best Rice parameter `k` for `count` numbers with the total `sum`.
pub(crate) fn rice_parameter(sum: u64, count: u64) -> u32 {
    // For geometrically distributed numbers, the best power of two is near ln 2 times the mean.
    let scaled = (sum * 69 / 100) / count.max(1);
    (63 - (scaled + 1).leading_zeros()).min(30)
}

/// 61,468 UTF-16 code units from U+0100 to U+FDFF, ascending. The list excludes surrogates, units
/// with a byte 10 or 13 (line ends), and units with the high byte 32 (some are invisible or end a
/// line in old browsers). No unit of the list needs an escape in a string. The index of a unit is
/// its number.
static UNITS: LazyLock<Vec<u16>> = LazyLock::new(|| {
    let is_unit = |code: &u16| {
        let (high, low) = (code >> 8, code & 0xFF);
        ![10, 13, 32].contains(&high) && ![10, 13].contains(&low) && high & 0xF8 != 0xD8
    };
    (0x100..0xFE00).filter(is_unit).collect()
});

/// Each unit stands for 15 or 16 bits. If the next 15 bits are a number below `WIDE`, the unit
/// includes the sixteenth bit, so each such number has two units. Any other number has one unit.
/// With this value of `WIDE`, every unit is used.
const WIDE: u16 = 28_700;
/// In `NUMBERS`: a code unit that is not in `UNITS`.
const NONE: u16 = u16::MAX;

/// The number of each UTF-16 code unit, or `NONE`.
static NUMBERS: LazyLock<Vec<u16>> = LazyLock::new(|| {
    let mut numbers = vec![NONE; 0x10000];
    for (&unit, number) in UNITS.iter().zip(0u16..) {
        numbers[unit as usize] = number;
    }
    numbers
});

/// Encodes bytes as UTF-16 units; also gives their [`checksum`].
pub(crate) fn to_units(bytes: &[u8]) -> (Vec<u16>, u32) {
    let units = &UNITS[..];
    let mut out = Vec::with_capacity(bytes.len() * 8 / 15 + 1);
    let mut sum = Checksum::default();
    let (mut buffer, mut filled) = (0u64, 0);
    // Writes a unit for the first 15 of `bits`, or for all 16; gives the number of bits.
    let mut take = |bits: u16| {
        let (number, carried) = match bits >> 1 {
            narrow if narrow >= WIDE => (narrow + WIDE, 15),
            _ => (bits, 16),
        };
        let unit = units[number as usize];
        sum.add(unit);
        out.push(unit);
        carried
    };
    let (fours, rest) = bytes.as_chunks::<4>();
    for four in fours {
        buffer = buffer << 32 | u64::from(u32::from_be_bytes(*four));
        filled += 32;
        while filled >= 16 {
            filled -= take((buffer >> (filled - 16)) as u16);
        }
    }
    for &b in rest {
        buffer = buffer << 8 | u64::from(b);
        filled += 8;
        if filled >= 16 {
            filled -= take((buffer >> (filled - 16)) as u16);
        }
    }
    if filled > 0 {
        take((buffer << (16 - filled)) as u16);
    }
    (out, sum.folded())
}

/// Decodes units into bytes. The result may have an extra zero byte, so the bytes themselves must
/// show where they end.
pub(crate) fn from_units(units: &[u16]) -> Result<Vec<u8>, Damaged> {
    let numbers = &NUMBERS[..];
    let mut out = Vec::with_capacity(units.len() * 2);
    let (mut buffer, mut filled) = (0u64, 0);
    for &unit in units {
        let number = numbers[unit as usize];
        if number == NONE {
            return Err(Damaged("contains an invalid character".into()));
        }
        let (bits, count) = match number {
            wide if wide < 2 * WIDE => (wide, 16),
            narrow => (narrow - WIDE, 15),
        };
        // `buffer` has fewer than 32 unwritten bits; the shift drops only written ones.
        buffer = buffer << count | u64::from(bits);
        filled += count;
        if filled >= 32 {
            filled -= 32;
            out.extend_from_slice(&((buffer >> filled) as u32).to_be_bytes());
        }
    }
    while filled >= 8 {
        filled -= 8;
        out.push((buffer >> filled) as u8);
    }
    Ok(out)
}

/// A 20-bit checksum: the 32-bit FNV-1a of units, whose highest 12 bits are combined by XOR with
/// its lowest bits. A file's name contains the checksum, so that damage to the file is noticed.
struct Checksum(u32);

impl Default for Checksum {
    fn default() -> Self {
        Checksum(0x811C_9DC5)
    }
}

impl Checksum {
    fn add(&mut self, unit: u16) {
        self.0 = (self.0 ^ u32::from(unit)).wrapping_mul(0x0100_0193);
    }
    fn folded(&self) -> u32 {
        (self.0 ^ self.0 >> 20) & 0xF_FFFF
    }
}

/// The checksum of units.
pub(crate) fn checksum(units: &[u16]) -> u32 {
    let mut sum = Checksum::default();
    units.iter().for_each(|&unit| sum.add(unit));
    sum.folded()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_unit_stands_for_one_value() {
        assert_eq!(UNITS.len(), 0x8000 + WIDE as usize);
        for &unit in &UNITS[..] {
            let bytes = from_units(&[unit, unit, unit, unit]).unwrap();
            assert_eq!(to_units(&bytes).0[..3], [unit; 3]);
        }
    }

    proptest! {
        #[test]
        fn units_round_trip(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let (units, sum) = to_units(&bytes);
            prop_assert_eq!(sum, checksum(&units));
            prop_assert!(units.iter().all(|u| (0x100..0xFE00).contains(u) && u.to_le_bytes().iter().all(|b| ![10, 13].contains(b))));
            prop_assert!(units.len() * 15 < bytes.len() * 8 + 15);
            prop_assert!(String::from_utf16(&units).is_ok());
            let back = from_units(&units).unwrap();
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
        fn damage_is_an_error_and_no_panic(bytes in prop::collection::vec(any::<u8>(), 0..40), units in prop::collection::vec(any::<u16>(), 0..40), k in 0u32..31) {
            let mut bits = BitReader::new(&bytes);
            while bits.rice(k).is_ok() {}
            let _ = (from_units(&units), checksum(&units));
            let mut b = Bytes::new(&bytes);
            while b.varint().is_ok() {}
        }
    }
}
