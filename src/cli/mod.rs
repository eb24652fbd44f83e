//! Takes command-line arguments; gives text on the terminal and an exit code. This is the only room
//! that prints, reads the clock and reads the environment. It must not know how anything is done.
//!
//! Exit codes: 0 success; 1 the content has errors, or warnings under `--deny warnings`; 2 mulu
//! could not run.

mod args;
mod baseline;
mod book;
mod build;
mod built;
mod check;
mod choice;
mod desktop;
mod diff;
mod due;
mod explain;
mod export;
mod files;
mod import;
mod init;
mod list;
mod new;
mod progress;
mod repair;
mod report;
mod schema;
mod search;
mod serve;
mod settings;
mod snapshot;
mod terminal;
mod verify;

use crate::config::site_of;
use crate::diag::{Error, Lang};
use args::{Cli, Command, When};
use args::{chinese, usage};
use clap::FromArgMatches;
use std::ffi::OsString;
use std::io::IsTerminal;
use std::path::Path;
use terminal::{Terminal, is_output_whole, language, print_line, talk_line};

/// Runs a command line; gives the exit code.
pub fn run(args: impl IntoIterator<Item = OsString>) -> u8 {
    let mut args: Vec<OsString> = args.into_iter().collect();
    if let Some(meant) = desktop::meant(&args) {
        args = meant;
    }
    let lang = language(&args);
    let mut command = chinese::command(lang);
    let mut cli = match command
        .try_get_matches_from_mut(&args)
        .and_then(|m| Cli::from_arg_matches(&m))
    {
        Ok(cli) => cli,
        Err(e) => {
            // help and version succeed; anything else is a usage error
            let shows_help =
                e.kind() == clap::error::ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand;
            if lang == Lang::Zh && e.use_stderr() && !shows_help {
                talk_line(&usage::usage_error(&e));
            } else {
                let _ = e.print();
            }
            return if e.use_stderr() { 2 } else { 0 };
        }
    };
    let colour = |terminal: bool| match cli.global.color {
        When::Always => true,
        When::Never => false,
        When::Auto => terminal && std::env::var_os("NO_COLOR").is_none(),
    };
    let terminal = Terminal {
        lang,
        colour: colour(std::io::stderr().is_terminal()),
        colour_out: colour(std::io::stdout().is_terminal()),
        quiet: cli.global.quiet,
        verbose: cli.global.verbose,
    };
    // a command that is run below the site's folder means that site, as with git
    if cli.global.root == Path::new(".") && needs_site(&cli.command) {
        cli.global.root = site_of(&cli.global.root);
    }
    match dispatch(&cli, &terminal) {
        Ok(_) if !is_output_whole() => {
            terminal.error(&Error::Stdout);
            2
        }
        Ok(code) => code,
        Err(error) => {
            terminal.error(&error);
            2
        }
    }
}

/// Whether the command works on the site of `--root`. The others look for none; above all, `verify`
/// and `diff` open nothing but the packages and sites that are named.
fn needs_site(command: &Command) -> bool {
    !matches!(
        command,
        Command::Init { .. }
            | Command::Verify { .. }
            | Command::Diff { .. }
            | Command::Explain { .. }
            | Command::Schema { .. }
            | Command::Completions { .. }
    )
}

/// Runs the command; gives its exit code.
fn dispatch(cli: &Cli, terminal: &Terminal) -> Result<u8, Error> {
    let global = &cli.global;
    match &cli.command {
        Command::Init { dir, level } => init::run(dir, *level, terminal),
        Command::New(options) => new::run(global, options, terminal),
        Command::Import(options) => import::run(global, options, terminal),
        Command::Check(options) => check::run(global, options, terminal),
        Command::Explain { code } => explain::run(code.as_deref(), terminal),
        Command::Schema { of } => Ok(schema::run(*of)),
        Command::Undo => repair::undo(global, terminal),
        Command::Build(options) => build::run(global, options, terminal),
        Command::Serve(options) => serve::run(global, options, *terminal),
        Command::Search(options) => search::run(&global.root, options, terminal),
        Command::Export { format, output } => {
            export::run(global, *format, output.as_ref(), terminal)
        }
        Command::Book(options) => book::run(global, options, terminal),
        Command::Diff { a, b, format } => diff::run(global, a, b, *format, terminal),
        Command::Snapshot(options) => snapshot::run(global, options, terminal),
        Command::Verify { packages, format } => verify::run(packages, *format, terminal),
        Command::List(options) => list::run(global, options, terminal),
        Command::Due { within, format } => due::run(global, *within, *format, terminal),
        Command::Report { year } => report::run(global, *year, terminal),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            let mut command = chinese::command(terminal.lang);
            clap_complete::generate(*shell, &mut command, "mulu", &mut script);
            print_line(String::from_utf8_lossy(&script).trim_end());
            Ok(0)
        }
    }
}
