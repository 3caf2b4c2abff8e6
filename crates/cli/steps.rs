//! Steps over all rows that a run makes: from the rows to the output that was asked for.
//!
//! Rows are made into a folder beside the output, and every step but the last writes there too. A step is what the
//! command of its kind does to a file, with the same decisions; whoever runs the commands one after the other has the same
//! rows. The last step's output is opened before anything is made, so that what stands in its way is known.

use std::path::{Path, PathBuf};
use std::time::Duration;
use std::{fs, io};

use anyhow::{Context as _, anyhow};
use lintseq_dataset::{
    Account, Compression, FileFormat, Fingerprint, InputOptions, Inputs, Merge, Output, OutputOptions,
    ResumeError, StepOutput, Target, Texts,
};
use serde_json::{Map, Value};
use tempfile::TempDir;

use crate::arguments::Step;
use crate::commands::{dedup, sample};
use crate::console::Console;
use crate::exit::Failure;
use crate::job::Columns;
use crate::rows;
use crate::run::{Ended, open, resume_failure};
use crate::toolbox::Toolbox;

/// What a step works on.
pub(crate) struct Over<'a> {
    /// The rows, and what became of records so far.
    pub(crate) before: &'a StepOutput,
    /// The rows as files.
    pub(crate) inputs: Inputs,
    /// How rows are read.
    pub(crate) input_options: InputOptions<'a>,
    /// Where rows go.
    pub(crate) output: OutputOptions,
    /// Whether progress is shown.
    pub(crate) console: Console,
}

/// The steps of a run.
#[derive(Clone, Copy)]
pub(crate) struct Then<'a> {
    /// The command that makes rows.
    pub(crate) maker: &'static str,
    /// What is done to them, in this order.
    pub(crate) steps: &'a [Step],
    /// Which files are programs, for those who read.
    pub(crate) toolbox: &'a dyn Toolbox,
}

/// Steps under way, and what they are to write.
pub(crate) struct Pipeline<'a> {
    then: Then<'a>,
    /// What was asked for.
    output: OutputOptions,
    keeps_rejected: bool,
    folder: PathBuf,
    /// The output, kept open so that no other run begins it, until the last step opens it.
    held: Option<Box<Output>>,
    /// Where there is no place beside the output.
    _temporary: Option<TempDir>,
    console: Console,
}

impl<'a> Then<'a> {
    /// Sees to the output. `None` says that it was there already.
    ///
    /// # Errors
    /// If it cannot be written, or was begun by another run.
    pub(crate) fn begin(
        self,
        mut output: OutputOptions,
        columns: &Columns,
        console: Console,
    ) -> Result<Option<Pipeline<'a>>, Failure> {
        self.check_texts(columns)?;
        self.bear_on(&mut output.fingerprint)?;
        let (folder, held, temporary) = if output.target.is_resumable() {
            let Some(last) = open(output.clone(), console)? else { return Ok(None) };
            let folder = last.steps().expect("an output that can be resumed has a folder for steps");
            prepare(&folder, output.resume)
                .with_context(|| format!("{}: the folder cannot be made anew", folder.display()))?;
            (folder, Some(last), None)
        } else if output.resume {
            return Err(resume_failure(ResumeError::Direct));
        } else {
            let temporary = tempfile::tempdir().context("a temporary folder cannot be made")?;
            (temporary.path().to_path_buf(), None, Some(temporary))
        };
        let keeps_rejected = held.as_ref().map_or(output.rejected.is_some(), |held| held.keeps_rejected());
        Ok(Some(Pipeline {
            then: self,
            output,
            keeps_rejected,
            folder,
            held,
            _temporary: temporary,
            console,
        }))
    }

    /// Makes sure that rows have something to compare, before hours are spent on making them.
    fn check_texts(self, columns: &Columns) -> Result<(), Failure> {
        let Columns::Known(columns) = columns else { return Ok(()) };
        for step in self.steps {
            let Step::Dedup(arguments) = step else { continue };
            if !Texts::new(&arguments.field).can_be_of(columns) {
                let names: Vec<_> = columns.iter().map(|column| column.name.as_str()).collect();
                return Err(Failure::usage(anyhow!(
                    "--dedup: rows of this format have none of the fields that are compared; name one with {{field = …}}, of {}",
                    names.join(", ")
                )));
            }
        }
        Ok(())
    }

    /// Makes a run another one where what its steps read besides its rows is another, and no other where only their
    /// memory is.
    fn bear_on(self, fingerprint: &mut Fingerprint) -> Result<(), Failure> {
        if let Some(Value::Object(options)) = fingerprint.options.get_mut("dedup") {
            options.retain(|name, _| name != "memory" && name != "temporary");
        }
        for step in self.steps {
            let Step::Dedup(arguments) = step else { continue };
            if arguments.against.is_empty() {
                continue;
            }
            let against = rows::find(&rows::input_options(&arguments.against, self.toolbox))?;
            let of_against = Fingerprint::new(Map::new(), &against).inputs;
            fingerprint.options.insert("besides".to_owned(), of_against.into());
        }
        Ok(())
    }
}

/// Makes the folder, without what an earlier run left there unless that goes on.
fn prepare(folder: &Path, resume: bool) -> io::Result<()> {
    if !resume && folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)
}

impl Pipeline<'_> {
    /// Where rows go when they are made.
    pub(crate) fn first(&self) -> OutputOptions {
        OutputOptions { passing: self.output.passing, ..self.between(0, self.output.resume) }
    }

    /// What is known of rows that were made by an earlier run, as if this one had made them.
    pub(crate) fn made_before<S: Merge>(&self) -> Result<Ended<S>, Failure> {
        Ok(Ended::of_account(self.written(0)?.account, Duration::ZERO))
    }

    /// Takes all rows through all steps. `is_new` says that they were made just now, so that no step can go on where
    /// it was.
    ///
    /// # Errors
    /// If a step fails, or is interrupted.
    pub(crate) fn go_on(mut self, mut is_new: bool) -> Result<(Account, Duration), Failure> {
        let mut elapsed = Duration::ZERO;
        let mut account = None;
        for (at, step) in self.then.steps.iter().enumerate() {
            let before = &self.written(at)?;
            let resume = self.output.resume && !is_new;
            let output = if at + 1 == self.then.steps.len() {
                drop(self.held.take());
                OutputOptions { resume, ..self.output.clone() }
            } else {
                self.between(at + 1, resume)
            };
            let options = || rows::input_options(&[], self.then.toolbox);
            let inputs = before.inputs(self.name(at), &options()).map_err(Failure::usage)?;
            let over = Over { before, inputs, input_options: options(), output, console: self.console };
            let ended = match step {
                Step::Dedup(arguments) => dedup::step(arguments, over)?,
                Step::Diverse(arguments) => sample::step(arguments, over)?,
            };
            if let Some(ended) = ended {
                is_new = true;
                elapsed += ended.elapsed;
                account = Some(before.account.clone().after(step.name(), &ended.ledger));
                ended.conclude()?;
            }
        }
        let account = account.context("the last step is only there when it is done")?;
        Ok((account, elapsed))
    }

    /// The output of a step that is not the last.
    fn between(&self, at: usize, resume: bool) -> OutputOptions {
        let rows = self.rows_of(at);
        let rejected = self.keeps_rejected.then(|| StepOutput::rejected_of(&rows));
        let target = Target::File(rows, FileFormat::JsonLines(Compression::Zstd));
        let resume = resume && self.output.target.is_resumable();
        OutputOptions { rejected, resume, ..OutputOptions::new(target, self.output.fingerprint.clone()) }
    }

    fn written(&self, at: usize) -> Result<StepOutput, Failure> {
        let rows = self.rows_of(at);
        let found = StepOutput::load(&rows);
        found.ok_or_else(|| {
            Failure::Failed(anyhow!("{}: it went away while the run was under way", rows.display()))
        })
    }

    fn rows_of(&self, at: usize) -> PathBuf {
        self.folder.join(format!("{}.jsonl.zst", self.name(at)))
    }

    /// Who makes the rows that the step of this number reads.
    fn name(&self, at: usize) -> &'static str {
        at.checked_sub(1).map_or(self.then.maker, |before| self.then.steps[before].name())
    }
}
