//! Takes words extracted from a file; keeps them for the run, because many documents may refer to
//! one file. This file must not know what the words mean.

use super::file::FileId;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};

/// Words extracted from a file.
pub(super) type Words = Arc<Vec<String>>;

/// The words of all files, by question (the name of what was extracted).
#[derive(Debug, Default)]
pub(super) struct Answers(Mutex<HashMap<&'static str, Answer>>);

/// The words of all files for one question. Most files have none and cost one byte.
#[derive(Debug)]
struct Answer {
    words: HashMap<FileId, Words>,
    /// Whether the answer of each file is known.
    is_known: Vec<bool>,
    nothing: Words,
}

impl Answers {
    /// The words of a file, if they are known.
    pub(super) fn get(&self, question: &str, id: FileId) -> Option<Words> {
        let answers = self.0.lock().ok()?;
        let answer = answers.get(question)?;
        answer.is_known[id.0 as usize]
            .then(|| answer.words.get(&id).unwrap_or(&answer.nothing).clone())
    }

    /// Keeps the words of a file. `files` is the number of all files.
    pub(super) fn put(&self, question: &'static str, files: usize, id: FileId, words: &Words) {
        let Ok(mut answers) = self.0.lock() else {
            return;
        };
        let answer = answers.entry(question).or_insert_with(|| Answer {
            words: HashMap::new(),
            is_known: vec![false; files],
            nothing: Words::default(),
        });
        answer.is_known[id.0 as usize] = true;
        if !words.is_empty() {
            answer.words.insert(id, words.clone());
        }
    }
}
