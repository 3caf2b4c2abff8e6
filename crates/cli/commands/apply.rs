//! `lintseq apply`: edits back to programs, which is what a model's output needs at inference.

use std::slice;

use anyhow::Context as _;
use lintseq_core::{Reason, Rejection};
use lintseq_dataset::formats::{EditFields, EditRowError, write_line};
use lintseq_dataset::{Fingerprint, Merge, Outcome, OutputOptions, Row, RowDecoder, Target};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::arguments::ApplyArguments;
use crate::console::{self, Console};
use crate::exit::Failure;
use crate::replay::{EditError, replay, replay_lenient};
use crate::rows;
use crate::run::Plan;
use crate::summary::grouped;
use crate::toolbox::Toolbox;

/// A row of the output.
#[derive(Serialize)]
struct Program<'a> {
    id: &'a Value,
    source: &'a str,
}

/// What is counted on the way.
#[derive(Default, Serialize, Deserialize)]
struct Figures {
    skipped_hunks: u64,
}

impl Merge for Figures {
    fn merge(&mut self, later: Self) {
        self.skipped_hunks += later.skipped_hunks;
    }
}

/// Applies the edits of every row.
pub(crate) fn run(
    arguments: &ApplyArguments,
    console: Console,
    toolbox: &dyn Toolbox,
) -> Result<(), Failure> {
    let options = rows::input_options(slice::from_ref(&arguments.file), toolbox);
    let inputs = rows::find(&options)?;
    let mut output = OutputOptions::new(Target::of(&arguments.output), Fingerprint::new(Map::new(), &inputs));
    output.rejected.clone_from(&arguments.rejected);
    let plan = Plan {
        inputs: &inputs,
        input_options: &options,
        decoder: &RowDecoder { id_field: arguments.id_field.clone() },
        output,
        threads: arguments.threads.count(),
        group: 1,
        shard: None,
        sample: None,
        console,
    };
    let fields = EditFields { text: arguments.text_field.clone(), code: None };
    let ended = plan.execute(|rows: &[Row]| {
        rows.iter().map(|row| apply(row, &fields, arguments.lenient, console)).collect()
    })?;
    let ended = ended.context("a run that cannot resume always runs")?;
    let (applied, failed) = (ended.ledger.records_out(), ended.ledger.records_rejected());
    let skipped = if arguments.lenient {
        format!(", {} hunks skipped", grouped(ended.figures.skipped_hunks))
    } else {
        String::new()
    };
    console.say(format_args!("{} applied, {} failed{skipped}", grouped(applied), grouped(failed)));
    ended.conclude()?;
    if failed > 0 { Err(Failure::Violations) } else { Ok(()) }
}

fn apply(
    row: &Row,
    fields: &EditFields,
    lenient: bool,
    console: Console,
) -> Result<Outcome<Figures>, Rejection> {
    let (source, skipped) = program(row, fields, lenient).inspect_err(|rejection| {
        console::error(format_args!("{}: {rejection}", rows::place(row)));
    })?;
    for error in &skipped {
        console.detail(format_args!("{}: skipped: {error}", rows::place(row)));
    }
    let program = Program { id: rows::id(row), source: &source };
    let mut lines = Vec::new();
    write_line(&mut lines, &program);
    Ok(Outcome::new(lines, 1, Figures { skipped_hunks: skipped.len() as u64 }))
}

/// The program that the edits of a row make, and what was skipped on the way.
fn program(row: &Row, fields: &EditFields, lenient: bool) -> Result<(String, Vec<EditError>), Rejection> {
    let row = rows::edits(row, fields).map_err(|error| {
        let reason = match error {
            EditRowError::Missing { .. } => Reason::MissingField,
            EditRowError::Type { .. } | EditRowError::Schema { .. } => Reason::WrongType,
        };
        Rejection::new(reason, error.to_string())
    })?;
    if lenient {
        let (replay, skipped) = replay_lenient(&row);
        return Ok((replay.text(), skipped));
    }
    match replay(&row, |_, _, _| ()) {
        Ok(replay) => Ok((replay.text(), Vec::new())),
        Err(error) => Err(Rejection::new(Reason::MalformedEdit, error.to_string())),
    }
}
