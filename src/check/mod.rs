//! Takes the plan, and each document's text with its body; gives what an inspection would find.
//!
//! A rule is a small file that names its codes and what it looks at; `RULES` lists them all, and `build` and `check` run the same
//! list. What a code means, how much it weighs and what it rests on stand with its texts in `diag`. Faults of form are found where the
//! form is read, not here. It must not know templates or sinks.

mod columns;
mod credit_code;
mod unstated_repeal;

use crate::body::Resolved;
use crate::catalogue::{Entry, Field};
use crate::diag::{Code, Diagnostic, Place};
use crate::plan::Plan;
use crate::source::Sources;
use std::ops::Range;

/// One rule: what it may find and what it looks at.
pub struct Rule {
    /// The codes of its findings.
    pub codes: &'static [Code],
    /// What it looks at.
    pub looks: Looks,
}

/// What a rule looks at, and how.
pub enum Looks {
    /// One document: its front matter, its text and its body.
    Document(fn(&Document<'_>, &mut Vec<Diagnostic>)),
    /// All documents together.
    Catalogue(fn(&Plan<'_>, &Sources, &mut Vec<Diagnostic>)),
}

/// Every rule of this room.
pub const RULES: &[Rule] = &[credit_code::RULE, columns::RULE, unstated_repeal::RULE];

/// A document as the rules see it.
pub struct Document<'a> {
    /// The catalogue on its day.
    pub plan: &'a Plan<'a>,
    /// The site's files.
    pub sources: &'a Sources,
    /// The front matter.
    pub entry: &'a Entry,
    /// The whole file.
    pub text: &'a str,
    /// The body, with the files that go with it.
    pub resolved: &'a Resolved,
    /// The file's path as messages show it.
    pub path: String,
}

impl Document<'_> {
    /// A finding at a byte range of the file.
    fn at(&self, code: Code, range: Range<usize>) -> Diagnostic {
        Diagnostic::new(code).at(Place::new(&self.path, self.text, range))
    }

    /// A finding at a field's value.
    fn at_field(&self, code: Code, field: Field) -> Diagnostic {
        self.at(code, self.entry.span(field))
    }
}

/// Runs the rules that look at one document.
pub fn document(plan: &Plan<'_>, sources: &Sources, entry: &Entry, text: &str, resolved: &Resolved) -> Vec<Diagnostic> {
    let document = Document { plan, sources, entry, text, resolved, path: sources.file(entry.file).shown() };
    let mut findings = Vec::new();
    for rule in RULES {
        if let Looks::Document(look) = rule.looks {
            look(&document, &mut findings);
        }
    }
    findings
}

/// Runs the rules that look at all documents together.
pub fn catalogue(plan: &Plan<'_>, sources: &Sources) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for rule in RULES {
        if let Looks::Catalogue(look) = rule.looks {
            look(plan, sources, &mut findings);
        }
    }
    findings
}
