//! Passes the command line to the library, and the library's exit code to the system.

use std::process::ExitCode;

/// mimalloc instead of the system's allocator: a build makes and drops many small values on every
/// thread, and not every system's allocator is fast at that (docs/performance.md).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    ExitCode::from(mulu::cli::run(std::env::args_os()))
}
