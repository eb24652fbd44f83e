//! Takes the place of a gram in a head field (a searched field other than the body); gives the
//! flags for ranking, packed with the place into one number. This file must not know documents or
//! lists.

/// The bit that marks a packed hit in a head field; a position in a body lacks it.
pub(crate) const HEAD: u32 = 1 << 31;

/// An occurrence of a gram in a head field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct HeadHit {
    /// The code of the field.
    pub field: u8,
    /// Three bits, used in the title and the numbers, and 0 elsewhere: 1 = the gram does not begin
    /// inside a sequence of digits, 2 = it does not end inside one, 4 = it ends the field.
    pub flags: u8,
    /// The offset of the gram in the field, in characters. If a field has several values, such as
    /// keywords, they count as one text with a character between them.
    pub offset: u32,
}

impl HeadHit {
    pub(crate) fn pack(self) -> u32 {
        self.offset << 6 | u32::from(self.field) << 3 | u32::from(self.flags)
    }
    pub(crate) fn unpack(v: u64) -> Self {
        HeadHit {
            field: (v >> 3 & 7) as u8,
            flags: (v & 7) as u8,
            offset: (v >> 6) as u32,
        }
    }
}

/// The flags of [`HeadHit`] for `len` characters of a field from `at`.
pub(crate) fn flags(text: &[char], at: usize, len: usize) -> u8 {
    let digit = |i: usize| text.get(i).is_some_and(char::is_ascii_digit);
    let left = !(at > 0 && digit(at - 1) && digit(at));
    let right = !(digit(at + len - 1) && digit(at + len));
    u8::from(left) | u8::from(right) << 1 | u8::from(at + len == text.len()) << 2
}
