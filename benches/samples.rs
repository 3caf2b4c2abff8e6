//! What samples cost, from sequences to compressed JSON lines, on one thread: build, ask parser and linter, write, pack.
//!
//! Inputs: the programs of `examples/`, and those of a JSONL file named by `LINTSEQ_BENCH_CORPUS`. Throughput is in
//! samples. The stages add up to `all`; the peer beside them is ruff, asked about the current texts alone.
//!
//! `cargo bench --bench samples`

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use lintseq_core::sampler::{self, Draw, Search};
use lintseq_core::verify::{Candidate, verify};
use lintseq_core::{Document, EditSequence, Source, seed};
use lintseq_dataset::Compression;
use lintseq_lint::Ruff;
use lintseq_samples::Sample;
use lintseq_samples::sequences::{Origin, SampleOptions, build};
use lintseq_syntax::language::Language;
use lintseq_syntax::{engine, frontend};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const MAX_DEPTH: u32 = 200;
/// Rows in a frame, about as many as a run packs together.
const FRAME: usize = 256;

fn documents() -> Vec<Document> {
    let path = std::env::var("LINTSEQ_BENCH_CORPUS").unwrap_or_else(|_| "examples/programs.jsonl".to_owned());
    let rows = std::fs::read_to_string(path).expect("the corpus is readable");
    let document = |(index, row): (u64, &str)| {
        let row: serde_json::Value = serde_json::from_str(row).expect("the corpus is JSON");
        Document {
            id: row["id"].clone(),
            index,
            path: row["path"].as_str().map(str::to_owned),
            language: "python".to_owned(),
            text: row["response"].as_str().expect("a row has a program").to_owned(),
            instruction: row["instruction"].as_str().map(str::to_owned),
            source: "bench".to_owned(),
            metadata: serde_json::Map::new(),
        }
    };
    (0..).zip(rows.lines()).map(document).collect()
}

fn sequences(language: &Language, documents: &[Document], ruff: &Ruff) -> Vec<EditSequence> {
    let of_document = |document: &Document| {
        let source = Source::new(&document.text);
        let tree = language.parse(&document.text, MAX_DEPTH).expect("the program parses");
        let (facts, names) = frontend::facts(language, &tree, &source);
        let graph = engine::graph(language.settings(), facts, &names);
        let mut random = seed::generator(0, &document.key(), 0, 0);
        let deletions = sampler::sample(&graph, &source, Draw::Closure(3), Search::NONE, &mut random);
        let births = sampler::births(&graph, &deletions);
        let candidate = Candidate { source: &source, graph: &graph, births };
        verify(vec![candidate], ruff).remove(0).expect("ruff runs").sequence
    };
    documents.iter().map(of_document).collect()
}

fn samples(criterion: &mut Criterion) {
    let language = Language::load(&lintseq_grammars::BUILT_IN[0]).expect("the declarations fit the grammar");
    let ruff = Ruff::new();
    let documents = documents();
    let sequences = sequences(&language, &documents, &ruff);
    let options = SampleOptions::default();
    let build = |parses: &dyn Fn(&str) -> bool| -> Vec<Sample> {
        let of_sequence = |(document, sequence): (&Document, &EditSequence)| {
            let source = &Source::new(&document.text);
            let origin = Origin {
                document,
                source,
                sequence,
                sequence_index: 0,
                extension: "py",
                fingerprint: "bench",
                parses,
            };
            build(&origin, &options)
        };
        documents.iter().zip(&sequences).flat_map(of_sequence).map(|built| built.sample).collect()
    };
    let parses = |text: &str| matches!(language.parse(text, MAX_DEPTH), Ok(tree) if tree.errors.is_empty());
    let lint = |samples: &mut [Sample]| {
        for sample in samples {
            sample.diagnostics = ruff.lint_text(&sample.current);
        }
    };
    let write = |samples: &[Sample]| -> Vec<Vec<u8>> {
        let rows = |samples: &[Sample]| {
            let mut lines = Vec::new();
            for sample in samples {
                serde_json::to_writer(&mut lines, sample).expect("a sample is JSON");
                lines.push(b'\n');
            }
            lines
        };
        samples.chunks(FRAME).map(rows).collect()
    };
    let pack = |frames: &[Vec<u8>]| -> usize {
        frames.iter().map(|frame| Compression::Zstd.frame(frame).expect("there is memory").len()).sum()
    };

    let made = build(&parses);
    let mut group = criterion.benchmark_group("samples");
    group.sample_size(20);
    group.throughput(Throughput::Elements(made.len() as u64));
    group.bench_function("peer: ruff on the current texts", |bench| {
        bench.iter(|| made.iter().map(|sample| ruff.lint_text(&sample.current).len()).sum::<usize>());
    });
    group.bench_function("build", |bench| bench.iter(|| build(&|_| true)));
    group.bench_function("build and parse", |bench| bench.iter(|| build(&parses)));
    group.bench_function("write", |bench| bench.iter(|| black_box(write(&made))));
    group.bench_function("pack", |bench| {
        let frames = write(&made);
        bench.iter(|| pack(&frames));
    });
    group.bench_function("all", |bench| {
        bench.iter(|| {
            let mut samples = build(&parses);
            lint(&mut samples);
            pack(&write(&samples))
        });
    });
    group.finish();
}

criterion_group!(benches, samples);
criterion_main!(benches);
