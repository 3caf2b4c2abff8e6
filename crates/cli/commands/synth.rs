//! `lintseq synth`: seeds to edits, written by language models.

use std::sync::Arc;

use lintseq_core::Rejection;
use lintseq_dataset::{ContaminationOptions, InputSummary, Outcome, ReadError};
use lintseq_samples::Sample;
use lintseq_synth::rounds::Triplet;

use crate::arguments::{FolderFormat, SynthArguments, SynthCommand, store_beside};
use crate::console::Console;
use crate::contamination::Contamination;
use crate::exit::Failure;
use crate::filters::Filtering;
use crate::formats::SampleWriter;
use crate::languages::BuiltIn;
use crate::run::fingerprint_of;
use crate::steps::Then;
use crate::synth::pool::Seeds;
use crate::synth::prompts::{Plan, Prompt};
use crate::synth::report;
use crate::synth::run::{Ended, QuestionOf, Questions, Run};
use crate::synth::summary::{SynthSummary, Table};
use crate::synth::verification::Tests;

/// Asks for all edits.
pub(crate) fn run(
    arguments: &SynthArguments,
    console: Console,
    toolbox: &Arc<BuiltIn>,
) -> Result<(), Failure> {
    if let Some(SynthCommand::Report { store }) = &arguments.command {
        return report::run(store);
    }
    let seed = arguments.prompting.wording.seed;
    let models = arguments.models.resolve(&arguments.service).map_err(Failure::Usage)?;
    let writer = SampleWriter::new(arguments.output.format, &arguments.formats, seed);
    let writer = writer.map_err(Failure::Usage)?;
    let contamination =
        Contamination::load(&arguments.benchmarks, ContaminationOptions::default(), &**toolbox)?;
    let filtering = Filtering::of_samples(&arguments.filters, &**toolbox).map_err(Failure::Usage)?;
    let filtering = filtering.without_tasks(contamination);
    let Seeds { pool, inputs, read } = Seeds::read(arguments, console, toolbox)?;
    let plan = Plan::new(arguments, pool, &models, toolbox)?;
    let tests = Tests::new(&arguments.verifying, toolbox).map_err(Failure::Usage)?;
    let edits = Edits { plan, tests, filtering, writer, read };
    let output = || {
        // With more prompts than before, those of before are the same.
        let without: Vec<&str> = Run::without_effect().chain(["seeds"]).collect();
        let fingerprint = fingerprint_of(arguments, &inputs, &without)?;
        let folder = arguments.folder.options(FolderFormat::Parquet, seed);
        Ok(arguments.output.destination.options(fingerprint, folder, edits.writer.columns()))
    };
    let store = arguments.output.store.clone();
    let store = store.unwrap_or_else(|| store_beside(&arguments.output.destination.output));
    let tokenizer = arguments.prompting.counting.tokenizer;
    let steps = arguments.steps.resolve(seed, None).map_err(Failure::Usage)?;
    let then = Then { maker: "synth", steps: &steps, toolbox: &**toolbox };
    let run = Run { models, service: &arguments.service, store, tokenizer, console };
    run.over_in_steps(&edits, output, Some(then))
}

/// Prompts that become edits.
struct Edits<'a> {
    plan: Plan,
    tests: Tests<'a>,
    filtering: Filtering<'a>,
    writer: SampleWriter,
    read: Vec<InputSummary>,
}

impl Questions for Edits<'_> {
    type Item = Prompt;
    type Dialogue = Triplet;
    type Stats = SynthSummary;

    fn total(&self) -> Option<u64> {
        Some(self.plan.count)
    }

    fn check_repeatable(&self) -> Result<(), Failure> {
        Ok(())
    }

    fn wanted(
        &self,
        is_wanted: impl Fn(u64) -> bool,
    ) -> impl Iterator<Item = Result<QuestionOf<Self>, ReadError>> {
        let wanted = (0..self.plan.count).filter(move |number| is_wanted(*number));
        wanted.map(|number| Ok(self.plan.prompt(number)))
    }

    fn outcome(
        &self,
        prompt: &Prompt,
        samples: Result<Vec<Sample>, Rejection>,
    ) -> Result<Outcome<SynthSummary>, Rejection> {
        let mut samples = samples?;
        self.tests.run(&mut samples)?;
        let mut lines = Vec::new();
        let mut rows = 0;
        let (mut stats, mut left_out) = (SynthSummary::default(), Vec::new());
        for sample in &samples {
            let filtered = self.filtering.sample(sample, &mut stats.filters, &mut stats.tasks);
            let written = filtered.and_then(|sample| {
                self.writer.write(&sample, prompt.number, &mut lines).map(|()| stats.samples.add(&sample))
            });
            match written {
                Ok(()) => rows += 1,
                Err(rejection) => left_out.push(SampleWriter::left_out(sample, rejection)),
            }
        }
        Ok(Outcome { left_out, ..Outcome::new(lines, rows, stats) })
    }

    fn place(&self, prompt: &Prompt) -> String {
        format!("prompt-{}", prompt.number)
    }

    fn read(&self) -> Vec<InputSummary> {
        self.read.clone()
    }

    fn table(&self, ended: &Ended<SynthSummary>) -> String {
        Table(ended).to_string()
    }
}
