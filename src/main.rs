//! Hands the command line to the library and its answer to the system.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(mulu::cli::run(std::env::args_os()))
}
