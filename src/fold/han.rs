//! Takes a character; gives whether it is of the Han (Chinese) script. This file must not know
//! texts.

use unicode_script::{Script, UnicodeScript};

/// Whether a character is of the Han script, which has no spaces between words.
pub fn is_han(c: char) -> bool {
    match c {
        '\u{4E00}'..='\u{9FFF}' => true,
        // Punctuation and other scripts. They are listed because they are frequent, and looking up
        // a script is slow.
        '\0'..='\u{2E7F}' | '\u{3000}'..='\u{3004}' | '\u{3008}'..='\u{3020}' => false,
        '\u{303C}'..='\u{33FF}' | '\u{FE00}'..='\u{FFFF}' => false,
        _ => c.script() == Script::Han,
    }
}
