//! Takes the command line and passes it to the library; gives the library's exit code to the
//! system.

use std::process::ExitCode;

/// mimalloc replaces the system's allocator. A build makes and drops many small values on every
/// thread, and the allocators of some systems are slow for this use (docs/performance.md).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    // The shells of Windows do not expand patterns such as `*.docx`, so `wild` expands them.
    ExitCode::from(mulu::cli::run(wild::args_os()))
}
