//! Takes artifacts (a path and its bytes) and gives them to a sink: a folder that is swapped in whole, memory, or nothing.
//! It must not know what the bytes mean.

/// One file of the site: its path from the root of the site, with `/`, and its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Artifact {
    /// Path from the site's root, ASCII, separated by `/`.
    pub path: String,
    /// The file's content.
    pub bytes: Vec<u8>,
}
