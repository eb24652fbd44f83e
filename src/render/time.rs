//! Takes a day in the site's time zone, with or without a time; gives it in the form for feeds,
//! sitemaps and books. This file must not know what happened on that day.

use crate::config::Config;
use crate::plan::Moment;
use jiff::{SignedDuration, civil::time};

/// A moment with the site's offset from UTC. If there is no time, the moment is midnight.
pub(super) fn local(config: &Config, (day, time): Moment) -> String {
    let (h, m) = time.unwrap_or((0, 0));
    let minutes = config.offset_minutes;
    let sign = if minutes < 0 { '-' } else { '+' };
    let (hours, minutes) = (minutes.abs() / 60, minutes.abs() % 60);
    format!("{day}T{h:02}:{m:02}:00{sign}{hours:02}:{minutes:02}")
}

pub(super) fn utc(config: &Config, (day, clock): Moment) -> String {
    let (h, m) = clock.unwrap_or((0, 0));
    let here = day.to_datetime(time(h, m, 0, 0));
    let there = here.saturating_sub(SignedDuration::from_mins(config.offset_minutes.into()));
    format!(
        "{}T{:02}:{:02}:00Z",
        there.date(),
        there.hour(),
        there.minute()
    )
}
