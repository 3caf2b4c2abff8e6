//! `lintseq commits`: commits to next-edit samples.

use anyhow::{Context as _, anyhow};
use lintseq_core::{Reason, Rejection};
use lintseq_dataset::formats::{PublishedNepRow, write_line};
use lintseq_dataset::{
    Column, CommitDecoder, ContaminationOptions, InputOptions, Inputs, Outcome, OutputOptions,
};
use lintseq_samples::commits::{
    BuildOptions, Changes, Commit, Filters, Parser, PublishedLimits, SingleFile, build, check_label, select,
};

use crate::arguments::{CommitFormat, CommitsArguments, Compat, FolderFormat};
use crate::commits::Speakers;
use crate::console::Console;
use crate::contamination::Contamination;
use crate::exit::Failure;
use crate::filters::Filtering;
use crate::formats::SampleWriter;
use crate::job::{Columns, Files, Job};
use crate::run::fingerprint_of;
use crate::steps::Then;
use crate::summary::CommitSummary;
use crate::tokenizer::O200k;
use crate::toolbox::Toolbox;

/// What becomes of a commit.
enum Work<'a> {
    Samples(Box<Samples<'a>>),
    Published { limits: PublishedLimits, label_field: String },
}

/// How samples are made of a commit.
struct Samples<'a> {
    filters: Filters,
    options: BuildOptions,
    speakers: Speakers<'a>,
    stage: Filtering<'a>,
}

/// Makes samples of all commits.
pub(crate) fn run(
    arguments: &CommitsArguments,
    console: Console,
    toolbox: &dyn Toolbox,
) -> Result<(), Failure> {
    let job = job(arguments, toolbox)?;
    let input_options = InputOptions {
        arguments: &arguments.inputs.input,
        exclude: &arguments.inputs.exclude,
        languages: toolbox,
        revision: Some(&arguments.repositories.revision),
        language: job.decoder.language.as_deref(),
    };
    let files = Files {
        input: &input_options,
        planning: &arguments.inputs.planning,
        sample: arguments.inputs.sample.map(|count| (count, arguments.building.seed)),
        threads: arguments.threads.count(),
    };
    let output = |inputs: &Inputs| output_options(arguments, inputs);
    let steps = arguments
        .steps
        .resolve(arguments.building.seed, Some(files.threads.get()))
        .map_err(Failure::Usage)?;
    let ended =
        job.run_in_steps(&files, output, Then { maker: "commits", steps: &steps, toolbox }, console)?;
    if let Some(ended) = ended {
        console.say(ended.figures.table(&ended.ledger, ended.elapsed));
        ended.conclude()?;
    }
    Ok(())
}

/// What the command does to a commit.
pub(crate) fn job<'t>(
    arguments: &CommitsArguments,
    toolbox: &'t dyn Toolbox,
) -> Result<Job<'t, CommitDecoder<'t>, CommitSummary>, Failure> {
    let language = toolbox.wanted_language(arguments.inputs.language.as_deref()).map_err(Failure::Usage)?;
    toolbox.check_linters(language.as_deref(), &arguments.linters).map_err(Failure::Usage)?;
    let work = Work::of(arguments, toolbox)?;
    let is_published = matches!(work, Work::Published { .. });
    let decoder = CommitDecoder {
        id_field: arguments.inputs.id_field.clone(),
        label_field: arguments.repositories.label_field.clone(),
        language,
        languages: toolbox,
        limits: (!is_published).then(|| arguments.limits.limits()),
        max_files: if is_published { 1 } else { arguments.filters.filters().max_files },
        repository_license: arguments.repositories.repository_license.clone(),
    };
    let columns = work.columns();
    let work = move |commits: &[Commit]| commits.iter().map(|commit| work.outcome(commit)).collect();
    let shard = arguments.inputs.planning.shard();
    Ok(Job { decoder, work: Box::new(work), group: 1, shard, columns })
}

impl<'a> Work<'a> {
    fn of(arguments: &CommitsArguments, toolbox: &'a dyn Toolbox) -> Result<Self, Failure> {
        match (arguments.output.compat, arguments.output.format) {
            (Some(Compat::Nep), CommitFormat::Nep) => Ok(Self::Published {
                limits: arguments.published().map_err(Failure::Usage)?,
                label_field: arguments.repositories.label_field.clone(),
            }),
            (Some(Compat::Nep), _) => Err(Failure::usage(anyhow!(
                "--compat nep writes the rows of the published code: add --format nep"
            ))),
            (None, CommitFormat::Nep) => Err(Failure::usage(anyhow!(
                "--format nep needs --compat nep here; for the fixed behaviour write --format samples, and \
                 `lintseq export` them"
            ))),
            (None, CommitFormat::Samples) => Ok(Self::Samples(Box::new(Samples {
                filters: arguments.filters.filters(),
                options: arguments.building.options(fingerprint(arguments)?),
                speakers: Speakers::new(toolbox, &arguments.linters).map_err(Failure::Usage)?,
                stage: Filtering::of_samples(&arguments.stage, toolbox)
                    .map_err(Failure::Usage)?
                    .without_tasks(Contamination::load(
                        &arguments.benchmarks,
                        ContaminationOptions::default(),
                        toolbox,
                    )?),
            }))),
        }
    }

    fn columns(&self) -> Columns {
        match self {
            Self::Samples(_) => Columns::Known(lintseq_samples::sample_columns()),
            // The rows of the published pipeline carry whatever fields came in.
            Self::Published { label_field, .. } => Columns::OfRecords {
                without: vec![label_field.clone()],
                with: PublishedNepRow::ADDED.map(Column::text).to_vec(),
            },
        }
    }

    fn outcome(&self, commit: &Commit) -> Result<Outcome<CommitSummary>, Rejection> {
        let (mut stats, mut left_out) = (CommitSummary::default(), Vec::new());
        let mut lines = Vec::new();
        let rows = match self {
            Self::Published { limits, label_field } => {
                let row = published(commit, limits, label_field)?;
                write_line(&mut lines, &row);
                1
            }
            Self::Samples(samples) => {
                let Samples { filters, options, speakers, stage } = &**samples;
                filters.check_commit(commit)?;
                let changes = Changes::of(commit);
                filters.check_changes(&changes, &O200k)?;
                let listener = speakers.listen();
                let samples = build(&changes, options, &listener as &dyn Parser)?;
                stats.add_failures(listener.into_failures());
                let mut rows = 0_u64;
                for sample in &samples {
                    match stage.sample(sample, &mut stats.filters, &mut stats.tasks) {
                        Ok(sample) => {
                            write_line(&mut lines, &sample);
                            stats.add(&sample);
                            rows += 1;
                        }
                        Err(rejection) => left_out.push(SampleWriter::left_out(sample, rejection)),
                    }
                }
                if rows == 0 && !left_out.is_empty() {
                    // Of a commit whose samples all go, nothing is left to be counted as written.
                    return Ok(Outcome::rejected(left_out.swap_remove(0).rejection, stats));
                }
                rows
            }
        };
        Ok(Outcome { left_out, ..Outcome::new(lines, rows, stats) })
    }
}

/// The row of a commit in the published pipeline.
fn published<'a>(
    commit: &'a Commit,
    limits: &PublishedLimits,
    label_field: &'a str,
) -> Result<PublishedNepRow<'a>, Rejection> {
    let [file] = &*commit.files else {
        let message = format!("{} files change, and the published pipeline knows one", commit.files.len());
        return Err(Rejection::new(Reason::TooManyFiles, message));
    };
    check_label(commit)?;
    let (old, new) = (file.old_path.as_deref(), file.new_path.as_deref());
    let (old_file, new_file) = (old.or(new).unwrap_or_default(), new.or(old).unwrap_or_default());
    let row = select(SingleFile { old_file, new_file, old: &file.old, new: &file.new }, limits, &O200k)?;
    Ok(PublishedNepRow { fields: &commit.fields, label_field, old: &file.old, new: &file.new, row })
}

/// What bears on samples besides the commit, the seed and what their ids hold anyway.
fn fingerprint(arguments: &CommitsArguments) -> Result<String, Failure> {
    let parts = (&arguments.building, arguments.linters.identity().map_err(Failure::Usage)?);
    Ok(serde_json::to_string(&parts).context("the configuration cannot be written")?)
}

fn output_options(arguments: &CommitsArguments, inputs: &Inputs) -> Result<OutputOptions, Failure> {
    let fingerprint = fingerprint_of(arguments, inputs, &[])?;
    let (default, columns) = match arguments.output.format {
        // The rows of the published pipeline carry whatever fields came in.
        CommitFormat::Nep => (FolderFormat::Jsonl, Vec::new()),
        CommitFormat::Samples => (FolderFormat::Parquet, lintseq_samples::sample_columns()),
    };
    let folder = arguments.folder.options(default, arguments.building.seed);
    Ok(arguments.output.destination.options(fingerprint, folder, columns))
}
