//! What filters and deduplication cost a row, on one thread, from rows of JSON to decisions.
//!
//! Inputs: the programs and the commits of `examples/`, or the JSONL files that `LINTSEQ_BENCH_CORPUS` and
//! `LINTSEQ_BENCH_COMMITS` name. The peer of filters is one that only counts lines; that of deduplication, of what marks a
//! record, the hash of its bytes. Filters that ask a parser cost what the parser does, which `stages` measures.
//! Throughput is in bytes of JSON.
//!
//! `cargo bench --bench rows`

use std::hint::black_box;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use lintseq_dataset::dedup::{
    Bands, CollectOptions, Collector, Keep, Likeness, Mark, MarkOptions, Marker, Near,
};
use lintseq_dataset::filter::{FilterFields, Funnel, Grammars, Pipeline, Record, read_filters};
use lintseq_dataset::{LanguageTable, Line, Row, Texts};
use serde_json::Value;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Knows no language.
struct Nobody;

impl LanguageTable for Nobody {}

impl Grammars for Nobody {}

const FILTERS: [(&str, &str); 4] = [
    ("peer: count lines", "[[filter]]\nname = \"lengths\"\nmin-lines = 1"),
    (
        "texts",
        "[[filter]]\nname = \"lengths\"\nmin-lines = 1\nmax-bytes = 1000000\n[[filter]]\nname = \"alphanumeric\"\n\
         min = 0.2\n[[filter]]\nname = \"generated\"\n[[filter]]\nname = \"minified\"\n[[filter]]\nname = \"data\"",
    ),
    ("secrets, redacted", "[[filter]]\nname = \"secrets\"\naction = \"redact\""),
    (
        "secrets and personal data, redacted",
        "[[filter]]\nname = \"secrets\"\naction = \"redact\"\n[[filter]]\nname = \"personal-data\"\naction = \"redact\"",
    ),
];

const OF_EDITS: [(&str, &str); 2] = [
    ("edit size", "[[filter]]\nname = \"edit-size\"\nmax-modified-lines = 70\nmax-hunks = 7"),
    (
        "edit size as difflib has it",
        "[[filter]]\nname = \"edit-size\"\nmax-modified-lines = 70\nmax-hunks = 7\ncompat = \"difflib\"",
    ),
];

fn rows(variable: &str, default: &str) -> Vec<Line> {
    let path = std::env::var(variable).unwrap_or_else(|_| default.to_owned());
    let text = std::fs::read_to_string(path).expect("the file is readable");
    let line = |(index, line): (u64, &str)| {
        let Value::Object(fields) = serde_json::from_str(line).expect("a row is JSON") else {
            panic!("a row is an object")
        };
        let row = Row { id: index.into(), index, source: "bench".into(), line: Some(index), fields };
        Line { row, bytes: line.as_bytes().into() }
    };
    (0..).zip(text.lines()).map(line).collect()
}

fn bytes_of(lines: &[Line]) -> Throughput {
    Throughput::Bytes(lines.iter().map(|line| line.bytes.len() as u64).sum())
}

fn filters(criterion: &mut Criterion) {
    let programs = rows("LINTSEQ_BENCH_CORPUS", "examples/programs.jsonl");
    let commits = rows("LINTSEQ_BENCH_COMMITS", "examples/commits.jsonl");
    let mut group = criterion.benchmark_group("filter");
    group.sample_size(20);
    for (lines, filters) in [(&programs, &FILTERS[..]), (&commits, &OF_EDITS[..])] {
        group.throughput(bytes_of(lines));
        for (name, tables) in filters {
            let tables = read_filters(tables).expect("the filters are well-formed");
            let pipeline = Pipeline::new(&tables).expect("the filters are known");
            let fields = FilterFields::default();
            group.bench_function(*name, |bench| {
                bench.iter(|| {
                    let mut funnel = Funnel::default();
                    for line in lines {
                        let record = Record::new(&line.row.fields, &fields, &Nobody);
                        black_box(pipeline.run(&record, &mut funnel)).ok();
                    }
                    funnel
                });
            });
        }
    }
    group.finish();
}

fn dedup(criterion: &mut Criterion) {
    let lines = rows("LINTSEQ_BENCH_CORPUS", "examples/programs.jsonl");
    let near = Likeness::Near(Near { shingle: 5, bands: Bands { bands: 14, rows: 8 }, seed: 0 });
    let marker = |likeness: Likeness, keep_shingles: bool| {
        Marker::new(MarkOptions { likeness, texts: Texts::default(), priorities: Vec::new(), keep_shingles })
    };
    let marks = |marker: &mut Marker| -> Vec<Mark> {
        lines.iter().filter_map(|line| marker.mark(line, false)).collect()
    };
    let mut group = criterion.benchmark_group("dedup");
    group.sample_size(20);
    group.throughput(bytes_of(&lines));
    for (name, likeness, keep_shingles) in [
        ("peer: mark by bytes", Likeness::Bytes, false),
        ("mark by tokens", Likeness::Tokens, false),
        ("mark by 14 bands of 8 rows", near, false),
        ("mark by 14 bands of 8 rows, with shingles", near, true),
    ] {
        let mut marker = marker(likeness, keep_shingles);
        group.bench_function(name, |bench| bench.iter(|| black_box(marks(&mut marker)).len()));
    }
    for (name, verify) in [("connect and decide", None), ("connect and decide, verified", Some(0.7))] {
        let marks = marks(&mut marker(near, verify.is_some()));
        let collect = || {
            let options = CollectOptions { verify, memory: 1 << 30, folder: std::env::temp_dir() };
            let mut collector = Collector::new(options).expect("there is room");
            for (record, mark) in (0..).zip(&marks) {
                collector.add(record, mark);
            }
            collector
        };
        group.bench_function(name, |bench| {
            bench.iter_batched(
                collect,
                |collector| {
                    let connected = collector.connect(|_, _| {}).expect("what was written is read");
                    connected.decide(Keep::First).expect("what was written is read").clusters()
                },
                BatchSize::SmallInput,
            );
        });
    }
    group.finish();
}

criterion_group!(benches, filters, dedup);
criterion_main!(benches);
