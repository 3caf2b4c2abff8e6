//! Questions about rows: each row begins a dialogue, and what comes of it is a row again.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::path::PathBuf;

use anyhow::{Context as _, anyhow};
use lintseq_core::{Reason, Rejection};
use lintseq_dataset::{
    Decoder as _, Inputs, Merge, Outcome, OutputOptions, RawRecord, Recording, RejectedRecord, Row,
    RowDecoder, Summary,
};
use lintseq_synth::asking::{Asking, Sampling};
use lintseq_synth::client::Snapshot;
use lintseq_synth::prompts::Prompts;
use lintseq_synth::{Answer, Dialogue, Failure as Failed, Model, Panicked, Step};
use serde::Serialize;

use crate::arguments::{Folder, FolderFormat, Models, Rows, Service, Wording, store_beside};
use crate::console::Console;
use crate::exit::Failure;
use crate::languages::BuiltIn;
use crate::rows;
use crate::run::{fingerprint_of, is_to_terminal, open, read_failure, write_failure};
use crate::synth::session::Session;
use crate::synth::summary::asked_again;

/// Questions about rows.
pub(crate) struct Job<'a, A> {
    /// Everything that was asked for, which a resumed run must ask for again.
    pub(crate) arguments: &'a A,
    /// The rows.
    pub(crate) rows: &'a Rows,
    /// How servers are asked.
    pub(crate) service: &'a Service,
    /// How folders are laid out.
    pub(crate) folder: &'a Folder,
    /// Who is asked; nobody, where dialogues ask nothing.
    pub(crate) models: Vec<Model>,
    /// Flags that bear on no row.
    pub(crate) without_effect: &'a [&'a str],
}

/// What came of a job.
pub(crate) struct Ended<S> {
    /// The account and the figures.
    pub(crate) summary: Summary<S>,
    /// What was asked.
    pub(crate) figures: Snapshot,
    /// How long it took.
    pub(crate) elapsed: std::time::Duration,
}

/// A row that may begin no dialogue.
struct Begun<D>(Result<D, Rejection>);

impl<D: Dialogue> Dialogue for Begun<D> {
    type Output = Result<D::Output, Rejection>;

    fn next(&self, answers: &[Answer]) -> Step<Self::Output> {
        match &self.0 {
            Err(rejection) => Step::Done(Err(rejection.clone())),
            Ok(dialogue) => match dialogue.next(answers) {
                Step::Ask(requests) => Step::Ask(requests),
                Step::Done(output) => Step::Done(Ok(output)),
            },
        }
    }
}

impl<A: Serialize> Job<'_, A> {
    /// Plays the dialogue of every row. `begin` makes it of a row and its number, which comes from the row's id alone;
    /// `finish` makes rows of what comes of it; `show` prints the figures.
    pub(crate) fn run<D: Dialogue, S: Merge>(
        self,
        console: Console,
        toolbox: &BuiltIn,
        begin: impl Fn(&Row, u64) -> Result<D, Rejection>,
        finish: impl Fn(&Row, D::Output) -> Result<Outcome<S>, Rejection>,
        show: impl FnOnce(&Ended<S>),
    ) -> Result<(), Failure> {
        if self.service.dry_run {
            return Err(Failure::usage(anyhow!("--dry-run: only `synth` estimates what it would cost")));
        }
        if self.service.batch {
            return Err(Failure::usage(anyhow!("--batch: only `synth` hands requests in as batches")));
        }
        let input_options = rows::input_options(&self.rows.input, toolbox);
        let inputs = rows::find(&input_options)?;
        let Some(output) = open(self.output(&inputs)?, console)? else { return Ok(()) };
        let decoder = RowDecoder { id_field: self.rows.id_field.clone() };
        let mut recording = Recording::<S>::begin(output);
        asked_again(console, recording.due());
        let before = recording.consumed();
        let reader = RefCell::new(inputs.read(&input_options));
        let waiting = RefCell::new(VecDeque::<(RawRecord, Result<Row, RejectedRecord>)>::new());
        let failed = RefCell::new(None);
        let dialogues = std::iter::from_fn(|| {
            let record = match reader.borrow_mut().next()? {
                Ok(record) => record,
                Err(error) => {
                    *failed.borrow_mut() = Some(error);
                    return None;
                }
            };
            let row = decoder.decode(&record);
            let dialogue = match &row {
                Ok(row) => begin(row, number(row)),
                Err(rejected) => Err(rejected.rejection.clone()),
            };
            waiting.borrow_mut().push_back((record, row));
            Some(Begun(dialogue))
        });
        for _ in 0..before {
            if let Some(Err(error)) = reader.borrow_mut().next() {
                return Err(read_failure(error));
            }
        }
        let to_terminal = is_to_terminal(&self.rows.destination.target());
        let sink = |result: Result<Result<D::Output, Rejection>, Panicked>| {
            let (record, row) = waiting.borrow_mut().pop_front().expect("results come in the order of rows");
            let row = row.unwrap_or_else(|rejected| unreadable(&record, rejected));
            let output =
                result.unwrap_or_else(|Panicked(message)| Err(Rejection::new(Reason::Panicked, message)));
            let outcome = output.and_then(|output| finish(&row, output));
            if let Err(rejection) = &outcome {
                console.detail(format_args!("{}: {rejection}", rows::place(&row)));
            }
            recording.push(&row, &record, outcome)
        };
        let (played, session) = if self.models.is_empty() {
            (alone(dialogues, sink)?, None)
        } else {
            let session = Session::open(self.models, self.service, &store(self.rows))?;
            (
                session.play(session.client(), dialogues, (before, 0), console, to_terminal, sink)?,
                Some(session),
            )
        };
        let is_whole = played.halted.is_none() && failed.borrow().is_none();
        let summary = if is_whole {
            recording.finish(reader.into_inner().into_summaries())
        } else {
            recording.interrupt()
        };
        let summary = summary.map_err(write_failure)?;
        show(&Ended { summary, figures: played.figures, elapsed: played.elapsed });
        if let Some(error) = failed.into_inner() {
            return Err(read_failure(error));
        }
        session.map_or(Ok(()), |session| session.conclude(played.halted))
    }

    fn output(&self, inputs: &Inputs) -> Result<OutputOptions, Failure> {
        let others = ["store", "key-env", "price-input", "price-output"];
        let without: Vec<&str> = Service::WITHOUT_EFFECT
            .into_iter()
            .chain(others)
            .chain(self.without_effect.iter().copied())
            .collect();
        let fingerprint = fingerprint_of(self.arguments, inputs, &without)?;
        let folder = self.folder.options(FolderFormat::Jsonl, 0);
        let mut output = self.rows.destination.options(fingerprint, folder, Vec::new());
        output.passing = Failed::PASSING;
        Ok(output)
    }
}

/// The models that rows may go to: one of them, since every row is asked about once.
pub(crate) fn one_model(models: &Models, service: &Service) -> Result<(String, Vec<Model>), Failure> {
    let models = models.resolve(service).map_err(Failure::Usage)?;
    match &models[..] {
        [only] => Ok((only.name.clone(), models)),
        _ => Err(Failure::usage(anyhow!("one model at a time is asked about rows; name it with --model"))),
    }
}

/// What is said, with what the user says about it.
pub(crate) fn asking(wording: &Wording) -> Result<Asking, Failure> {
    let prompts = match &wording.prompts {
        Some(folder) => Prompts::with_folder(folder).context("--prompts").map_err(Failure::Usage)?,
        None => Prompts::built_in(),
    };
    let sampling = Sampling {
        temperature: wording.temperature,
        top_p: wording.top_p.map(|rate| rate.0),
        max_tokens: wording.max_tokens,
    };
    Ok(Asking { prompts, sampling, seeded: !wording.no_seed })
}

/// A text of a row, the first that it has.
pub(crate) fn text<'r>(row: &'r Row, names: &[&str]) -> Option<&'r str> {
    names.iter().find_map(|name| row.fields.get(*name)?.as_str())
}

fn store(rows: &Rows) -> PathBuf {
    rows.store.clone().unwrap_or_else(|| store_beside(&rows.destination.output))
}

/// The number of a row, from which its seeds are drawn: other rows have no say.
fn number(row: &Row) -> u64 {
    lintseq_dataset::draw("question", 0, &rows::name(rows::id(row)))
}

fn unreadable(record: &RawRecord, rejected: RejectedRecord) -> Row {
    Row {
        id: rejected.id,
        index: record.index,
        source: std::sync::Arc::clone(&record.source),
        line: record.line,
        fields: serde_json::Map::new(),
    }
}

/// Plays dialogues that ask nothing.
fn alone<D: Dialogue>(
    dialogues: impl Iterator<Item = D>,
    mut sink: impl FnMut(Result<D::Output, Panicked>) -> Result<(), lintseq_dataset::WriteError>,
) -> Result<crate::synth::session::Played, Failure> {
    let start = std::time::Instant::now();
    for dialogue in dialogues {
        match dialogue.next(&[]) {
            Step::Done(output) => sink(Ok(output)).map_err(write_failure)?,
            Step::Ask(_) => unreachable!("without a model nothing is asked"),
        }
    }
    Ok(crate::synth::session::Played { halted: None, figures: Snapshot::default(), elapsed: start.elapsed() })
}
