//! Takes the number of finished documents; shows a progress bar. This file must not know what is
//! done with the documents.

use super::terminal::Terminal;
use std::io::IsTerminal;

/// The progress bar; none when standard error is not a terminal or under `-q`.
pub(super) struct Bar(Option<indicatif::ProgressBar>);

pub(super) fn progress_bar(terminal: &Terminal) -> Bar {
    Bar(
        (!terminal.quiet && std::io::stderr().is_terminal()).then(|| {
            let style = indicatif::ProgressStyle::with_template("{bar:30} {pos}/{len}")
                .unwrap_or_else(|_| indicatif::ProgressStyle::default_bar());
            indicatif::ProgressBar::new(0).with_style(style)
        }),
    )
}

impl Bar {
    pub(super) fn show(&self, done: usize, all: usize) {
        if let Some(bar) = self
            .0
            .as_ref()
            .filter(|_| done.is_multiple_of(50) || done == all)
        {
            bar.set_length(all as u64);
            bar.set_position(done as u64);
        }
    }

    pub(super) fn finish(&self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}
