//! `lintseq merge`: the outputs of all shards to the output of the run.

use std::fmt;
use std::path::PathBuf;

use anyhow::anyhow;
use lintseq_dataset::{InputOptions, Ledger, MergeError, OutputOptions, Parts, Target, expand};

use crate::arguments::MergeArguments;
use crate::console::Console;
use crate::exit::Failure;
use crate::progress::Progress;
use crate::run::{interrupts, is_to_terminal, open, read_failure, write_failure};
use crate::summary::{Reasons, grouped};
use crate::toolbox::Toolbox;

/// Merges all parts.
pub(crate) fn run(
    arguments: &MergeArguments,
    console: Console,
    toolbox: &dyn Toolbox,
) -> Result<(), Failure> {
    let parts = Parts::find(&paths(&arguments.part)?).map_err(Failure::usage)?;
    let target = arguments.destination.target();
    check_target(arguments, &target, &parts)?;
    let options =
        InputOptions { arguments: &[], exclude: &[], languages: toolbox, revision: None, language: None };
    let Some(output) = open(output_options(arguments, &parts)?, console)? else { return Ok(()) };
    let stop = interrupts()?;
    let mut progress = Progress::start(console, None, is_to_terminal(&target)).counting("rows");
    let merged = parts.merge(output, &options, stop, |rows| progress.update(rows, 0)).map_err(failure)?;
    progress.finish();
    console.say(Table { parts: &parts, ledger: &merged.ledger });
    if merged.is_complete { Ok(()) } else { Err(Failure::Interrupted) }
}

/// The parts that the arguments mean. A pattern meets manifests as well, which are no parts.
fn paths(arguments: &[String]) -> Result<Vec<PathBuf>, Failure> {
    let mut paths = Vec::new();
    for argument in arguments {
        let path = PathBuf::from(argument);
        let is_pattern = !path.exists() && argument.contains(['*', '?', '[']);
        let found = if is_pattern { expand(argument).map_err(Failure::usage)? } else { vec![path] };
        paths.extend(found.into_iter().filter(|path| !path.to_string_lossy().ends_with(".manifest.json")));
    }
    Ok(paths)
}

/// Files of parts go into a file, folders into a folder, whose splits they know.
fn check_target(arguments: &MergeArguments, target: &Target, parts: &Parts) -> Result<(), Failure> {
    let output = &arguments.destination.output;
    match (matches!(target, Target::Folder(_)), parts.are_folders()) {
        (true, false) => Err(Failure::usage(anyhow!(
            "{output}: a folder, and the parts are files without splits; name a file, such as {}.jsonl.zst",
            output.trim_end_matches('/')
        ))),
        (false, true) => Err(Failure::usage(anyhow!(
            "{output}: no folder, and the parts are folders with splits; name a folder, such as merged/"
        ))),
        _ => Ok(()),
    }
}

fn output_options(arguments: &MergeArguments, parts: &Parts) -> Result<OutputOptions, Failure> {
    let mut fingerprint = parts.fingerprint();
    if let Some(rejected) = &arguments.destination.rejected {
        if let Some(path) = parts.without_rejected() {
            return Err(Failure::usage(anyhow!(
                "{}: its rejected records are not there; run the shard with --rejected, or merge without",
                path.display()
            )));
        }
        fingerprint.options.insert("rejected".to_owned(), rejected.to_string_lossy().into());
    }
    let (folder, columns) = (parts.folder(arguments.shard_size.0), parts.columns().map_err(failure)?);
    Ok(arguments.destination.options(fingerprint, folder, columns))
}

fn failure(error: MergeError) -> Failure {
    match error {
        MergeError::Write(error) => write_failure(error),
        MergeError::Read(error) => read_failure(error),
        error => Failure::Failed(error.into()),
    }
}

/// What the parts come to.
struct Table<'a> {
    parts: &'a Parts,
    ledger: &'a Ledger,
}

impl fmt::Display for Table<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { parts, ledger } = self;
        let order = if parts.keep_order() { "of the input" } else { "of the shards" };
        writeln!(f, "shards       {}, rows in the order {order}", parts.len())?;
        let [all, out, rejected] =
            [ledger.records_in(), ledger.records_out(), ledger.records_rejected()].map(grouped);
        write!(f, "records      {all} in, {out} out, {rejected} rejected{}", Reasons::of_records(ledger))?;
        write!(f, "\nrows         {}", grouped(ledger.rows()))?;
        for (reason, count) in ledger.left_out() {
            write!(f, "\n  left out as {reason}: {}", grouped(count))?;
        }
        Ok(())
    }
}
