//! Takes the command line and passes it to the library; gives the library's exit code to the
//! system.

use std::process::ExitCode;

/// mimalloc, because some systems' allocators are slow for the many small values of a build
/// (docs/performance.md).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    // the shells of Windows do not expand patterns such as `*.docx`
    #[cfg(windows)]
    let arguments = wild::args_os();
    #[cfg(not(windows))]
    let arguments = std::env::args_os();
    ExitCode::from(mulu::cli::run(arguments))
}
