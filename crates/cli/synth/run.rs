//! A run over questions: what it would cost is estimated, or the questions are asked, at once or in batches, and what
//! comes of them is written in their order.
//!
//! `synth` and the commands that ask about rows differ in what their questions are and what becomes of the answers, and
//! in nothing else.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::io::Write as _;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use lintseq_core::{Reason, Rejection};
use lintseq_dataset::{
    Account, End, InputSummary, Item, Merge, Outcome, OutputOptions, RawRecord, ReadError, Recording,
    Summary, WriteError,
};
use lintseq_synth::client::Snapshot;
use lintseq_synth::{Dialogue, Failure as Failed, Model, Panicked, Step};

use crate::arguments::Service;
use crate::console::Console;
use crate::exit::Failure;
use crate::job::Columns;
use crate::run::{is_to_terminal, open, read_failure, write_failure};
use crate::steps::{Pipeline, Then};
use crate::synth::estimate::Estimate;
use crate::synth::session::{Played, Session};
use crate::synth::summary::asked_again;
use crate::tokenizer::Tokenizer;

/// What a run asks, always in the same order, and what becomes of the answers.
pub(crate) trait Questions {
    /// What is asked about.
    type Item: Item;
    /// How.
    type Dialogue: Dialogue;
    /// What is counted along the way.
    type Stats: Merge;

    /// How many questions there are, where nothing has to be read to know it.
    fn total(&self) -> Option<u64>;

    /// Whether they can be gone through more than once.
    fn check_repeatable(&self) -> Result<(), Failure>;

    /// The questions whose numbers are wanted. Every number is asked for, from 0 to the end.
    fn wanted(
        &self,
        is_wanted: impl Fn(u64) -> bool,
    ) -> impl Iterator<Item = Result<QuestionOf<Self>, ReadError>>;

    /// The rows of what came of a question.
    fn outcome(
        &self,
        item: &Self::Item,
        output: <Self::Dialogue as Dialogue>::Output,
    ) -> Result<Outcome<Self::Stats>, Rejection>;

    /// What is asked about, as messages name it.
    fn place(&self, item: &Self::Item) -> String;

    /// What was read, once all questions were gone through.
    fn read(&self) -> Vec<InputSummary>;

    /// The closing table.
    fn table(&self, ended: &Ended<Self::Stats>) -> String;
}

/// A question of some questions.
pub(crate) type QuestionOf<Q> = Question<<Q as Questions>::Item, <Q as Questions>::Dialogue>;

/// A question.
pub(crate) struct Question<I, D> {
    /// What is asked about.
    pub(crate) item: I,
    /// How the file of rejected records shows it.
    pub(crate) record: RawRecord,
    /// How it is asked.
    pub(crate) dialogue: D,
}

/// What came of a run.
pub(crate) struct Ended<S> {
    /// The account and the figures.
    pub(crate) summary: Summary<S>,
    /// What was asked.
    pub(crate) figures: Snapshot,
    /// How long it took.
    pub(crate) elapsed: Duration,
}

impl<S: Merge> Ended<S> {
    /// A run that has ended well, with the account of all its steps.
    fn of_account(account: Account, figures: Snapshot, elapsed: Duration) -> Self {
        let Account { ledger, stats, inputs } = account;
        let stats = serde_json::from_value(stats).unwrap_or_default();
        let summary = Summary { ledger, stats, inputs, files: Vec::new(), end: End::Complete };
        Self { summary, figures, elapsed }
    }
}

/// Who is asked, and how.
pub(crate) struct Run<'a> {
    /// Nobody, where dialogues ask nothing.
    pub(crate) models: Vec<Model>,
    /// How servers are asked.
    pub(crate) service: &'a Service,
    /// The file of answers.
    pub(crate) store: PathBuf,
    /// What counts the tokens of an estimate.
    pub(crate) tokenizer: Tokenizer,
    /// Who hears of it.
    pub(crate) console: Console,
}

impl Run<'_> {
    /// The flags that bear on no row.
    pub(crate) fn without_effect() -> impl Iterator<Item = &'static str> {
        let others = ["store", "tokenizer", "key-env", "price-input", "price-output"];
        Service::WITHOUT_EFFECT.into_iter().chain(others)
    }

    /// Goes through all questions.
    pub(crate) fn over<Q: Questions>(
        self,
        questions: &Q,
        output: impl FnOnce() -> Result<OutputOptions, Failure>,
    ) -> Result<(), Failure> {
        self.over_in_steps(questions, output, None)
    }

    /// Goes through all questions, and takes the rows through steps.
    pub(crate) fn over_in_steps<Q: Questions>(
        self,
        questions: &Q,
        output: impl FnOnce() -> Result<OutputOptions, Failure>,
        then: Option<Then<'_>>,
    ) -> Result<(), Failure> {
        let Self { models, service, store, tokenizer, console } = self;
        if service.dry_run || service.batch {
            questions.check_repeatable()?;
        }
        if service.dry_run {
            let estimate = Estimate::of(questions, &models, &store, tokenizer)?;
            return writeln!(std::io::stdout().lock(), "{estimate}").map_err(Failure::output);
        }
        let output = OutputOptions { passing: Failed::PASSING, ..output()? };
        let to_terminal = is_to_terminal(&output.target);
        let pipeline = match then.filter(|then| !then.steps.is_empty()) {
            None => None,
            Some(then) => {
                let Some(pipeline) =
                    then.begin(output.clone(), &Columns::Known(output.columns.clone()), console)?
                else {
                    return Ok(());
                };
                Some(pipeline)
            }
        };
        let output = pipeline.as_ref().map_or(output, Pipeline::first);
        let Some(output) = open(output, console)? else {
            let Some(pipeline) = pipeline else { return Ok(()) };
            let (account, elapsed) = pipeline.go_on(false)?;
            console.say(questions.table(&Ended::of_account(account, Snapshot::default(), elapsed)));
            return Ok(());
        };
        let is_anybody_asked = !models.is_empty();
        let session = is_anybody_asked.then(|| Session::open(models, service, &store)).transpose()?;
        let mut recording = Recording::<Q::Stats>::begin(output);
        asked_again(console, recording.due());
        let before = recording.consumed();
        let source = Source { questions, before, failed: RefCell::new(None) };
        let settled = match &session {
            Some(session) if service.batch => {
                let dialogues = || source.each().map(|question| question.dialogue);
                let settled = session.settle(dialogues, service.poll.0, console)?;
                source.check()?;
                match settled {
                    Ok(settled) => Some(settled),
                    Err(halted) => {
                        recording.interrupt().map_err(write_failure)?;
                        return session.conclude(Some(halted));
                    }
                }
            }
            _ => None,
        };
        let waiting = RefCell::new(VecDeque::new());
        let dialogues = source.each().map(|Question { item, record, dialogue }| {
            waiting.borrow_mut().push_back((item, record));
            dialogue
        });
        let take = |result: Result<_, Panicked>| {
            let (item, record) =
                waiting.borrow_mut().pop_front().expect("results come in the order of questions");
            let output = result.map_err(|Panicked(message)| Rejection::new(Reason::Panicked, message));
            let outcome = output.and_then(|output| questions.outcome(&item, output));
            if let Err(rejection) = &outcome {
                console.detail(format_args!("{}: {rejection}", questions.place(&item)));
            }
            recording.push(&item, &record, outcome)
        };
        let counts = (before, questions.total().unwrap_or(0));
        let played = match (&session, &settled) {
            (None, _) => alone(dialogues, take)?,
            (Some(session), Some(settled)) => {
                session.play(settled, dialogues, counts, console, to_terminal, take)?
            }
            (Some(session), None) => {
                session.play(session.client(), dialogues, counts, console, to_terminal, take)?
            }
        };
        let read = source.check();
        let is_whole = played.halted.is_none() && read.is_ok();
        let summary = if is_whole { recording.finish(questions.read()) } else { recording.interrupt() };
        let summary = summary.map_err(write_failure)?;
        let Played { halted, figures, elapsed } = played;
        let ended = match pipeline.filter(|_| is_whole) {
            None => Ended { summary, figures, elapsed },
            Some(pipeline) => {
                let (account, more) = pipeline.go_on(true)?;
                Ended::of_account(account, figures, elapsed + more)
            }
        };
        console.say(questions.table(&ended));
        read?;
        session.map_or(Ok(()), |session| session.conclude(halted))
    }
}

/// The questions of a run, as long as they can be read.
struct Source<'q, Q> {
    questions: &'q Q,
    /// Those that an earlier run accounted for.
    before: u64,
    failed: RefCell<Option<ReadError>>,
}

impl<Q: Questions> Source<'_, Q> {
    fn each(&self) -> impl Iterator<Item = QuestionOf<Q>> {
        let failed = |error| *self.failed.borrow_mut() = Some(error);
        self.questions
            .wanted(|number| number >= self.before)
            .map_while(move |question| question.map_err(failed).ok())
    }

    /// Whether all could be read.
    fn check(&self) -> Result<(), Failure> {
        self.failed.take().map_or(Ok(()), |error| Err(read_failure(error)))
    }
}

/// Plays dialogues that ask nothing.
fn alone<D: Dialogue>(
    dialogues: impl Iterator<Item = D>,
    mut take: impl FnMut(Result<D::Output, Panicked>) -> Result<(), WriteError>,
) -> Result<Played, Failure> {
    let start = Instant::now();
    for dialogue in dialogues {
        match dialogue.next(&[]) {
            Step::Done(output) => take(Ok(output)).map_err(write_failure)?,
            Step::Ask(_) => unreachable!("without a model nothing is asked"),
        }
    }
    Ok(Played { halted: None, figures: Snapshot::default(), elapsed: start.elapsed() })
}
