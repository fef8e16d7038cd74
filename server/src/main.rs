//! The program `lagesbild`.

use clap::Parser;
use lagesbild::{cli::Cli, commands};
use mimalloc::MiMalloc;
use std::{
    io::{self, IsTerminal},
    process::ExitCode,
    time::Duration,
};
use tokio::runtime::Runtime;
use tracing_subscriber::EnvFilter;

/// A page is made of thousands of small texts; with the system's allocator a third of the time goes to making room for
/// them.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// How long work on other threads may go on when everything else has ended: nobody waits for what it makes.
const THREADS_TIMEOUT: Duration = Duration::from_secs(1);

fn main() -> ExitCode {
    let runtime = match Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("the program cannot start: {error}");
            return ExitCode::FAILURE;
        }
    };
    let done = runtime.block_on(run());
    runtime.shutdown_timeout(THREADS_TIMEOUT);
    done
}

async fn run() -> ExitCode {
    let cli = Cli::parse();
    // Data is on stdout; everything else is not.
    tracing_subscriber::fmt()
        .with_env_filter(
            EnvFilter::try_from_env("LAGESBILD_LOG").unwrap_or_else(|_| EnvFilter::new("warn,lagesbild=info")),
        )
        .with_writer(io::stderr)
        .with_ansi(io::stderr().is_terminal())
        .init();
    match commands::run(cli).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}
