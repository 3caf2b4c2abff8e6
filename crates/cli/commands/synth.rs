//! `lintseq synth`: seeds to edits, written by language models.

use std::io::Write as _;
use std::path::PathBuf;
use std::sync::Arc;

use lintseq_core::{Reason, Rejection};
use lintseq_dataset::{ContaminationOptions, Outcome, Recording};
use lintseq_samples::Sample;
use lintseq_synth::{Failure as Failed, Panicked};

use crate::arguments::{FolderFormat, Service, SynthArguments, SynthCommand, store_beside};
use crate::console::Console;
use crate::contamination::Contamination;
use crate::exit::Failure;
use crate::filters::Filtering;
use crate::formats::SampleWriter;
use crate::languages::BuiltIn;
use crate::run::{fingerprint_of, is_to_terminal, open, write_failure};
use crate::synth::estimate::Estimate;
use crate::synth::pool::Seeds;
use crate::synth::prompts::Plan;
use crate::synth::report;
use crate::synth::session::Session;
use crate::synth::summary::{SynthSummary, Table, asked_again};
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
    let models = arguments.models.resolve(&arguments.service).map_err(Failure::Usage)?;
    let writer = SampleWriter::new(arguments.output.format, &arguments.formats, arguments.prompting.seed);
    let writer = writer.map_err(Failure::Usage)?;
    let contamination =
        Contamination::load(&arguments.benchmarks, ContaminationOptions::default(), &**toolbox)?;
    let filtering = Filtering::of_samples(&arguments.filters, &**toolbox).map_err(Failure::Usage)?;
    let filtering = filtering.without_tasks(contamination);
    let Seeds { pool, inputs, read } = Seeds::read(arguments, console, toolbox)?;
    let plan = Plan::new(arguments, pool, &models, toolbox)?;
    let tests = Tests::new(&arguments.verifying, toolbox).map_err(Failure::Usage)?;
    let store = store_of(arguments);
    if arguments.service.dry_run {
        let estimate = Estimate::of(&plan, &models, &store, arguments.prompting.tokenizer)?;
        return writeln!(std::io::stdout().lock(), "{estimate}").map_err(Failure::output);
    }
    let fingerprint = fingerprint_of(arguments, &inputs, &without_effect())?;
    let folder = arguments.folder.options(FolderFormat::Parquet, arguments.prompting.seed);
    let mut output = arguments.output.destination.options(fingerprint, folder, writer.columns());
    output.passing = Failed::PASSING;
    let Some(output) = open(output, console)? else { return Ok(()) };
    let session = Session::open(models, &arguments.service, &store)?;
    let mut recording = Recording::<SynthSummary>::begin(output);
    asked_again(console, recording.due());
    let prompts = recording.consumed()..plan.count;
    let dialogues = || prompts.clone().map(|number| plan.prompt(number));
    let settled = if arguments.service.batch {
        match session.settle(dialogues, arguments.service.poll.0, console)? {
            Ok(settled) => Some(settled),
            Err(halted) => {
                recording.interrupt().map_err(write_failure)?;
                return session.conclude(Some(halted));
            }
        }
    } else {
        None
    };
    let to_terminal = is_to_terminal(&arguments.output.destination.target());
    let take = |samples| {
        let number = recording.consumed();
        let item = plan.item(number);
        let outcome = outcome(samples, &tests, &filtering, &writer, number);
        if let Err(rejection) = &outcome {
            console.detail(format_args!("prompt-{number}: {rejection}"));
        }
        recording.push(&item, &plan.record(number), outcome)
    };
    let counts = (prompts.start, plan.count);
    let played = match &settled {
        Some(settled) => session.play(settled, dialogues(), counts, console, to_terminal, take)?,
        None => session.play(session.client(), dialogues(), counts, console, to_terminal, take)?,
    };
    let summary = match played.halted {
        None => recording.finish(read),
        Some(_) => recording.interrupt(),
    };
    let summary = summary.map_err(write_failure)?;
    let (figures, elapsed) = (played.figures, played.elapsed);
    console.say(Table { summary: &summary.stats, ledger: &summary.ledger, figures, elapsed });
    session.conclude(played.halted)
}

/// The rows of a prompt.
fn outcome(
    samples: Result<Result<Vec<Sample>, Rejection>, Panicked>,
    tests: &Tests<'_>,
    filtering: &Filtering<'_>,
    writer: &SampleWriter,
    number: u64,
) -> Result<Outcome<SynthSummary>, Rejection> {
    let mut samples = samples.map_err(|Panicked(message)| Rejection::new(Reason::Panicked, message))??;
    tests.run(&mut samples)?;
    let mut lines = Vec::new();
    let mut rows = 0;
    let (mut stats, mut left_out) = (SynthSummary::default(), Vec::new());
    for sample in &samples {
        let filtered = filtering.sample(sample, &mut stats.filters, &mut stats.tasks);
        let written = filtered.and_then(|sample| {
            writer.write(&sample, number, &mut lines).map(|()| stats.samples.add(&sample))
        });
        match written {
            Ok(()) => rows += 1,
            Err(rejection) => left_out.push(SampleWriter::left_out(sample, rejection)),
        }
    }
    Ok(Outcome { left_out, ..Outcome::new(lines, rows, stats) })
}

fn store_of(arguments: &SynthArguments) -> PathBuf {
    arguments.output.store.clone().unwrap_or_else(|| store_beside(&arguments.output.destination.output))
}

/// The flags that bear on no row. With more prompts than before, those of before are the same.
fn without_effect() -> Vec<&'static str> {
    let others = ["seeds", "store", "tokenizer", "key-env", "price-input", "price-output"];
    Service::WITHOUT_EFFECT.into_iter().chain(others).collect()
}
