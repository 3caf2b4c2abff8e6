//! Questions about rows: each row begins a dialogue, and what comes of it is a row again.

use std::cell::RefCell;
use std::marker::PhantomData;
use std::sync::Arc;

use anyhow::anyhow;
use lintseq_core::Rejection;
use lintseq_dataset::{
    Decoder as _, InputOptions, InputSummary, Inputs, Merge, Outcome, RawRecord, ReadError, RejectedRecord,
    Row, RowDecoder,
};
use lintseq_synth::{Answer, Dialogue, Model, Request, Step};
use serde::Serialize;

use crate::arguments::{FolderFormat, Questioning, store_beside};
use crate::console::Console;
use crate::exit::Failure;
use crate::languages::BuiltIn;
use crate::rows;
use crate::run::fingerprint_of;
use crate::synth::run::{Ended, Question, QuestionOf, Questions, Run};

/// A command that asks about rows.
pub(crate) struct Job<'a, A> {
    /// Everything that was asked for, which a resumed run must ask for again.
    pub(crate) arguments: &'a A,
    /// The part of it that all such commands share.
    pub(crate) questioning: &'a Questioning,
    /// Who is asked; nobody, where dialogues ask nothing.
    pub(crate) models: Vec<Model>,
}

impl<A: Serialize> Job<'_, A> {
    /// Plays the dialogue of every row. `begin` makes it of a row, `finish` makes rows of what comes of it, `table`
    /// shows the figures.
    pub(crate) fn run<D: Dialogue, S: Merge>(
        self,
        console: Console,
        toolbox: &BuiltIn,
        begin: impl Fn(&Row) -> Result<D, Rejection>,
        finish: impl Fn(&Row, D::Output) -> Result<Outcome<S>, Rejection>,
        table: impl Fn(&Ended<S>) -> String,
    ) -> Result<(), Failure> {
        let Self { arguments, questioning, models } = self;
        let Questioning { input, id_field, destination, store, counting, service, folder, .. } = questioning;
        let input_options = rows::input_options(input, toolbox);
        let about = AboutRows {
            inputs: rows::find(&input_options)?,
            input_options,
            decoder: RowDecoder { id_field: id_field.clone() },
            begin,
            finish,
            table,
            read: RefCell::default(),
            of: PhantomData,
        };
        let output = || {
            let without: Vec<&str> = Run::without_effect().collect();
            let fingerprint = fingerprint_of(arguments, &about.inputs, &without)?;
            Ok(destination.options(fingerprint, folder.options(FolderFormat::Jsonl, 0), Vec::new()))
        };
        let store = store.clone().unwrap_or_else(|| store_beside(&destination.output));
        Run { models, service, store, tokenizer: counting.tokenizer, console }.over(&about, output)
    }
}

/// A text of a row, the first that it has.
pub(crate) fn text<'r>(row: &'r Row, names: &[&str]) -> Option<&'r str> {
    names.iter().find_map(|name| row.fields.get(*name)?.as_str())
}

/// The number of a row, from which its model and its seeds are drawn: other rows have no say.
pub(crate) fn number(row: &Row) -> u64 {
    lintseq_dataset::draw("question", 0, &rows::name(rows::id(row)))
}

/// The questions of a job.
struct AboutRows<'a, B, F, T, D, S> {
    inputs: Inputs,
    input_options: InputOptions<'a>,
    decoder: RowDecoder,
    begin: B,
    finish: F,
    table: T,
    read: RefCell<Vec<InputSummary>>,
    of: PhantomData<fn() -> (D, S)>,
}

impl<B, F, T, D, S> Questions for AboutRows<'_, B, F, T, D, S>
where
    B: Fn(&Row) -> Result<D, Rejection>,
    F: Fn(&Row, D::Output) -> Result<Outcome<S>, Rejection>,
    T: Fn(&Ended<S>) -> String,
    D: Dialogue,
    S: Merge,
{
    type Item = Row;
    type Dialogue = Begun<D>;
    type Stats = S;

    fn total(&self) -> Option<u64> {
        None
    }

    fn check_repeatable(&self) -> Result<(), Failure> {
        let message =
            "--batch and --dry-run go through the rows more than once; give them a file instead of a pipe";
        self.inputs.check_rereadable().map_err(|_| Failure::usage(anyhow!(message)))
    }

    fn wanted(
        &self,
        is_wanted: impl Fn(u64) -> bool,
    ) -> impl Iterator<Item = Result<QuestionOf<Self>, ReadError>> {
        let mut reader = Some(self.inputs.read(&self.input_options));
        let mut numbers = 0..;
        std::iter::from_fn(move || {
            loop {
                match reader.as_mut()?.next() {
                    Some(Ok(record)) if numbers.next().is_some_and(&is_wanted) => {
                        return Some(Ok(self.question(record)));
                    }
                    Some(Ok(_)) => {}
                    Some(Err(error)) => return Some(Err(error)),
                    None => *self.read.borrow_mut() = reader.take()?.into_summaries(),
                }
            }
        })
    }

    fn outcome(&self, row: &Row, output: Result<D::Output, Rejection>) -> Result<Outcome<S>, Rejection> {
        (self.finish)(row, output?)
    }

    fn place(&self, row: &Row) -> String {
        rows::place(row)
    }

    fn read(&self) -> Vec<InputSummary> {
        self.read.take()
    }

    fn table(&self, ended: &Ended<S>) -> String {
        (self.table)(ended)
    }
}

impl<B: Fn(&Row) -> Result<D, Rejection>, F, T, D, S> AboutRows<'_, B, F, T, D, S> {
    fn question(&self, record: RawRecord) -> Question<Row, Begun<D>> {
        let (item, dialogue) = match self.decoder.decode(&record) {
            Ok(row) => {
                let dialogue = (self.begin)(&row);
                (row, dialogue)
            }
            Err(RejectedRecord { id, rejection, .. }) => {
                let (index, source, line) = (record.index, Arc::clone(&record.source), record.line);
                (Row { id, index, source, line, fields: serde_json::Map::new() }, Err(rejection))
            }
        };
        Question { item, record, dialogue: Begun(dialogue) }
    }
}

/// A row that may begin no dialogue.
pub(crate) struct Begun<D>(Result<D, Rejection>);

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

    fn stand_in(&self, answers: &[Answer], request: &Request) -> String {
        self.0.as_ref().map_or_else(|_| String::new(), |dialogue| dialogue.stand_in(answers, request))
    }
}
