//! Takes the words about an imported file; gives the finding that reports them. This file must not
//! know how files are read.

use crate::diag::{Diagnostic, Message, Words};

/// The finding for a file that could not be imported.
pub(super) fn failed(shown: &str, reason: Words, remedy: Words) -> Diagnostic {
    let message = Message::ImportFailed {
        reason: reason.into(),
        remedy: remedy.into(),
    };
    Diagnostic::new(message).in_file(shown)
}

/// The finding for content that was taken over but should be checked.
pub(super) fn doubtful(what: Words) -> Diagnostic {
    Diagnostic::new(Message::ImportDoubtful { what: what.into() })
}

/// The finding for content that could not be taken over.
pub(super) fn left_out(what: Words) -> Diagnostic {
    Diagnostic::new(Message::ImportLeftOut { what: what.into() })
}

/// The note about a document that was changed after its import, and therefore stays as it is.
pub(super) fn corrected(shown: &str, path: &str) -> Diagnostic {
    let message = Message::ImportCorrected {
        path: format!("content/{path}").into(),
    };
    Diagnostic::new(message).in_file(shown)
}
