//! The `lintseq` command: arguments to configuration, configuration to a run, a run to an exit code.
//!
//! What a command does stands in `commands`; what it needs to know about languages comes in through the one
//! trait in `toolbox`. It is a library so that what wraps the command has its very options and rows; the binary adds
//! an allocator.

mod arguments;
mod check;
mod commands;
mod commits;
mod configuration;
mod console;
mod contamination;
pub mod embed;
mod exit;
mod filters;
mod formats;
mod inputs;
mod job;
mod languages;
mod needs;
mod progress;
mod replay;
mod rows;
mod run;
mod samples;
mod stats;
mod steps;
mod summary;
mod synth;
mod tokenizer;
mod toolbox;

use std::ffi::OsString;
use std::io::Write as _;
use std::process::ExitCode;
use std::sync::Arc;

use clap::{CommandFactory as _, FromArgMatches as _};
use serde::Serialize;

use crate::arguments::{Cli, Command, Talk};
use crate::console::Console;
use crate::exit::Failure;
use crate::languages::BuiltIn;

/// The command: reads the arguments of the process, and does what they say.
pub fn main() -> ExitCode {
    contain_panics();
    match run(std::env::args_os().collect()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            if let Some(message) = failure.message() {
                console::error(message);
            }
            failure.code()
        }
    }
}

/// A panic on a worker's thread costs its record only, and the record's reason tells of it.
fn contain_panics() {
    let default = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let is_worker = std::thread::current().name().is_some_and(|name| name.starts_with("worker-"));
        if !is_worker {
            default(panic);
        }
    }));
}

fn run(arguments: Vec<OsString>) -> Result<(), Failure> {
    let command = Cli::command();
    let arguments = configuration::with_file(&command, arguments).map_err(Failure::Usage)?;
    let matches = command.try_get_matches_from(arguments);
    let matches = matches.unwrap_or_else(|error| arguments::with_filter_tip(error).exit());
    let Cli { command, talk } = Cli::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
    let console = Console::new(&talk);
    if talk.print_config {
        return print_configuration(&command, &talk);
    }
    let toolbox = Arc::new(BuiltIn::load());
    match command {
        Command::Generate(arguments) => commands::generate::run(&arguments, console, &*toolbox),
        Command::Commits(arguments) => commands::commits::run(&arguments, console, &*toolbox),
        Command::Synth(arguments) => commands::synth::run(&arguments, console, &toolbox),
        Command::Instruct(arguments) => commands::instruct::run(&arguments, console, &toolbox),
        Command::Label(arguments) => commands::label::run(&arguments, console, &toolbox),
        Command::Judge(arguments) => commands::judge::run(&arguments, console, &toolbox),
        Command::Mix(arguments) => commands::mix::run(&arguments, console, &*toolbox),
        Command::Filter(arguments) => commands::filter::run(&arguments, console, &*toolbox),
        Command::Export(arguments) => commands::export::run(&arguments, console, &*toolbox),
        Command::Merge(arguments) => commands::merge::run(&arguments, console, &*toolbox),
        Command::Dedup(arguments) => commands::dedup::run(&arguments, console, &*toolbox),
        Command::Decontaminate(arguments) => commands::decontaminate::run(&arguments, console, &*toolbox),
        Command::Sample(arguments) => commands::sample::run(&arguments, console, &*toolbox),
        Command::Check(arguments) => commands::check::run(&arguments, console, &*toolbox),
        Command::Apply(arguments) => commands::apply::run(&arguments, console, &*toolbox),
        Command::Show(arguments) => commands::show::run(&arguments, &*toolbox),
        Command::Stats(arguments) => commands::stats::run(&arguments, console, &*toolbox),
        Command::Languages {} => commands::languages::run(&*toolbox),
        Command::Completions { shell } => commands::completions::run(shell),
    }
}

fn print_configuration(command: &Command, talk: &Talk) -> Result<(), Failure> {
    #[derive(Serialize)]
    struct Configuration<'a> {
        #[serde(flatten)]
        command: &'a Command,
        #[serde(flatten)]
        talk: &'a Talk,
    }
    let text = configuration::print(&Configuration { command, talk })?;
    std::io::stdout().lock().write_all(text.as_bytes()).map_err(Failure::output)
}
