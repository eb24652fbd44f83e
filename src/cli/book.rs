//! Takes the options of `mulu book`; gives the e-book in a file, and prints its path. This file
//! must not know how a book is made.

use super::args::{self, Global};
use super::settings::configure;
use super::terminal::{MOST_OF_A_KIND, Stream, Terminal, print_line};
use crate::book::{self, Choice};
use crate::config::Overrides;
use crate::diag::Error;
use crate::file::{Existing, Whole};
use std::io::{BufWriter, Write};
use std::path::PathBuf;

/// Writes the book. The exit code is 1 when the content has errors. An existing file is replaced
/// only with `--force`.
pub(super) fn run(global: &Global, options: &args::Book, terminal: &Terminal) -> Result<u8, Error> {
    let choice = choice(options)?;
    let is_book = |path: &PathBuf| {
        path.extension()
            .is_some_and(|e| e.eq_ignore_ascii_case("epub"))
    };
    if options.output.as_ref().is_some_and(|path| !is_book(path)) {
        return Err(Error::usage(
            "电子书是 EPUB 格式，-o 后的文件名应以 .epub 结尾",
            "the book is in the format EPUB: the name of the file after -o ends in .epub",
        ));
    }
    let config = configure(global, Overrides::default())?;
    let mut path = PathBuf::new();
    let (made, outcome) = book::make(&config, &choice, |name| {
        path = options.output.clone().unwrap_or_else(|| name.into());
        let existing = match options.force {
            true => Existing::IsReplaced,
            false => Existing::Stays,
        };
        let file = Whole::create(&path, existing).map_err(of_book)?;
        Ok(BufWriter::new(file))
    })?;
    let Some(made) = made else {
        terminal.print_findings(&outcome.findings, Stream::Err, MOST_OF_A_KIND);
        terminal.count(&outcome.findings);
        terminal.say(
            "有错误，没有生成电子书。",
            "There are errors: no book was made.",
        );
        return Ok(1);
    };
    let mut out = made.out;
    out.flush().map_err(Error::writing(&path))?;
    let file = out
        .into_inner()
        .map_err(|e| Error::writing(&path)(e.into_error()))?;
    file.finish().map_err(of_book)?;
    let n = made.documents;
    terminal.say(
        &format!("已生成电子书，收入文件 {n} 件。"),
        &format!("The book holds {n} documents."),
    );
    print_line(&path.display().to_string());
    Ok(0)
}

/// Replaces the error for a file that exists by one that says how to replace a book.
fn of_book(error: Error) -> Error {
    match error {
        Error::Exists(path) => Error::BookExists(path),
        other => other,
    }
}

/// The choice of documents. The options must state exactly one.
fn choice(options: &args::Book) -> Result<Choice, Error> {
    let asked = [
        options.what.clone().map(Choice::Any),
        options.category.clone().map(Choice::Category),
        options.year.map(|year| Choice::Year(year.to_string())),
        options.issuer.clone().map(Choice::Issuer),
    ];
    let mut asked = asked.into_iter().flatten();
    match (asked.next(), asked.next()) {
        (Some(choice), None) => Ok(choice),
        _ => Err(Error::usage(
            "请写明电子书收入哪些文件，只写一种：栏目、年份或发文机关，\
             如 mulu book 2025，或 mulu book --category zcwj",
            "say which documents the book holds, and only once: a column, a year or an issuing \
             body, as in `mulu book 2025` or `mulu book --category zcwj`",
        )),
    }
}
