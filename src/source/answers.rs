//! Keeps words drawn from files for as long as a run lasts: many documents refer to one, and each asks for them.

use super::file::FileId;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};

/// Words drawn from a file.
pub(super) type Words = Arc<Vec<String>>;

/// The answers of all files to all questions.
#[derive(Debug, Default)]
pub(super) struct Answers(Mutex<HashMap<&'static str, Answer>>);

/// The answers of all files to one question. Most files have none, which takes no memory.
#[derive(Debug)]
struct Answer {
    words: HashMap<FileId, Words>,
    /// Whether a file has answered.
    is_known: Vec<bool>,
    nothing: Words,
}

impl Answers {
    /// The answer of a file, if it is known.
    pub(super) fn get(&self, question: &str, id: FileId) -> Option<Words> {
        let answers = self.0.lock().ok()?;
        let answer = answers.get(question)?;
        answer.is_known[id.0 as usize]
            .then(|| answer.words.get(&id).unwrap_or(&answer.nothing).clone())
    }

    /// Keeps the answer of a file, one of `files`.
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
