//! What each stage of the pipeline costs a program, on one thread: parse, facts, graph, sample, verify; and
//! how many lines of source a second the whole of it takes in each language.
//!
//! Inputs: for the stages the programs of `examples/`, or those of a JSONL file named by
//! `LINTSEQ_BENCH_CORPUS`; for the languages those of `tests/data/languages/programs.jsonl` and, for Python,
//! of `examples/`. The peer beside the stages is ruff's bare parser, without which no state can be verified.
//! Elements of the group `lines` are lines of the complete programs, whose every state is verified by the
//! language's default linter.
//!
//! `cargo bench --bench stages`, or `cargo bench --bench stages -- lines`

use std::hint::black_box;

use std::sync::Arc;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use lintseq_core::sampler::{self, Draw, Search};
use lintseq_core::verify::{Candidate, verify};
use lintseq_core::{DependencyGraph, Document, LineEnds, Linter, Source, seed};
use lintseq_lint::{Backed, Registry, Ruff};
use lintseq_syntax::generate::{Options, generate};
use lintseq_syntax::language::Language;
use lintseq_syntax::linter::Syntax;
use lintseq_syntax::{engine, frontend, treesitter};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const MAX_DEPTH: u32 = 200;

fn programs() -> Vec<String> {
    let path = std::env::var("LINTSEQ_BENCH_CORPUS").unwrap_or_else(|_| "examples/programs.jsonl".to_owned());
    let rows = std::fs::read_to_string(path).expect("the corpus is readable");
    let text = |row: &str| {
        let row: serde_json::Value = serde_json::from_str(row).expect("the corpus is JSON");
        row["response"].as_str().expect("a row has a program").to_owned()
    };
    rows.lines().map(text).collect()
}

fn stages(criterion: &mut Criterion) {
    let programs = programs();
    let language = Language::load(&lintseq_grammars::BUILT_IN[0]).expect("the declarations fit the grammar");
    let ruff = Ruff::new();
    let sources: Vec<Source<'_>> = programs.iter().map(|text| Source::new(text)).collect();
    let parse = |source: &Source<'_>| language.parse(source.text(), MAX_DEPTH).expect("the program parses");
    let graph = |source: &Source<'_>| {
        let (facts, names) = frontend::facts(&language, &parse(source), source);
        engine::graph(language.settings(), facts, &names)
    };
    let graphs: Vec<DependencyGraph> = sources.iter().map(graph).collect();
    let births = |source: &Source<'_>, graph: &DependencyGraph| {
        let mut random = seed::generator(0, "bench", 0, 0);
        sampler::births(graph, &sampler::sample(graph, source, Draw::Closure(3), Search::NONE, &mut random))
    };

    let mut group = criterion.benchmark_group("stages");
    group.sample_size(20);
    group.bench_function("peer: ruff parse", |bench| {
        bench.iter(|| programs.iter().filter(|text| lintseq_lint::parses(text).is_ok()).count());
    });
    group.bench_function("parse", |bench| {
        bench.iter(|| sources.iter().map(|s| parse(s).nodes.len()).sum::<usize>());
    });
    group.bench_function("parse by tree-sitter", |bench| {
        bench.iter(|| {
            programs.iter().map(|text| treesitter::parse(&language, text).nodes.len()).sum::<usize>()
        });
    });
    group.bench_function("facts", |bench| {
        let trees: Vec<_> = sources.iter().map(parse).collect();
        bench.iter(|| {
            for (tree, source) in trees.iter().zip(&sources) {
                black_box(frontend::facts(&language, tree, source));
            }
        });
    });
    group.bench_function("graph", |bench| {
        let facts = || -> Vec<_> {
            sources.iter().map(|source| frontend::facts(&language, &parse(source), source)).collect()
        };
        bench.iter_batched(
            facts,
            |facts| {
                for (facts, names) in facts {
                    black_box(engine::graph(language.settings(), facts, &names));
                }
            },
            BatchSize::LargeInput,
        );
    });
    group.bench_function("sample", |bench| {
        bench.iter(|| {
            for (source, graph) in sources.iter().zip(&graphs) {
                black_box(births(source, graph));
            }
        });
    });
    let verified = || {
        let candidates = sources.iter().zip(&graphs).map(|(source, graph)| Candidate {
            source,
            graph,
            births: births(source, graph),
        });
        verify(candidates.collect(), &ruff)
    };
    group.bench_function("sample and verify", |bench| bench.iter(verified));
    group.bench_function("write", |bench| {
        let sequences: Vec<_> = verified().into_iter().map(|one| one.expect("ruff runs").sequence).collect();
        bench.iter(|| {
            for (source, sequence) in sources.iter().zip(&sequences) {
                black_box(sequence.diffs(source, LineEnds::Whole));
            }
        });
    });
    group.finish();
}

/// The programs of a file of rows, by language.
fn documents(path: &str, language: &str) -> Vec<Document> {
    let rows = std::fs::read_to_string(path).expect("the programs are in the repository");
    let rows = rows.lines().map(|row| serde_json::from_str::<serde_json::Value>(row).expect("a row is JSON"));
    rows.filter(|row| row["language"].as_str().is_none_or(|name| name == language))
        .map(|row| Document {
            id: row["id"].clone(),
            index: 0,
            path: None,
            language: language.to_owned(),
            text: row["response"].as_str().expect("a row has a program").to_owned(),
            instruction: None,
            source: String::new(),
            metadata: serde_json::Map::new(),
        })
        .collect()
}

/// What verifies a language where nobody names anything else.
fn default_linter(language: &Arc<Language>) -> Box<dyn Linter> {
    let parser = || Box::new(Syntax::new(Arc::clone(language)));
    match language.settings().linters[0].as_str() {
        Syntax::NAME => parser(),
        name => {
            let linter = Registry::new().get(name, language.name()).expect("default linters are built in");
            if language.is_parsed_by_tree_sitter() { Box::new(Backed::new(linter, parser())) } else { linter }
        }
    }
}

fn lines(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("lines");
    group.sample_size(10);
    for grammar in lintseq_grammars::BUILT_IN {
        let language = Arc::new(Language::load(grammar).expect("the declarations fit the grammar"));
        let path = match language.name() {
            "python" => "examples/programs.jsonl",
            _ => "tests/data/languages/programs.jsonl",
        };
        let documents = documents(path, language.name());
        if documents.is_empty() {
            continue;
        }
        let lines: usize = documents.iter().map(|one| Source::new(&one.text).line_count()).sum();
        let linter = default_linter(&language);
        group.throughput(Throughput::Elements(lines as u64));
        group.bench_function(language.name(), |bench| {
            bench.iter(|| generate(&language, linter.as_ref(), &Options::default(), &documents));
        });
    }
    group.finish();
}

criterion_group!(benches, stages, lines);
criterion_main!(benches);
