//! `lintseq generate`: programs to edit sequences, or to samples of them.

use anyhow::Context as _;
use lintseq_core::{Document, Reason, Rejection, Source};
use lintseq_dataset::formats::{PylintseqRow, SequenceRow, TextRow, collides_with_tokens, write_line};
use lintseq_dataset::{DecodeOptions, FieldNames, InputOptions, Inputs, Outcome, OutputOptions, Target};

use crate::arguments::{FolderFormat, GenerateArguments, SequenceFormat, given, refuse};
use crate::console::Console;
use crate::exit::Failure;
use crate::formats::SampleWriter;
use crate::run::{Plan, fingerprint_of};
use crate::samples::Sampler;
use crate::summary::Summary;
use crate::toolbox::{Made, Toolbox};

/// Generates sequences of all programs.
pub(crate) fn run(
    arguments: &GenerateArguments,
    console: Console,
    toolbox: &dyn Toolbox,
) -> Result<(), Failure> {
    let language = toolbox.wanted_language(arguments.inputs.language.as_deref()).map_err(Failure::Usage)?;
    let generator = toolbox.generator(arguments).map_err(Failure::Usage)?;
    let input_options = InputOptions {
        arguments: &arguments.inputs.input,
        exclude: &arguments.inputs.exclude,
        languages: toolbox,
        language: language.as_deref(),
        revision: None,
    };
    let inputs = Inputs::find(&input_options).map_err(Failure::usage)?;
    let decoder = DecodeOptions {
        fields: field_names(arguments),
        language: language.clone(),
        limits: arguments.limits.texts.limits(),
        languages: toolbox,
        is_program: Box::new(|language, text| toolbox.is_program(language, text)),
    };
    let writer = arguments.output.format.of_samples();
    let writer =
        writer.map(|rows| SampleWriter::new(rows, &arguments.formats, arguments.sampling.seed)).transpose();
    let writer = writer.map_err(Failure::Usage)?;
    if writer.is_none() {
        let given = [given(&arguments.samples), given(&arguments.formats)].concat();
        let format = arguments.output.format.as_str();
        refuse(&format!("--format {format}"), &given).map_err(Failure::Usage)?;
    }
    let plan = Plan {
        inputs: &inputs,
        input_options: &input_options,
        decoder: &decoder,
        output: output_options(arguments, &inputs, writer.as_ref())?,
        threads: arguments.threads.count(),
        group: generator.group,
        shard: arguments.inputs.shard.as_ref().map(|part| part.shard),
        sample: arguments.inputs.sample.map(|count| (count, arguments.sampling.seed)),
        console,
    };
    let builder = builder(arguments, toolbox)?;
    let work = |documents: &[Document]| {
        let made = (generator.generate)(documents);
        match builder.as_ref().zip(writer.as_ref()) {
            Some((builder, writer)) => sample_rows(documents, made, builder, writer),
            None => documents
                .iter()
                .zip(made)
                .map(|(document, made)| encode(document, &made?, arguments))
                .collect(),
        }
    };
    if let Some(ended) = plan.execute(work)? {
        console.say(ended.figures.table(&ended.ledger, ended.elapsed));
        ended.conclude()?;
    }
    Ok(())
}

/// What makes samples, where they are asked for.
fn builder<'a>(
    arguments: &GenerateArguments,
    toolbox: &'a dyn Toolbox,
) -> Result<Option<Sampler<'a>>, Failure> {
    if arguments.output.format.of_samples().is_none() {
        return Ok(None);
    }
    // Another sampler or linter makes other sequences, and so other samples under other ids.
    let fingerprint = serde_json::to_string(&(&arguments.sampling, &arguments.linters.linter))
        .context("the configuration cannot be written")?;
    let options = arguments.samples.options(arguments.sampling.seed);
    Sampler::new(toolbox, &arguments.linters, options, fingerprint).map(Some).map_err(Failure::Usage)
}

/// The samples of some programs.
fn sample_rows(
    documents: &[Document],
    made: Vec<Result<Made, Rejection>>,
    builder: &Sampler<'_>,
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
        let mut stats = Summary::default();
        let mut rows = 0;
        stats.add_program(&document.language, &made.sequences, made.states, made.rescues);
        for sample in &samples {
            match writer.write(sample, document.index, &mut lines) {
                Ok(()) => {
                    rows += 1;
                    stats.samples.add(sample);
                }
                Err(rejection) => stats.left_out.push(SampleWriter::left_out(sample, rejection)),
            }
        }
        Ok(Outcome { lines, rows, stats })
    };
    documents.iter().zip(made).map(outcome).collect()
}

/// The rows of a program.
fn encode(
    document: &Document,
    made: &Made,
    arguments: &GenerateArguments,
) -> Result<Outcome<Summary>, Rejection> {
    let format = arguments.output.format;
    if format == SequenceFormat::Text && collides_with_tokens(document) {
        let message = "the program or its instruction holds a special token of the training text";
        return Err(Rejection::new(Reason::TokenCollision, message));
    }
    let source = Source::new(&document.text);
    let mut lines = Vec::with_capacity(made.sequences.len() * document.text.len() * 3);
    for (sequence_index, sequence) in (0..).zip(&made.sequences) {
        let source = &source;
        match format {
            SequenceFormat::Sequences => {
                let seed = arguments.sampling.seed;
                let row = SequenceRow { document, source, sequence, seed, sequence_index };
                write_line(&mut lines, &row);
            }
            SequenceFormat::Pylintseq => {
                let code_field = arguments.fields.code_field.as_deref().unwrap_or("response");
                let prompt_field = &arguments.fields.prompt_field;
                let row = PylintseqRow { document, source, sequence, code_field, prompt_field };
                write_line(&mut lines, &row);
            }
            SequenceFormat::Text => {
                write_line(&mut lines, &TextRow { document, source, sequence });
            }
            SequenceFormat::Samples(_) => unreachable!("samples are made for groups of programs"),
        }
    }
    let mut stats = Summary::default();
    stats.add_program(&document.language, &made.sequences, made.states, made.rescues);
    Ok(Outcome { lines, rows: made.sequences.len() as u64, stats })
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
    writer: Option<&SampleWriter>,
) -> Result<OutputOptions, Failure> {
    let fingerprint = fingerprint_of(arguments, inputs, &[])?;
    let mut output = OutputOptions::new(Target::of(&arguments.output.output), fingerprint);
    output.rejected.clone_from(&arguments.output.rejected);
    output.resume = arguments.output.resume;
    // What samples become has columns of known types; the metadata of sequences does not.
    let default = if writer.is_some() { FolderFormat::Parquet } else { FolderFormat::Jsonl };
    output.folder = arguments.folder.options(default, arguments.sampling.seed);
    output.columns = writer.map(SampleWriter::columns).unwrap_or_default();
    Ok(output)
}
