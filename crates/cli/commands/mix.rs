//! `lintseq mix`: samples of several files, by ratio.

use anyhow::anyhow;
use lintseq_core::{Reason, Rejection};
use lintseq_dataset::{
    Decoder as _, Fingerprint, Outcome, OutputOptions, RawRecord, Recording, Row, RowDecoder, Target, draw,
};
use lintseq_samples::Sample;
use lintseq_synth::largest_remainder;

use crate::arguments::{FolderFormat, Instruction, MixArguments, Part};
use crate::console::Console;
use crate::exit::Failure;
use crate::formats::SampleWriter;
use crate::rows;
use crate::run::{fingerprint_of, open, read_failure, write_failure};
use crate::summary::{Reasons, grouped};
use crate::toolbox::Toolbox;

/// Mixes all parts.
pub(crate) fn run(arguments: &MixArguments, console: Console, toolbox: &dyn Toolbox) -> Result<(), Failure> {
    let total = arguments.total.ok_or_else(|| Failure::usage(anyhow!("--total is missing")))?;
    let writer =
        SampleWriter::new(arguments.format, &arguments.formats, arguments.seed).map_err(Failure::Usage)?;
    let ratios: Vec<f64> = arguments.part.iter().map(|part| part.ratio).collect();
    let counts = largest_remainder(&ratios, total);
    let mut drawn = Vec::with_capacity(total);
    let mut read = Vec::new();
    let mut fingerprint: Option<Fingerprint> = None;
    for (number, (part, count)) in arguments.part.iter().zip(counts).enumerate() {
        let files = [part.file.clone()];
        let input_options = rows::input_options(&files, toolbox);
        let inputs = rows::find(&input_options)?;
        let mut reader = inputs.read(&input_options);
        let mut candidates = Vec::new();
        for record in &mut reader {
            let record = record.map_err(read_failure)?;
            candidates.extend(candidate(record, part, number, arguments.seed));
        }
        read.extend(reader.into_summaries());
        fingerprint = Some(fingerprint_of(arguments, &inputs, &[])?);
        let there = candidates.len();
        if there < count {
            return Err(Failure::usage(anyhow!(
                "--part {}: {count} rows are wanted, and only {there} are samples with such an instruction",
                part.file
            )));
        }
        candidates.sort_by_key(|candidate| candidate.order);
        candidates.truncate(count);
        console.say(format_args!(
            "part         {} of {} rows of {}",
            grouped(count as u64),
            grouped(there as u64),
            part.file
        ));
        drawn.extend(candidates);
    }
    // The draw within a part says nothing about the place in the whole.
    drawn.sort_by_key(|candidate| draw("mix order", arguments.seed, &candidate.key));
    let fingerprint = fingerprint.ok_or_else(|| Failure::usage(anyhow!("--part is missing")))?;
    let mut output = OutputOptions::new(Target::of(&arguments.output), fingerprint);
    output.rejected.clone_from(&arguments.rejected);
    output.columns = writer.columns();
    output.folder = arguments.folder.options(FolderFormat::Parquet, arguments.seed);
    let Some(output) = open(output, console)? else {
        unreachable!("without --resume nothing is complete already")
    };
    let mut recording = Recording::<()>::begin(output);
    for (index, candidate) in (0..).zip(drawn) {
        let Candidate { record, row, instruction, .. } = candidate;
        let outcome = outcome(&row, instruction, &writer, index);
        recording.push(&row, &record, outcome).map_err(write_failure)?;
    }
    let summary = recording.finish(read).map_err(write_failure)?;
    let (rows, reasons) = (grouped(summary.ledger.rows()), Reasons::of_records(&summary.ledger));
    console.say(format_args!("rows         {rows}{reasons}"));
    Ok(())
}

/// A row that may be drawn.
struct Candidate {
    record: RawRecord,
    row: Row,
    instruction: Option<Instruction>,
    key: String,
    order: u64,
}

fn candidate(record: RawRecord, part: &Part, number: usize, seed: u64) -> Option<Candidate> {
    let row = RowDecoder::default().decode(&record).ok().filter(rows::is_sample)?;
    let has = |name: &str| row.fields.get(name).is_some_and(serde_json::Value::is_string);
    let is_wanted = match part.instruction {
        None => true,
        Some(Instruction::Lazy) => has("instruction_lazy"),
        Some(Instruction::Descriptive) => has("instruction_descriptive"),
    };
    let key = format!("{number}/{}", rows::name(&row.id));
    let order = draw("mix", seed, &key);
    is_wanted.then_some(Candidate { record, row, instruction: part.instruction, key, order })
}

fn outcome(
    row: &Row,
    instruction: Option<Instruction>,
    writer: &SampleWriter,
    index: u64,
) -> Result<Outcome<()>, Rejection> {
    let mut sample: Sample = rows::sample(row).map_err(|error| Rejection::new(Reason::WrongType, error))?;
    match instruction {
        None => {}
        Some(Instruction::Lazy) => sample.instruction_descriptive = None,
        Some(Instruction::Descriptive) => sample.instruction_lazy = None,
    }
    let mut lines = Vec::new();
    writer.write(&sample, index, &mut lines)?;
    Ok(Outcome::new(lines, 1, ()))
}
