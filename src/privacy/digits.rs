//! Takes text; gives the runs of digits that may belong to one number, in any script, width and
//! separation. `rules.rs` decides which digits are a personal number. This file must not know what
//! kinds of numbers there are.

/// The separator between a digit and the digit before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gap {
    None,
    Space,
    Hyphen,
    /// A point, as in a decimal number.
    Point,
    /// An end of a line, an underscore, a Markdown mark, or a point together with spaces or
    /// hyphens.
    Mark,
    /// A mark that also separates different numbers, such as a comma, a slash, a parenthesis or the
    /// border of a cell.
    Cell,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Digit {
    /// 0 to 9, or 10 for a check letter X.
    pub(super) value: u8,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) gap: Gap,
}

/// The script of a number. A run has one script, so 二 in 13900000000二维码 does not belong to the
/// number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Script {
    /// 0 to 9 in any width or style.
    European,
    /// 〇 to 九, the capital forms (壹, 贰), and 零 and 幺.
    Chinese,
    /// Digits in circles and the like, superscript and subscript digits, and the decimal digits of
    /// other scripts.
    Other,
}

/// The minimum number of digits in a run.
const FEWEST: usize = 6;

/// The maximum number of digits in memory. A longer run is read in overlapping pieces.
const MOST: usize = 1000;

/// Two neighbouring pieces both have this many digits before the border between them, and as many
/// after it. No number is longer, even with the neighbouring digits that decide its kind.
const OVERLAP: usize = 40;

/// Calls `see` with each run of at least `FEWEST` digits; a long run comes in overlapping pieces.
/// The two indices are a range of the piece: `see` must look only for the numbers that begin in
/// this range, because the neighbouring pieces contain the other numbers.
pub(super) fn runs(text: &str, mut see: impl FnMut(&[Digit], usize, usize)) {
    let mut digits = Vec::new();
    let mut at = 0;
    while let Some(start) = next_digit(text, at) {
        at = end_of_few(text, start)
            .unwrap_or_else(|| pieces(text, start, Script::European, &mut digits, &mut see));
    }
    let mut at = 0;
    while let Some((start, script)) = next_in_other_script(text, at) {
        at = pieces(text, start, script, &mut digits, &mut see);
    }
}

/// The end of a run of fewer than `FEWEST` digits before a Chinese character, as in 2024年. Most
/// runs are of this kind.
fn end_of_few(text: &str, start: usize) -> Option<usize> {
    let rest = &text.as_bytes()[start..];
    let count = rest.iter().take_while(|b| b.is_ascii_digit()).count();
    let is_ended = matches!(rest.get(count), Some(0xe4..=0xe9));
    (is_ended && (1..FEWEST).contains(&count)).then_some(start + count)
}

/// Passes a run to `see`, in pieces if it is long; gives the end of the run.
fn pieces(
    text: &str,
    start: usize,
    script: Script,
    digits: &mut Vec<Digit>,
    see: &mut impl FnMut(&[Digit], usize, usize),
) -> usize {
    let (mut at, mut from) = (start, 0);
    loop {
        let end = collect(text, at, script, digits);
        if digits.len() < MOST {
            if digits.len() >= FEWEST {
                see(digits, from, digits.len());
            }
            return end;
        }
        let to = digits.len() - OVERLAP;
        see(digits, from, to);
        from = OVERLAP;
        at = digits[to - OVERLAP].start;
    }
}

/// The position of the next European digit. A scan spends most of its time here.
fn next_digit(text: &str, from: usize) -> Option<usize> {
    const BLOCK: usize = 16;
    let bytes = text.as_bytes();
    // only the third byte distinguishes a full-width digit from full-width punctuation
    let may_begin = |first: u8, third: u8| {
        first.is_ascii_digit()
            | (first == 0xf0)
            | ((first == 0xef) & (0x90..=0x99).contains(&third))
    };
    let mut at = from;
    loop {
        // bytes are tested in blocks, so that the compiler can use vector instructions
        while let Some(block) = bytes.get(at..at + BLOCK + 2)
            && !(0..BLOCK).fold(false, |any, i| any | may_begin(block[i], block[i + 2]))
        {
            at += BLOCK;
        }
        at = (at..bytes.len()).find(|&i| {
            let first = bytes[i];
            (first.is_ascii_digit() || first >= 0xef)
                && may_begin(first, bytes.get(i + 2).copied().unwrap_or(0))
        })?;
        match bytes[at] {
            0xef | 0xf0 => match text[at..].chars().next() {
                Some(c) if european(c).is_some() => return Some(at),
                Some(c) => at += c.len_utf8(),
                None => return None,
            },
            _ => return Some(at),
        }
    }
}

/// The start of the next run in another script. Eleven such digits (a mobile number) take at least
/// 22 bytes, so one character in every 15 bytes is tested. The step is odd, because an even step
/// might meet only the spaces where digits and spaces alternate.
fn next_in_other_script(text: &str, from: usize) -> Option<(usize, Script)> {
    const STEP: usize = 15;
    let (bytes, mut at) = (text.as_bytes(), from);
    while at < bytes.len() {
        let mut here = at;
        while here > 0 && bytes[here] & 0xc0 == 0x80 {
            here -= 1;
        }
        if here >= from && may_be_other(&bytes[here..]) {
            // a zero does not tell the script, so the digit after the zeros decides
            let mut next = text[here..].chars().take(MOST_ZEROS);
            let script = next.find(|c| !is_zero(*c)).and_then(other).map(|d| d.1);
            if let Some(script) = script {
                return Some((beginning(text, from, here, script), script));
            }
        }
        at += STEP;
    }
    None
}

/// The maximum number of zeros that are skipped to find a digit that tells the script.
const MOST_ZEROS: usize = 12;

/// Whether a character stands for zero in a number of a non-European script. People type 0 or O,
/// because keyboards lack 〇 and ⓪.
fn is_zero(c: char) -> bool {
    matches!(
        c,
        '0' | 'O' | 'o' | '０' | 'Ｏ' | 'ｏ' | '〇' | '○' | '◯' | '零'
    )
}

/// A quick test by bytes: whether a character may be one of [`other`] or [`is_zero`].
fn may_be_other(bytes: &[u8]) -> bool {
    const CHINESE: &str = "一壹幺二贰貳三叁參四肆五伍六陆陸七柒八捌九玖零";
    /// At the place that the last byte's bits give, a bit for each value that the second byte's
    /// bits have in these characters.
    const SECOND: [u64; 64] = {
        let (mut bits, mut i) = ([0; 64], 0);
        while i < CHINESE.len() {
            let [second, last] = [CHINESE.as_bytes()[i + 1], CHINESE.as_bytes()[i + 2]];
            bits[(last & 0x3f) as usize] |= 1 << (second & 0x3f);
            i += 3;
        }
        bits
    };
    match *bytes {
        [first @ ..=0x7f, ..] => matches!(first, b'0' | b'O' | b'o'),
        [0xe4..=0xe9, second, last, ..] => {
            SECOND[usize::from(last & 0x3f)] & 1 << (second & 0x3f) != 0
        }
        _ => true,
    }
}

/// The first digit, at or after `from`, of the run that contains the digit at `at`.
fn beginning(text: &str, from: usize, at: usize, script: Script) -> usize {
    let (mut first, mut width) = (at, 0);
    for (i, c) in text[from..at].char_indices().rev() {
        if in_script(c, script).is_some() {
            (first, width) = (from + i, 0);
        } else if is_invisible(c) {
        } else if gap(c).is_some() && width < WIDEST_CELL {
            width += 1;
        } else {
            break;
        }
    }
    first
}

pub(super) fn value(c: char) -> Option<u8> {
    european(c).or_else(|| Some(other(c)?.0))
}

fn in_script(c: char, script: Script) -> Option<u8> {
    match script {
        Script::European => european(c),
        _ if is_zero(c) => Some(0),
        _ => other(c).filter(|d| d.1 == script).map(|d| d.0),
    }
}

fn european(c: char) -> Option<u8> {
    match c {
        '0'..='9' => Some(c as u8 - b'0'),
        '０'..='９' => Some((c as u32 - '０' as u32) as u8),
        '\u{1d7ce}'..='\u{1d7ff}' => Some(((c as u32 - 0x1d7ce) % 10) as u8),
        '\u{1fbf0}'..='\u{1fbf9}' => Some((c as u32 - 0x1fbf0) as u8),
        _ => None,
    }
}

/// The zeros of other scripts (Unicode category Nd) that people can type.
const ZEROS: [u32; 18] = [
    0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50,
    0xed0, 0xf20, 0x1040, 0x17e0, 0x1810,
];

/// The codes of the digit one in circles, in parentheses and with a full stop. The zeros of these
/// series, if any, have unrelated codes.
const ONES: [u32; 9] = [
    0x2460, 0x2474, 0x2488, 0x24f5, 0x2776, 0x2780, 0x278a, 0x3220, 0x3280,
];

fn other(c: char) -> Option<(u8, Script)> {
    let code = c as u32;
    if code < 0xb2 {
        return None;
    }
    let chinese = match c {
        '〇' | '○' | '◯' | '零' => 0,
        '一' | '壹' | '幺' => 1,
        '二' | '贰' | '貳' => 2,
        '三' | '叁' | '參' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' | '陸' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => 10,
    };
    if chinese < 10 {
        return Some((chinese, Script::Chinese));
    }
    // no digits are in these ranges of punctuation and Chinese characters, except those found above
    if matches!(code, 0x1900..0x2070 | 0x2800..0x3220 | 0x3300..) {
        return None;
    }
    let of = |first: u32, least: u32| {
        (first..first + 10 - least)
            .contains(&code)
            .then(|| (code - first + least) as u8)
    };
    let value = match code {
        0xb2 | 0xb3 => Some((code - 0xb0) as u8),
        0xb9 => Some(1),
        0x2070 | 0x24ea | 0x24ff => Some(0),
        0x2074..=0x2079 => Some((code - 0x2070) as u8),
        0x2080..=0x2089 => Some((code - 0x2080) as u8),
        _ => None,
    };
    let value = value
        .or_else(|| ZEROS.iter().find_map(|&zero| of(zero, 0)))
        .or_else(|| ONES.iter().find_map(|&one| of(one, 1)))?;
    Some((value, Script::Other))
}

pub(super) fn is_check_letter(c: char) -> bool {
    matches!(
        c,
        'X' | 'x' | 'Ｘ' | 'ｘ' | 'Х' | 'х' | '×' | '✕' | '╳' | 'ⓧ' | 'Ⓧ' | 'ˣ'
    )
}

/// Whether a character is invisible, or only adds a mark to the character before it.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\0'..='\u{8}'
            | '\u{1f}' // a hyphen of Word that is shown only at the end of a line
            | '\u{ad}'
            | '\u{300}'..='\u{36f}' // lines through and under characters
            | '\u{61c}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{20d0}'..='\u{20ff}' // circles and keys around characters
            | '\u{fe00}'..='\u{fe0f}' // choices of a glyph
            | '\u{feff}'
            | '\u{e0000}'..='\u{e01ef}'
    )
}

fn gap(c: char) -> Option<Gap> {
    match c {
        ' '
        | '\t'
        | '\u{a0}'
        | '\u{1680}'
        | '\u{2000}'..='\u{200a}'
        | '\u{202f}'
        | '\u{205f}'
        | '\u{3000}' => Some(Gap::Space),
        '\u{1e}' | '-' | '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '－' | '﹣' => {
            Some(Gap::Hyphen)
        }
        '.' | '．' | '·' | '•' => Some(Gap::Point),
        '_' | '*' | '`' | '~' | '～' | '\\' | '\n' | '\r' | '\u{b}' | '\u{85}' | '\u{2028}'
        | '\u{2029}' => Some(Gap::Mark),
        '/' | '／' | '|' | '｜' | ',' | '，' | '、' | '(' | ')' | '（' | '）' | '"' => {
            Some(Gap::Cell)
        }
        _ => None,
    }
}

/// The largest number of visible characters between two digits of one number.
const WIDEST: usize = 3;

/// The largest number of visible characters between two digits in table cells below one another.
const WIDEST_CELL: usize = 8;

/// Collects the digits from `start` on that may belong to one number, at most `MOST`; gives the end
/// of the last one. A check letter ends the number.
fn collect(text: &str, start: usize, script: Script, digits: &mut Vec<Digit>) -> usize {
    digits.clear();
    let (mut between, mut width, mut end) = (Gap::None, 0, start);
    for (i, c) in text[start..].char_indices() {
        let at = start + i;
        let letter = (digits.len() >= 17 && is_check_letter(c)).then_some(10);
        if let Some(value) = in_script(c, script).or(letter) {
            end = at + c.len_utf8();
            digits.push(Digit {
                value,
                start: at,
                end,
                gap: between,
            });
            (between, width) = (Gap::None, 0);
            if value == 10 || digits.len() == MOST {
                break;
            }
        } else if is_invisible(c) {
        } else if let Some(kind) = gap(c) {
            between = match between {
                Gap::None => kind,
                _ if between == kind => kind,
                // a hyphen between spaces
                Gap::Space | Gap::Hyphen if kind <= Gap::Hyphen => Gap::Hyphen,
                _ => between.max(kind).max(Gap::Mark),
            };
            width += 1;
            let widest = if between == Gap::Cell {
                WIDEST_CELL
            } else {
                WIDEST
            };
            if width > widest {
                break;
            }
        } else {
            break;
        }
    }
    end
}
