//! Takes what there is to say about an imported file; gives the finding for it. It must not know how
//! files are read.

use crate::diag::{Diagnostic, Message, Words};

/// The finding for a file that could not be imported.
pub(super) fn failed(shown: &str, reason: Words, remedy: Words) -> Diagnostic {
    let message = Message::ImportFailed {
        reason: reason.into(),
        remedy: remedy.into(),
    };
    Diagnostic::new(message).in_file(shown)
}

/// The finding for what was carried over but should be checked.
pub(super) fn doubtful(what: Words) -> Diagnostic {
    Diagnostic::new(Message::ImportDoubtful { what: what.into() })
}

/// The finding for what could not be carried over.
pub(super) fn left_out(what: Words) -> Diagnostic {
    Diagnostic::new(Message::ImportLeftOut { what: what.into() })
}
