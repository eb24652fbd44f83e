//! Hands the command line to the library and its answer to the system.

use std::process::ExitCode;

/// A build makes and drops many small values on every thread, and the allocators of systems differ (docs/performance.md).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    ExitCode::from(mulu::cli::run(std::env::args_os()))
}
