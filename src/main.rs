//! The program. Everything else is in the library.

/// A build makes millions of short texts on every thread; the system's allocator takes a sixth of its time for them.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    linernotes::cli::run()
}
