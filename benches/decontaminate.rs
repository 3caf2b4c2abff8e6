//! What a look for benchmarks costs, on one thread, from rows of JSON to the tasks that they hold.
//!
//! Inputs: the programs of `examples/`, and the benchmark of the tests together with all programs as tasks under other
//! names; or the JSONL files that `LINTSEQ_BENCH_CORPUS` and `LINTSEQ_BENCH_BENCHMARK` name. The peer is one search for
//! each task in the text without white space, as published scripts do it. Throughput is in bytes of text.
//!
//! `cargo bench --bench decontaminate`

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use lintseq_dataset::{BenchmarkFields, Comments, ContaminationOptions, LanguageTable, TaskIndex};
use serde_json::{Map, Value};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const PYTHON: Comments<'_> = Comments { line: "#", block: ("", ""), quotes: "'\"", docstrings: true };

struct Python;

impl LanguageTable for Python {
    fn comments(&self, _: &str) -> Comments<'_> {
        PYTHON
    }
}

fn rows(variable: &str, default: &str) -> Vec<Map<String, Value>> {
    let path = std::env::var(variable).unwrap_or_else(|_| default.to_owned());
    let text = std::fs::read_to_string(path).expect("the file is readable");
    text.lines().map(|line| serde_json::from_str(line).expect("a row is JSON")).collect()
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

fn decontaminate(criterion: &mut Criterion) {
    let corpus = rows("LINTSEQ_BENCH_CORPUS", "examples/programs.jsonl");
    let mut tasks = rows("LINTSEQ_BENCH_BENCHMARK", "tests/data/benchmark.jsonl");
    if std::env::var_os("LINTSEQ_BENCH_BENCHMARK").is_none() {
        tasks.extend(corpus.iter().cloned());
    }
    let mut index = TaskIndex::new(ContaminationOptions::default());
    index.add("bench", &tasks, &BenchmarkFields::default(), &Python, "python").expect("tasks have texts");
    index.build().expect("the tasks are few");
    let texts: Vec<&str> = corpus.iter().filter_map(|row| row["response"].as_str()).collect();
    let programs: Vec<String> = tasks
        .iter()
        .filter_map(|row| row.get("response").or(row.get("code"))?.as_str())
        .map(squeezed)
        .collect();

    let mut group = criterion.benchmark_group("decontaminate");
    group.sample_size(20);
    group.throughput(Throughput::Bytes(texts.iter().map(|text| text.len() as u64).sum()));
    group.bench_function("peer: one search for each task", |bench| {
        bench.iter(|| {
            let found = |text: &&str| {
                let text = squeezed(text);
                programs.iter().filter(|program| text.contains(program.as_str())).count()
            };
            texts.iter().map(found).sum::<usize>()
        });
    });
    group.bench_function("whole texts and runs", |bench| {
        bench.iter(|| texts.iter().map(|text| black_box(index.judge(text, &PYTHON)).len()).sum::<usize>());
    });
    group.finish();
}

criterion_group!(benches, decontaminate);
criterion_main!(benches);
