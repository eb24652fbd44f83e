//! Passes the command line to the library, and the library's exit code to the system.

use std::process::ExitCode;

/// mimalloc replaces the system's allocator, because a build makes and drops many small values on
/// every thread, for which some systems' allocators are slow (docs/performance.md).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    // the shells of Windows do not expand patterns such as `*.docx`, so the program does
    ExitCode::from(mulu::cli::run(wild::args_os()))
}
