//! `lintseq generate`: programs to edit sequences, or to samples of them.

use anyhow::Context as _;
use lintseq_core::{Document, Reason, Rejection, Source};
use lintseq_dataset::formats::{PylintseqRow, SequenceRow, TextRow, collides_with_tokens, write_line};
use lintseq_dataset::{
    Column, ContaminationOptions, DecodeOptions, FieldNames, InputOptions, Inputs, Outcome, OutputOptions,
};
use lintseq_samples::sample_columns;

use crate::arguments::{FolderFormat, GenerateArguments, SequenceFormat, given, refuse};
use crate::console::Console;
use crate::contamination::Contamination;
use crate::exit::Failure;
use crate::filters::Filtering;
use crate::formats::SampleWriter;
use crate::job::{Columns, Files, Job};
use crate::run::fingerprint_of;
use crate::samples::Sampler;
use crate::steps::Then;
use crate::summary::Summary;
use crate::toolbox::{Made, Toolbox};

/// Generates sequences of all programs.
pub(crate) fn run(
    arguments: &GenerateArguments,
    console: Console,
    toolbox: &dyn Toolbox,
) -> Result<(), Failure> {
    let job = job(arguments, toolbox)?;
    let input_options = InputOptions {
        arguments: &arguments.inputs.input,
        exclude: &arguments.inputs.exclude,
        languages: toolbox,
        language: job.decoder.language.as_deref(),
        revision: None,
    };
    let files = Files {
        input: &input_options,
        planning: &arguments.inputs.planning,
        sample: arguments.inputs.sample.map(|count| (count, arguments.sampling.seed)),
        threads: arguments.threads.count(),
    };
    let output = |inputs: &Inputs| output_options(arguments, inputs, &job.columns);
    let steps = arguments
        .steps
        .resolve(arguments.sampling.seed, Some(files.threads.get()))
        .map_err(Failure::Usage)?;
    let ended =
        job.run_in_steps(&files, output, Then { maker: "generate", steps: &steps, toolbox }, console)?;
    if let Some(ended) = ended {
        console.say(ended.figures.table(&ended.ledger, ended.elapsed));
        ended.conclude()?;
    }
    Ok(())
}

/// What the command does to a program.
pub(crate) fn job<'t>(
    arguments: &GenerateArguments,
    toolbox: &'t dyn Toolbox,
) -> Result<Job<'t, DecodeOptions<'t>, Summary>, Failure> {
    let language = toolbox.wanted_language(arguments.inputs.language.as_deref()).map_err(Failure::Usage)?;
    let generator = toolbox.generator(arguments).map_err(Failure::Usage)?;
    let decoder = DecodeOptions {
        fields: field_names(arguments),
        language,
        limits: arguments.limits.texts.limits(),
        languages: toolbox,
        is_program: Box::new(|language, text| toolbox.is_program(language, text)),
    };
    let encoder = Encoder::of(arguments);
    let contamination = Contamination::load(&arguments.benchmarks, ContaminationOptions::default(), toolbox)?;
    let filtering = Filtering::of_documents(&arguments.filters, toolbox).map_err(Failure::Usage)?;
    let filtering = filtering.without_tasks(contamination);
    let (group, shard) = (generator.group, arguments.inputs.planning.shard());
    let Some(rows) = arguments.output.format.of_samples() else {
        let given = [given(&arguments.samples), given(&arguments.formats)].concat();
        let format = arguments.output.format.as_str();
        refuse(&format!("--format {format}"), &given).map_err(Failure::Usage)?;
        filtering.refuse_edits(&format!("--format {format}")).map_err(Failure::Usage)?;
        let columns = Columns::Known(encoder.columns());
        let rows = move |documents: &[Document]| {
            let made = (generator.generate)(documents);
            let encode = |(document, made): (&Document, Result<Made, _>)| encoder.encode(document, &made?);
            documents.iter().zip(made).map(encode).collect()
        };
        let work = move |documents: &[Document]| filtering.run(documents, &rows);
        return Ok(Job { decoder, work: Box::new(work), group, shard, columns });
    };
    let writer =
        SampleWriter::new(rows, &arguments.formats, arguments.sampling.seed).map_err(Failure::Usage)?;
    let builder = builder(arguments, toolbox)?;
    let columns = Columns::Known(writer.columns());
    let work = move |documents: &[Document]| {
        let rows = |documents: &[Document]| {
            sample_rows(documents, (generator.generate)(documents), &builder, &filtering, &writer)
        };
        filtering.run(documents, rows)
    };
    Ok(Job { decoder, work: Box::new(work), group, shard, columns })
}

/// What makes samples.
fn builder<'t>(arguments: &GenerateArguments, toolbox: &'t dyn Toolbox) -> Result<Sampler<'t>, Failure> {
    // Another sampler or linter makes other sequences, and so other samples under other ids.
    let linters = arguments.linters.identity().map_err(Failure::Usage)?;
    let fingerprint = serde_json::to_string(&(&arguments.sampling, linters))
        .context("the configuration cannot be written")?;
    let options = arguments.samples.options(arguments.sampling.seed);
    Sampler::new(toolbox, &arguments.linters, options, fingerprint).map_err(Failure::Usage)
}

/// The samples of some programs.
fn sample_rows(
    documents: &[Document],
    made: Vec<Result<Made, Rejection>>,
    builder: &Sampler<'_>,
    filtering: &Filtering<'_>,
    writer: &SampleWriter,
) -> Vec<Result<Outcome<Summary>, Rejection>> {
    let programs: Vec<_> = documents
        .iter()
        .zip(&made)
        .filter_map(|(document, made)| Some((document, made.as_ref().ok()?.sequences.as_slice())))
        .collect();
    let mut samples = builder.samples(&programs).into_iter();
    let outcome = |(document, made): (&Document, Result<Made, Rejection>)| {
        let made = made?;
        let samples = samples.next().expect("every program with sequences has samples")?;
        let mut lines = Vec::new();
        let (mut stats, mut left_out) = (Summary::default(), Vec::new());
        let mut rows = 0;
        stats.add_program(&document.language, &made.sequences, made.states, made.rescues);
        for sample in &samples {
            let filtered = filtering.sample(sample, &mut stats.filters, &mut stats.tasks);
            let written = filtered.and_then(|sample| {
                writer.write(&sample, document.index, &mut lines).map(|()| stats.samples.add(&sample))
            });
            match written {
                Ok(()) => rows += 1,
                Err(rejection) => left_out.push(SampleWriter::left_out(sample, rejection)),
            }
        }
        Ok(Outcome { left_out, ..Outcome::new(lines, rows, stats) })
    };
    documents.iter().zip(made).map(outcome).collect()
}

/// Writes sequences.
struct Encoder {
    format: SequenceFormat,
    seed: u64,
    code_field: String,
    prompt_field: String,
}

impl Encoder {
    fn of(arguments: &GenerateArguments) -> Self {
        Self {
            format: arguments.output.format,
            seed: arguments.sampling.seed,
            code_field: arguments.fields.code_field.clone().unwrap_or_else(|| "response".to_owned()),
            prompt_field: arguments.fields.prompt_field.clone(),
        }
    }

    /// The columns of the rows. An id may be a number in a row of JSON, and is text in a column.
    fn columns(&self) -> Vec<Column> {
        match self.format {
            SequenceFormat::Sequences => SequenceRow::columns(),
            SequenceFormat::Pylintseq => PylintseqRow::columns(&self.code_field, &self.prompt_field),
            SequenceFormat::Text => TextRow::columns(),
            SequenceFormat::Samples(_) => sample_columns(),
        }
    }

    /// The rows of a program.
    fn encode(&self, document: &Document, made: &Made) -> Result<Outcome<Summary>, Rejection> {
        if self.format == SequenceFormat::Text && collides_with_tokens(document) {
            let message = "the program or its instruction holds a special token of the training text";
            return Err(Rejection::new(Reason::TokenCollision, message));
        }
        let source = &Source::new(&document.text);
        let mut lines = Vec::with_capacity(made.sequences.len() * document.text.len() * 3);
        for (sequence_index, sequence) in (0..).zip(&made.sequences) {
            match self.format {
                SequenceFormat::Sequences => {
                    let row = SequenceRow { document, source, sequence, seed: self.seed, sequence_index };
                    write_line(&mut lines, &row);
                }
                SequenceFormat::Pylintseq => {
                    let Self { code_field, prompt_field, .. } = self;
                    let row = PylintseqRow { document, source, sequence, code_field, prompt_field };
                    write_line(&mut lines, &row);
                }
                SequenceFormat::Text => write_line(&mut lines, &TextRow { document, source, sequence }),
                SequenceFormat::Samples(_) => unreachable!("samples are made for groups of programs"),
            }
        }
        let mut stats = Summary::default();
        stats.add_program(&document.language, &made.sequences, made.states, made.rescues);
        Ok(Outcome::new(lines, made.sequences.len() as u64, stats))
    }
}

fn field_names(arguments: &GenerateArguments) -> FieldNames {
    FieldNames {
        code: arguments.fields.code_field.clone(),
        prompt: arguments.fields.prompt_field.clone(),
        id: arguments.inputs.id_field.clone(),
    }
}

fn output_options(
    arguments: &GenerateArguments,
    inputs: &Inputs,
    columns: &Columns,
) -> Result<OutputOptions, Failure> {
    let fingerprint = fingerprint_of(arguments, inputs, &[])?;
    // A file of sequences has the columns that its rows show, where ids may be numbers.
    let (default, columns) = if arguments.output.format.of_samples().is_some() {
        (FolderFormat::Parquet, columns.of(&[]))
    } else {
        (FolderFormat::Jsonl, Vec::new())
    };
    let folder = arguments.folder.options(default, arguments.sampling.seed);
    Ok(arguments.output.destination.options(fingerprint, folder, columns))
}
