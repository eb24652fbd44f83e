//! Takes `mulu.yaml` or a portal's file, the options of the command line, and the clock or
//! `SOURCE_DATE_EPOCH`; gives the configuration. No other file reads the date and the time. This
//! file must not know the commands.

use super::args::Global;
use crate::config::{self, Config, Overrides, Portal};
use crate::diag::Error;
use std::path::Path;

/// The configuration. The command line takes precedence over the file.
pub(super) fn configure(global: &Global, overrides: Overrides) -> Result<Config, Error> {
    let overrides = Overrides {
        as_of: global.as_of,
        ..overrides
    };
    config::read(&global.root, &overrides, now()?)
}

/// The configuration of a portal and its members. A relative path of its file begins in the folder
/// of `--root`.
pub(super) fn configure_portal(
    global: &Global,
    file: &Path,
    base_url: Option<String>,
) -> Result<Portal, Error> {
    let overrides = Overrides {
        as_of: global.as_of,
        base_url,
        ..Overrides::default()
    };
    let file = match global.root == Path::new(".") {
        true => file.to_owned(),
        false => global.root.join(file),
    };
    config::read_portal(&file, &overrides, now()?)
}

/// The current time in seconds since 1970, or the time that `SOURCE_DATE_EPOCH` states.
fn now() -> Result<i64, Error> {
    let now = match std::env::var("SOURCE_DATE_EPOCH") {
        Err(_) => None,
        Ok(text) => match text.trim().parse::<i64>() {
            Ok(seconds @ 0..=LAST_SECOND) => Some(seconds),
            Err(_) if text.trim().is_empty() => None,
            _ => {
                return Err(Error::usage(
                    format!(
                        "环境变量 SOURCE_DATE_EPOCH 的值“{text}”有误，应为 1970 年起的秒数（整数，不晚于 9999 年）"
                    ),
                    format!(
                        "SOURCE_DATE_EPOCH, `{text}`, must be a whole number of seconds since 1970, before the year 10000"
                    ),
                ));
            }
        },
    };
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that asks for the time; every room below is given the day"
    )]
    let now = now.unwrap_or_else(|| {
        std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .map_or(0, |d| d.as_secs() as i64)
    });
    Ok(now)
}

/// The last second of the calendar (year 9999), less one day for time zones.
const LAST_SECOND: i64 = 253_402_214_399;
