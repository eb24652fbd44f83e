//! Takes how much is done; shows it on a line that is written over. This file must not know what is
//! done.

use super::terminal::Terminal;
use std::io::{IsTerminal, Write};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// The minimum time between two states that are shown.
const PAUSE: Duration = Duration::from_millis(50);
/// The width of the bar, in columns.
const WIDTH: usize = 30;

/// The line; `None` without a terminal or under `-q`.
pub(super) struct Progress(Option<Mutex<Line>>);

#[derive(Default)]
struct Line {
    /// When the line was last written.
    at: Option<Instant>,
    columns: usize,
}

impl Progress {
    pub(super) fn new(terminal: &Terminal) -> Progress {
        let is_shown = !terminal.quiet && std::io::stderr().is_terminal();
        Progress(is_shown.then(Mutex::default))
    }

    /// Shows the number of finished things as a bar.
    pub(super) fn bar(&self, done: usize, all: usize) {
        self.show(|| bar(done, all));
    }

    /// Shows a state, unless another was just shown or another thread is showing one.
    pub(super) fn show(&self, state: impl FnOnce() -> String) {
        // the work does not wait for another thread that shows a state
        let Some(mut line) = self.0.as_ref().and_then(|line| line.try_lock().ok()) else {
            return;
        };
        if line.at.is_some_and(|at| at.elapsed() < PAUSE) {
            return;
        }
        line.at = Some(Instant::now());
        let text = over(&state(), &mut line.columns);
        write(&text);
    }

    /// Clears the line.
    pub(super) fn finish(&self) {
        if let Some(line) = &self.0 {
            let mut line = line.lock().unwrap_or_else(PoisonError::into_inner);
            if line.columns > 0 {
                write(&format!("{}\r", over("", &mut line.columns)));
            }
        }
    }
}

fn bar(done: usize, all: usize) -> String {
    let full = (WIDTH * done).checked_div(all).unwrap_or(0).min(WIDTH);
    let (full, empty) = ("█".repeat(full), "░".repeat(WIDTH - full));
    format!("{full}{empty} {done}/{all}")
}

/// The text that replaces the shown line by another one. `columns` is the width of the shown line
/// and becomes that of the new one. Spaces erase the rest, because not every console understands
/// escape sequences. Each character is taken to have one column.
fn over(state: &str, columns: &mut usize) -> String {
    let before = std::mem::replace(columns, state.chars().count());
    let rest = before.saturating_sub(*columns);
    format!("\r{state}{}", " ".repeat(rest))
}

fn write(text: &str) {
    let mut to = std::io::stderr().lock();
    // a terminal that is gone needs no progress
    let _ = to.write_all(text.as_bytes()).and_then(|()| to.flush());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_grows_from_nothing_to_all() {
        assert_eq!(bar(0, 0), format!("{} 0/0", "░".repeat(30)));
        assert_eq!(
            bar(1, 3),
            format!("{}{} 1/3", "█".repeat(10), "░".repeat(20))
        );
        assert_eq!(bar(7, 7), format!("{} 7/7", "█".repeat(30)));
    }

    #[test]
    fn a_shorter_state_leaves_nothing_of_a_longer_one() {
        let mut columns = 0;
        assert_eq!(over("█░ 10", &mut columns), "\r█░ 10");
        assert_eq!(over("1 MiB", &mut columns), "\r1 MiB");
        assert_eq!(over("9 B", &mut columns), "\r9 B  ");
        assert_eq!(over("", &mut columns), "\r   ");
    }
}
