//! `lintseq completions`: a script for a shell.

use std::io::Write as _;

use clap::CommandFactory as _;
use clap_complete::{Shell, generate};

use crate::arguments::Cli;
use crate::exit::Failure;

/// Prints the script.
pub(crate) fn run(shell: Shell) -> Result<(), Failure> {
    // The generator panics where it cannot write, so it writes to memory.
    let mut script = Vec::new();
    generate(shell, &mut Cli::command(), "lintseq", &mut script);
    std::io::stdout().lock().write_all(&script).map_err(Failure::output)
}
