//! Takes a reader of a file; gives what it reads, or none if it panics. A library that panics on one
//! file must neither end the run nor write to the terminal. This file must not know what is read.

use std::cell::Cell;
use std::panic::{UnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;

thread_local! {
    /// How many guarded readers run on this thread, one inside another.
    static READERS: Cell<usize> = const { Cell::new(0) };
}

static HOOK: Once = Once::new();

/// Runs a reader.
pub fn guarded<T>(reader: impl FnOnce() -> T + UnwindSafe) -> Option<T> {
    HOOK.call_once(|| {
        let usual = take_hook();
        set_hook(Box::new(move |panic| {
            let is_guarded = READERS.try_with(Cell::get).is_ok_and(|n| n > 0);
            if !is_guarded {
                usual(panic);
            }
        }));
    });
    READERS.with(|n| n.set(n.get() + 1));
    let found = catch_unwind(reader);
    READERS.with(|n| n.set(n.get() - 1));
    found.ok()
}
