//! Takes the lines of an original's head; gives comments for the front matter, so that an editor
//! can compare the fields with the original. The comments are never published. This file must not
//! know what the lines mean.

/// The maximum number of characters of the head on one line of a comment.
const LONGEST_COMMENT: usize = 400;

/// When the comments have this size in bytes, the rest of the old head is dropped.
const LARGEST_HEAD: usize = 32 << 10;

/// The head of the original, as comments of the front matter.
pub(super) struct Comments {
    lines: String,
    /// How much of the head these comments hold.
    pub(super) length: Length,
}

/// How much of a head the comments hold. The comments have a limit, because the size of front
/// matter is limited.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Length {
    /// The whole head.
    Whole,
    /// The beginning of the head.
    Cut,
}

impl Comments {
    /// The comments for the lines of a head.
    pub(super) fn of(head: &[String]) -> Comments {
        let (mut lines, mut length) = (String::new(), Length::Whole);
        for line in head {
            let line: Vec<char> = line
                .chars()
                .map(|c| if c.is_control() { ' ' } else { c })
                .collect();
            for part in line.chunks(LONGEST_COMMENT) {
                if lines.len() < LARGEST_HEAD {
                    lines.push_str(&format!("# {}\n", part.iter().collect::<String>()));
                } else {
                    length = Length::Cut;
                }
            }
        }
        Comments { lines, length }
    }

    /// Inserts the comments at the end of the front matter.
    pub(super) fn insert(&self, front_matter: &mut String) {
        let end = front_matter.strip_suffix("---\n").map(str::len);
        if let Some(end) = end.filter(|_| !self.lines.is_empty()) {
            front_matter.insert_str(
                end,
                &format!(
                    "# 原件题头（供核对，不会发布） / head of the original, for checking, \
                     never published:\n{}",
                    self.lines
                ),
            );
        }
    }
}
