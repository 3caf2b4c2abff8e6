//! `lintseq export`: samples to the rows of a training format.

use std::fmt;
use std::time::Duration;

use anyhow::anyhow;
use lintseq_core::{LineEnds, Reason, Rejection};
use lintseq_dataset::formats::EditFields;
use lintseq_dataset::{Inputs, LanguageTable, Ledger, Merge, Outcome, Row, RowDecoder};
use lintseq_samples::{
    Generator, HistoryEdit, Kind, NoEditReason, Provenance, Sample, SampleSchema, State, ZetaRow, read_zeta,
    sample_id,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::arguments::{ExportArguments, FolderFormat};
use crate::console::Console;
use crate::exit::Failure;
use crate::formats::SampleWriter;
use crate::job::{Columns, Files, Job};
use crate::rows;
use crate::run::fingerprint_of;
use crate::summary::{Reasons, grouped, per_second};
use crate::toolbox::Toolbox;

/// Exports all samples.
pub(crate) fn run(
    arguments: &ExportArguments,
    console: Console,
    toolbox: &dyn Toolbox,
) -> Result<(), Failure> {
    let job = job(arguments, toolbox)?;
    let input_options = rows::input_options(&arguments.input, toolbox);
    let (planning, threads) = (&arguments.planning, arguments.threads.count());
    let files = Files { input: &input_options, planning, sample: None, threads };
    let output = |inputs: &Inputs| {
        let folder = arguments.folder.options(FolderFormat::Parquet, arguments.seed);
        let fingerprint = fingerprint_of(arguments, inputs, &[])?;
        Ok(arguments.destination.options(fingerprint, folder, job.columns.of(&[])))
    };
    if let Some(ended) = job.run(&files, output, console)? {
        console.say(Table { ledger: &ended.ledger, elapsed: ended.elapsed });
        let Exported {} = ended.figures;
        ended.conclude()?;
    }
    Ok(())
}

/// What the command does to a row.
pub(crate) fn job<'t>(
    arguments: &ExportArguments,
    toolbox: &'t dyn Toolbox,
) -> Result<Job<'t, RowDecoder, Exported>, Failure> {
    let format = arguments.format.ok_or_else(|| Failure::usage(anyhow!("--format is missing")))?;
    let writer = SampleWriter::new(format, &arguments.formats, arguments.seed).map_err(Failure::Usage)?;
    let columns = Columns::Known(writer.columns());
    let work = move |rows: &[Row]| rows.iter().map(|row| export(row, &writer, toolbox)).collect();
    Ok(Job {
        decoder: RowDecoder::default(),
        work: Box::new(work),
        group: 1,
        shard: arguments.planning.shard(),
        columns,
    })
}

/// The ledger has all figures.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Exported {}

impl Merge for Exported {
    fn merge(&mut self, Self {}: Self) {}
}

fn export(
    row: &Row,
    writer: &SampleWriter,
    languages: &dyn LanguageTable,
) -> Result<Outcome<Exported>, Rejection> {
    let sample = sample_of(row, languages)?;
    let mut lines = Vec::new();
    writer.write(&sample, row.index, &mut lines)?;
    Ok(Outcome::new(lines, 1, Exported {}))
}

/// The sample in a row, whatever it came as.
fn sample_of(row: &Row, languages: &dyn LanguageTable) -> Result<Sample, Rejection> {
    if rows::is_sample(row) {
        return rows::sample(row).map_err(|message| Rejection::new(Reason::WrongType, message));
    }
    let text = |name: &str| row.fields.get(name).and_then(Value::as_str);
    if let (Some(events), Some(input), Some(output)) = (text("events"), text("input"), text("output")) {
        let id = rows::name(&row.id);
        let zeta = ZetaRow { events, input, output, rejected: text("rejected"), id: &id };
        let language_of = |path: &str| {
            let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
            languages.by_extension(extension).unwrap_or(extension).to_owned()
        };
        return read_zeta(&zeta, language_of);
    }
    complete_program(row, languages)
}

/// A sequence as a sample that looks back on all of its edits: the program is complete, nothing is left to do.
fn complete_program(row: &Row, languages: &dyn LanguageTable) -> Result<Sample, Rejection> {
    let edits = rows::edits(row, &EditFields::default()).map_err(|_| {
        let message = "neither a sample nor a sequence nor a row of Zeta v1";
        Rejection::new(Reason::MissingField, message)
    })?;
    let malformed = |error: lintseq_core::DiffError| Rejection::new(Reason::MalformedEdit, error.to_string());
    let text = |name: &str| row.fields.get(name).and_then(Value::as_str).map(str::to_owned);
    let metadata = row.fields.get("metadata").cloned().unwrap_or_else(|| Value::Object(Map::new()));
    let said = |name: &str| text(name).or_else(|| Some(metadata.get(name)?.as_str()?.to_owned()));
    let path = said("path").unwrap_or_else(|| "untitled".to_owned());
    let mut replay = lintseq_core::Replay::new(edits.ends);
    let mut history = Vec::with_capacity(edits.edits.len());
    let mut before = String::new();
    for edit in &edits.edits {
        let diff = lintseq_core::Diff::parse(edit).map_err(malformed)?;
        replay.apply(&diff).map_err(malformed)?;
        let after = replay.text();
        let diff = if edits.ends == LineEnds::Whole && edit.starts_with("@@") {
            format!("--- a/{path}\n+++ b/{path}\n{edit}")
        } else {
            lintseq_samples::patch::between(&path, &before, &after, 0)
        };
        history.push(HistoryEdit { path: path.clone(), diff });
        before = after;
    }
    let source_id = rows::name(rows::id(row));
    let index = edits.sequence_index.and_then(|index| u32::try_from(index).ok());
    let step = index.unwrap_or(0).to_string();
    Ok(Sample {
        schema: SampleSchema::V1,
        id: sample_id(Generator::Sequences, &source_id, "export", &step),
        kind: Kind::NoEdit,
        no_edit_reason: Some(NoEditReason::ProgramComplete),
        jump: None,
        state: State::Whole,
        parses: None,
        language: edits.language.unwrap_or_else(|| languages.default_language().to_owned()),
        path,
        repo: said("repo"),
        license: said("license"),
        original: String::new(),
        history,
        current: before.clone(),
        cursor: None,
        diagnostics: Vec::new(),
        target: String::new(),
        next: before,
        rejected: None,
        instruction_lazy: None,
        instruction_descriptive: text("instruction").or_else(|| text("source_instruction")),
        provenance: Provenance {
            seed: row.fields.get("seed").and_then(Value::as_u64),
            sequence_index: index,
            step: u32::try_from(edits.edits.len()).ok(),
            ..Provenance::new(Generator::Sequences, source_id)
        },
        metadata: if metadata.is_object() { metadata.to_string() } else { "{}".to_owned() },
    })
}

/// What became of the samples.
struct Table<'a> {
    ledger: &'a Ledger,
    elapsed: Duration,
}

impl fmt::Display for Table<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { ledger, elapsed } = self;
        let [all, rows, rejected] =
            [ledger.records_in(), ledger.rows(), ledger.records_rejected()].map(grouped);
        write!(f, "samples      {all} in, {rows} rows out, {rejected} left out")?;
        write!(f, "{}", Reasons::of_records(ledger))?;
        if let Some(rate) = per_second(ledger.records_in(), *elapsed) {
            write!(f, "\nspeed        {} samples per second", grouped(rate))?;
        }
        Ok(())
    }
}
