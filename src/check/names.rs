//! Takes the paths of a document and its files; gives names that some systems and tools do not
//! accept. This file must not know what the files contain.

use super::{Files, Rule, Scope};
use crate::archive;
use crate::diag::{Code, Diagnostic, Error, Message};

pub(super) const RULE: Rule = Rule {
    codes: &[Code::UnportableName],
    scope: Scope::Files(look),
};

fn look(files: &Files<'_>, findings: &mut Vec<Diagnostic>) -> Result<(), Error> {
    let with_it = files.files.iter().map(|f| f.file);
    for file in std::iter::once(files.entry.file).chain(with_it) {
        let file = files.sources.file(file).shown();
        // an archive package has the file at this longer path
        if !archive::is_portable(&format!("{}/{file}", archive::SOURCE)) {
            let name = wrong_part(&file).into();
            findings.push(Diagnostic::new(Message::UnportableName { name }).in_file(&file));
        }
    }
    Ok(())
}

/// The first part of the path that is not portable, or the whole path if only its length is wrong.
fn wrong_part(path: &str) -> &str {
    path.split('/')
        .find(|part| !archive::is_portable(part))
        .unwrap_or(path)
}
