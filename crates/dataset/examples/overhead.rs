//! What the data set costs without any work on the documents: read, decode, write, in microseconds a record.
//!
//! An interrupted run is resumed.
//!
//! `cargo run --release -p lintseq-dataset --example overhead -- IN OUT [threads] [rounds of work]`

#![allow(clippy::print_stderr)]

use std::sync::atomic::AtomicBool;
use std::time::Instant;

use lintseq_core::Document;
use lintseq_dataset::{
    DecodeOptions, FieldNames, Fingerprint, InputOptions, Inputs, LanguageTable, Limits, Opened, Outcome,
    Output, OutputOptions, RunOptions, Target, run,
};

struct OnlyPython;

impl LanguageTable for OnlyPython {
    fn by_extension(&self, extension: &str) -> Option<&str> {
        (extension == "py").then_some("python")
    }

    fn by_name(&self, name: &str) -> Option<&str> {
        name.eq_ignore_ascii_case("python").then_some("python")
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let number = |at: usize, default| arguments.get(at).map_or(Ok(default), |text| text.parse());
    let (threads, work) = (number(2, 1)?, number(3, 0)? as u64);
    let languages = OnlyPython;
    let options = InputOptions {
        arguments: &arguments[..1],
        exclude: &[],
        languages: &languages,
        language: None,
        revision: None,
    };
    let inputs = Inputs::find(&options)?;
    let decoder = DecodeOptions {
        fields: FieldNames::default(),
        language: None,
        limits: Limits::default(),
        languages: &languages,
        is_program: Box::new(|_, _| true),
    };
    let fingerprint = Fingerprint::new(serde_json::Map::new(), &inputs);
    let target = Target::of(&arguments[1]);
    let output = OutputOptions { resume: target.is_resumable(), ..OutputOptions::new(target, fingerprint) };
    let Opened::Ready(output) = Output::open(output)? else {
        eprintln!("already there");
        return Ok(());
    };
    eprintln!("{} records were done before", output.consumed());
    let process = |documents: &[Document]| {
        let outcome = |document: &Document| {
            let mut lines = Vec::with_capacity(document.text.len() + 64);
            serde_json::to_writer(&mut lines, &serde_json::json!({"id": document.id, "text": document.text}))
                .expect("JSON");
            lines.push(b'\n');
            let sum = (0..work).fold(0_u64, |sum, at| std::hint::black_box(sum.wrapping_mul(31) + at));
            std::hint::black_box(sum);
            Ok(Outcome::new(lines, 1, ()))
        };
        documents.iter().map(outcome).collect()
    };
    let stop = AtomicBool::new(false);
    let start = Instant::now();
    let options = InputOptions { arguments: &arguments[..1], ..options };
    let summary = run(
        inputs.read(&options),
        &decoder,
        output,
        &RunOptions { threads, ..RunOptions::new(&stop) },
        process,
        |_| {},
    )?;
    let seconds = start.elapsed().as_secs_f64();
    let records = summary.ledger.records_in();
    eprintln!("{records} records, {seconds:.3} s, {:.2} µs each", seconds * 1e6 / records as f64);
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    for line in status.lines().filter(|line| line.starts_with("VmHWM")) {
        eprintln!("{line}");
    }
    Ok(())
}
