//! A run over records: what `generate`, `check` and `apply` have in common.

use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::Duration;

use anyhow::{Context as _, anyhow};
use lintseq_core::Rejection;
use lintseq_dataset::{
    Account, Decoder, End, Fingerprint, InputOptions, InputSummary, Inputs, Ledger, Manifest, Merge, Opened,
    Outcome, Output, OutputOptions, RawRecord, ReadError, RejectedRecord, RunError, RunOptions, Sample,
    Shard, StepOutput, Summary, Target, WriteError, content_id, run,
};

use serde::Serialize;
use serde_json::Value;

use crate::console::Console;
use crate::exit::Failure;
use crate::progress::Progress;

/// The options of a run and its inputs, as what may not differ when it is resumed. The named options join those that
/// never bear on the bytes of an output.
pub(crate) fn fingerprint_of(
    arguments: &impl Serialize,
    inputs: &Inputs,
    without_effect: &[&str],
) -> Result<Fingerprint, Failure> {
    const NEVER: [&str; 3] = ["threads", "resume", "input"];
    /// Options that name a file. What it says bears on the output, and where it lies does not.
    const FILES: [&str; 3] = ["linter-config", "plan", "system-prompt"];
    let Value::Object(mut options) =
        serde_json::to_value(arguments).context("the configuration cannot be written")?
    else {
        return Err(Failure::Failed(anyhow!("a configuration is not a table")));
    };
    options.retain(|name, _| !NEVER.contains(&name.as_str()) && !without_effect.contains(&name.as_str()));
    for name in FILES {
        let Some(Value::String(file)) = options.get_mut(name) else { continue };
        let text = std::fs::read(&*file).with_context(|| format!("--{name} {file}: cannot be read"));
        *file = content_id(&text.map_err(Failure::Usage)?);
    }
    for file in options.get_mut("benchmark").and_then(Value::as_array_mut).into_iter().flatten() {
        // Of folders and patterns there is the name only.
        let name = file.as_str().unwrap_or_default();
        if let Ok(text) = std::fs::read(name) {
            *file = format!("{name} {}", content_id(&text)).into();
        }
    }
    let filters = options.get_mut("filter").and_then(Value::as_array_mut).into_iter().flatten();
    for rules in filters.filter_map(|filter| filter.get_mut("rules")) {
        let file = rules.as_str().unwrap_or_default();
        let text = std::fs::read(file).with_context(|| format!("--secret-rules {file}: cannot be read"));
        *rules = content_id(&text.map_err(Failure::Usage)?).into();
    }
    Ok(Fingerprint::new(options, inputs))
}

/// Everything that a run needs but the work itself.
pub(crate) struct Plan<'a, D> {
    /// The files to read.
    pub(crate) inputs: &'a Inputs,
    /// How they are read.
    pub(crate) input_options: &'a InputOptions<'a>,
    /// What the records are.
    pub(crate) decoder: &'a D,
    /// Where rows go.
    pub(crate) output: OutputOptions,
    /// Worker threads.
    pub(crate) threads: NonZeroUsize,
    /// How many records the work wants at once.
    pub(crate) group: usize,
    /// The part of the records to take.
    pub(crate) shard: Option<Shard>,
    /// How many records to draw, and with which seed.
    pub(crate) sample: Option<(u64, u64)>,
    /// Whether progress is shown.
    pub(crate) console: Console,
}

/// A run whose output is open.
pub(crate) struct Begun<'a, D> {
    inputs: &'a Inputs,
    input_options: &'a InputOptions<'a>,
    decoder: &'a D,
    output: Box<Output>,
    threads: NonZeroUsize,
    group: usize,
    shard: Option<Shard>,
    sample: Option<Sample>,
    console: Console,
    shows_progress: bool,
}

/// A run that has ended.
pub(crate) struct Ended<S> {
    /// The account.
    pub(crate) ledger: Ledger,
    /// The figures.
    pub(crate) figures: S,
    /// How long it took.
    pub(crate) elapsed: Duration,
    /// What was read, if all of it was.
    pub(crate) inputs: Vec<InputSummary>,
    end: End,
}

impl<S> Ended<S> {
    /// A run that has ended well, with the account of all its steps.
    pub(crate) fn of_account(account: Account, elapsed: Duration) -> Self
    where
        S: Merge,
    {
        let Account { ledger, stats, inputs } = account;
        let figures = serde_json::from_value(stats).unwrap_or_default();
        Self { ledger, figures, elapsed, inputs, end: End::Complete }
    }

    /// The same without figures.
    pub(crate) fn plain(self) -> Ended<()> {
        let Self { ledger, elapsed, inputs, end, .. } = self;
        Ended { ledger, figures: (), elapsed, inputs, end }
    }

    /// Whether all records were read.
    pub(crate) const fn is_complete(&self) -> bool {
        matches!(self.end, End::Complete)
    }

    /// Says how many rows could not be read, and why, where a command only looks at rows.
    pub(crate) fn tell_unreadable(&self, console: Console) {
        let unreadable = self.ledger.records_rejected();
        if unreadable > 0 {
            console.say(format_args!("{unreadable} rows could not be read:"));
        }
        for (reason, count) in self.ledger.rejected() {
            console.say(format_args!("  {count} {reason}"));
        }
    }

    /// Whether the run completed, once its figures have been shown.
    pub(crate) fn conclude(self) -> Result<(), Failure> {
        match self.end {
            End::Complete => Ok(()),
            End::Interrupted => Err(Failure::Interrupted),
            End::InputFailed(error) => Err(Failure::Failed(error.into())),
        }
    }
}

/// Opens an output. `None` says that it was there already, which is also told.
pub(crate) fn open(options: OutputOptions, console: Console) -> Result<Option<Box<Output>>, Failure> {
    let name = options.target.clone();
    match Output::open(options).map_err(resume_failure)? {
        Opened::Ready(output) => Ok(Some(output)),
        Opened::Complete(manifest) => {
            complete(console, &name, &manifest);
            Ok(None)
        }
    }
}

/// Whether rows are printed where progress would be.
pub(crate) fn is_to_terminal(target: &Target) -> bool {
    *target == Target::Stdout && std::io::IsTerminal::is_terminal(&std::io::stdout())
}

impl<'a, D: Decoder> Plan<'a, D> {
    /// Runs the work over all records. `None` says that the output was there already.
    pub(crate) fn execute<S: Merge>(
        self,
        work: impl Fn(&[D::Item]) -> Vec<Result<Outcome<S>, Rejection>> + Sync,
    ) -> Result<Option<Ended<S>>, Failure> {
        self.begin()?.map(|begun| begun.run(work)).transpose()
    }

    /// Opens the output, so that what stands in its way is known before the work starts. `None` says that the output
    /// was there already.
    pub(crate) fn begin(self) -> Result<Option<Begun<'a, D>>, Failure> {
        let sample = self.draw_sample()?;
        let to_terminal = is_to_terminal(&self.output.target);
        let Some(output) = open(self.output, self.console)? else { return Ok(None) };
        Ok(Some(Begun {
            inputs: self.inputs,
            input_options: self.input_options,
            decoder: self.decoder,
            output,
            threads: self.threads,
            group: self.group,
            shard: self.shard,
            sample,
            console: self.console,
            shows_progress: !to_terminal,
        }))
    }

    fn draw_sample(&self) -> Result<Option<Sample>, Failure> {
        let Some((count, seed)) = self.sample else { return Ok(None) };
        self.inputs.check_rereadable().map_err(Failure::usage)?;
        let records = self.inputs.read(self.input_options);
        let sample = Sample::draw(records, self.decoder, count as usize, seed).map_err(read_failure)?;
        Ok(Some(sample))
    }
}

impl<D: Decoder> Begun<'_, D> {
    /// Makes this a step after what was written before.
    ///
    /// # Errors
    /// If the records that were left out so far cannot be taken over.
    pub(crate) fn follow(&mut self, before: &StepOutput, step: &str) -> Result<(), Failure> {
        let taken = before.hand_on(step, &mut self.output, self.input_options);
        taken.map_err(|error| Failure::Failed(error.into()))
    }

    /// Runs the work over all records.
    pub(crate) fn run<S: Merge>(
        self,
        work: impl Fn(&[D::Item]) -> Vec<Result<Outcome<S>, Rejection>> + Sync,
    ) -> Result<Ended<S>, Failure> {
        let stop = interrupts()?;
        let console = self.console;
        let tell = move |record: &RawRecord, rejected: &RejectedRecord| {
            let line = record.line.map(|line| format!(":{line}")).unwrap_or_default();
            let path = record.path.as_ref().map(|path| format!(" {path}")).unwrap_or_default();
            console.detail(format_args!("{}{line}{path}: {}", record.source, rejected.rejection));
        };
        let options = RunOptions {
            threads: self.threads.get(),
            group: self.group,
            shard: self.shard,
            sample: self.sample,
            on_rejected: self.console.is_verbose().then_some(&tell),
            ..RunOptions::new(stop)
        };
        let progress = Progress::start(self.console, self.inputs.total_bytes(), !self.shows_progress);
        let progress = Mutex::new(progress);
        let report = |now: lintseq_dataset::Progress| {
            progress.lock().unwrap_or_else(PoisonError::into_inner).update(now.records, now.bytes);
        };
        let reader = self.inputs.read(self.input_options);
        let summary = run(reader, self.decoder, self.output, &options, work, report);
        let elapsed = progress.into_inner().unwrap_or_else(PoisonError::into_inner).finish();
        let summary = summary.map_err(run_failure)?;
        let Summary { ledger, stats, inputs, end, .. } = summary;
        Ok(Ended { ledger, figures: stats, elapsed, inputs, end })
    }
}

/// A flag that rises when the user or the system asks the process to end. A second request ends it at once.
pub(crate) fn interrupts() -> Result<&'static AtomicBool, Failure> {
    static STOP: AtomicBool = AtomicBool::new(false);
    static HANDLER: OnceLock<Result<(), String>> = OnceLock::new();
    let set = || {
        let handler = || {
            if STOP.swap(true, Ordering::Relaxed) {
                std::process::exit(130);
            }
        };
        ctrlc::set_handler(handler).map_err(|error| error.to_string())
    };
    match HANDLER.get_or_init(set) {
        Ok(()) => Ok(&STOP),
        Err(error) => Err(Failure::Failed(anyhow!("interrupts cannot be caught: {error}"))),
    }
}

/// A failure before anything was read.
pub(crate) fn resume_failure(error: lintseq_dataset::ResumeError) -> Failure {
    match error {
        lintseq_dataset::ResumeError::Write(error) => write_failure(error),
        error => Failure::usage(error),
    }
}

pub(crate) fn run_failure(error: RunError) -> Failure {
    match error {
        RunError::Write(error) => write_failure(error),
        error @ RunError::Threads(_) => Failure::Failed(error.into()),
    }
}

/// A failure while writing.
pub(crate) fn write_failure(error: WriteError) -> Failure {
    match error {
        WriteError::BrokenPipe => Failure::BrokenPipe,
        error => Failure::Failed(error.into()),
    }
}

/// A failure while reading.
pub(crate) fn read_failure(error: ReadError) -> Failure {
    Failure::Failed(error.into())
}

/// Says that there is nothing to do.
fn complete(console: Console, target: &Target, manifest: &Manifest) {
    let rows = manifest.records.rows();
    console.say(format_args!("{} is complete: {rows} rows; nothing to do", described(target)));
}

fn described(target: &Target) -> String {
    match target {
        Target::File(path, _) | Target::Folder(path) | Target::Device(path) => path.display().to_string(),
        Target::Stdout => "standard output".to_owned(),
        Target::Nowhere => "the run".to_owned(),
    }
}
