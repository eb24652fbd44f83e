//! Takes command-line arguments; gives text on the terminal and an exit code. Only this module
//! prints, reads the date and reads the environment. This room must not know how anything is made.
//!
//! Exit codes: 0 success; 1 the content has errors (or warnings under `--deny warnings`), a package
//! is damaged, a file could not be cleaned, or a portal can use none of its sites; 2 mulu could not
//! run.

mod args;
mod baseline;
mod book;
mod build;
mod built;
mod check;
mod choice;
mod clean;
mod desktop;
mod diff;
mod due;
mod explain;
mod export;
mod files;
mod help;
mod import;
mod init;
mod join;
mod list;
mod man;
mod new;
mod progress;
mod repair;
mod report;
mod restore;
mod schema;
mod search;
mod serve;
mod settings;
mod snapshot;
mod terminal;
mod verify;
mod version;

use crate::config::site_of;
use crate::diag::{Error, Lang};
use args::usage;
use args::{Cli, Command, Due, When};
use clap::FromArgMatches;
use clap::error::ErrorKind;
use std::ffi::OsString;
use std::io::IsTerminal;
use std::path::Path;
use terminal::{Terminal, is_output_whole, language, note_failure, print_line, talk_line};

/// Runs a command line; gives the exit code.
pub fn run(args: impl IntoIterator<Item = OsString>) -> u8 {
    let args: Vec<OsString> = args.into_iter().map(unlisted).collect();
    let lang = language(&args);
    match desktop::meant(&args) {
        Some(meant) => {
            let code = run_args(meant, lang);
            if code != 0 {
                desktop::wait(lang);
            }
            code
        }
        None => run_args(args, lang),
    }
}

/// The argument without the list mark `- ` at its beginning. A copied title may have this mark, and
/// would then be read as an option.
fn unlisted(arg: OsString) -> OsString {
    let text = arg.to_str().and_then(|arg| arg.strip_prefix("- "));
    text.map_or_else(|| arg.clone(), |text| text.trim_start().into())
}

fn run_args(args: Vec<OsString>, lang: Lang) -> u8 {
    let mut command = help::command(lang);
    let mut cli = match command
        .try_get_matches_from_mut(&args)
        .and_then(|m| Cli::from_arg_matches(&m))
    {
        Ok(cli) => cli,
        Err(e) if e.kind() == ErrorKind::DisplayVersion => {
            print_line(&if wants_more(&args) {
                version::long(lang)
            } else {
                version::of_program()
            });
            return ended(Ok(0), &Terminal::plain(lang));
        }
        Err(e) => return ended(Ok(answer(&e, lang)), &Terminal::plain(lang)),
    };
    // a console of Windows shows colours only after this request, also for `--color always`
    #[cfg(windows)]
    let shows_colours = anstyle_query::windows::enable_ansi_colors() != Some(false);
    #[cfg(not(windows))]
    let shows_colours = true;
    let colour = |terminal: bool| match cli.global.color {
        When::Always => true,
        When::Never => false,
        When::Auto => terminal && std::env::var_os("NO_COLOR").is_none() && shows_colours,
    };
    let terminal = Terminal {
        lang,
        colour: colour(std::io::stderr().is_terminal()),
        colour_out: colour(std::io::stdout().is_terminal()),
        quiet: cli.global.quiet,
        verbose: cli.global.verbose,
    };
    // without `--root`, a command that is run in a subfolder of a site applies to that site
    if cli.global.root == Path::new(".") && needs_site(&cli.command) {
        cli.global.root = site_of(&cli.global.root);
    }
    ended(dispatch(&cli, &terminal), &terminal)
}

/// Prints the error of a run, if there is one; gives the exit code. Output that could not be
/// written whole is an error too.
fn ended(result: Result<u8, Error>, terminal: &Terminal) -> u8 {
    let result = result.and_then(|code| match is_output_whole() {
        true => Ok(code),
        false => Err(Error::Stdout),
    });
    result.unwrap_or_else(|error| {
        terminal.error(&error);
        2
    })
}

/// Whether `--verbose` or `-v` was typed beside `--version`.
fn wants_more(args: &[OsString]) -> bool {
    let args = args.iter().filter_map(|arg| arg.to_str());
    let is_cluster = |arg: &str| arg.starts_with('-') && !arg.starts_with("--");
    args.skip(1)
        .any(|arg| arg == "--verbose" || (is_cluster(arg) && arg.contains('v')))
}

/// Prints clap's answer when no command runs: help or an error. Gives the exit code: 0 for help on
/// request, otherwise 2.
fn answer(error: &clap::Error, lang: Lang) -> u8 {
    let shows_help = error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand;
    if lang == Lang::Zh && error.use_stderr() && !shows_help {
        talk_line(&usage::usage_error(error));
    } else if let Err(e) = error.print()
        && !error.use_stderr()
    {
        note_failure(&e);
    }
    if error.use_stderr() { 2 } else { 0 }
}

/// Prints the help of a command, or of the program itself.
fn show_help(name: Option<&str>, lang: Lang) -> u8 {
    let mut command = help::command(lang);
    let found = match name {
        None => Some(&mut command),
        Some(name) => command.find_subcommand_mut(name),
    };
    if let Some(found) = found {
        print_line(found.render_help().to_string().trim_end());
        return 0;
    }
    // no such command: clap makes the error for the name
    let typed = ["mulu", name.unwrap_or_default()];
    match help::command(lang).try_get_matches_from(typed) {
        Err(error) => answer(&error, lang),
        Ok(_) => 2,
    }
}

/// Whether the command works on the site of `--root`. The other commands need no site, or open only
/// what the user names, such as `verify`, `restore` and `diff`.
fn needs_site(command: &Command) -> bool {
    !matches!(
        command,
        Command::Init(_)
            | Command::Verify { .. }
            | Command::Restore { .. }
            | Command::Diff { .. }
            | Command::Explain { .. }
            | Command::Clean(_)
            | Command::Join(_)
            | Command::Due(Due {
                portal: Some(_),
                ..
            })
            | Command::Schema { .. }
            | Command::Completions { .. }
            | Command::Man
            | Command::Help { .. }
    )
}

/// Runs the command; gives its exit code.
fn dispatch(cli: &Cli, terminal: &Terminal) -> Result<u8, Error> {
    let global = &cli.global;
    match &cli.command {
        Command::Init(options) => init::run(options, terminal),
        Command::New(options) => new::run(global, options, terminal),
        Command::Import(options) => import::run(global, options, terminal),
        Command::Check(options) => check::run(global, options, terminal),
        Command::Explain { code } => explain::run(code.as_deref(), terminal),
        Command::Schema { of } => Ok(schema::run(*of)),
        Command::Clean(options) => clean::run(options, terminal),
        Command::Undo => repair::undo(global, terminal),
        Command::Build(options) => build::run(global, options, terminal),
        Command::Serve(options) => serve::run(global, options, *terminal),
        Command::Search(options) => search::run(&global.root, options, terminal),
        Command::Export(options) => export::run(global, options, terminal),
        Command::Book(options) => book::run(global, options, terminal),
        Command::Diff { a, b, format } => diff::run(global, a, b, *format, terminal),
        Command::Snapshot(options) => snapshot::run(global, options, terminal),
        Command::Verify {
            packages,
            format,
            certificate,
        } => verify::run(packages, *format, certificate.as_deref(), terminal),
        Command::Restore {
            package,
            output_dir,
        } => restore::run(package, output_dir.as_deref(), terminal),
        Command::List(options) => list::run(global, options, terminal),
        Command::Due(options) => due::run(global, options, terminal),
        Command::Report { year } => report::run(global, *year, terminal),
        Command::Join(options) => join::run(global, options, terminal),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            let mut command = help::command(terminal.lang);
            clap_complete::generate(*shell, &mut command, "mulu", &mut script);
            print_line(String::from_utf8_lossy(&script).trim_end());
            Ok(0)
        }
        Command::Man => {
            print_line(man::page(terminal.lang).trim_end());
            Ok(0)
        }
        Command::Help { command } => Ok(show_help(command.as_deref(), terminal.lang)),
    }
}
