//! Takes the bytes of an older Word file; gives the numbers and the lists of properties in them.
//! This file must not know what they mean.

pub(super) fn half(bytes: &[u8], at: usize) -> Option<u16> {
    let b = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes([b[0], b[1]]))
}

pub(super) fn word(bytes: &[u8], at: usize) -> Option<u32> {
    let b = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes([b[0], b[1], b[2], b[3]]))
}

/// Calls `see` with the code and the value of each property in a list of properties. A value of
/// variable length begins with its length.
pub(super) fn each_property(mut data: &[u8], mut see: impl FnMut(u16, &[u8])) {
    while let Some(code) = half(data, 0) {
        data = &data[2..];
        let length = match (code >> 13, code) {
            (0 | 1, _) => 1,
            (2 | 4 | 5, _) => 2,
            (3, _) => 4,
            (7, _) => 3,
            (_, 0xd608) => half(data, 0).map_or(usize::MAX, |n| usize::from(n) + 1),
            _ => data.first().map_or(usize::MAX, |n| usize::from(*n) + 1),
        };
        let Some(value) = data.get(..length) else {
            return;
        };
        see(code, value);
        data = &data[length..];
    }
}
