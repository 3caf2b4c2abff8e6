//! The promises, as properties over real programs, distorted ones and generated ones, in every language:
//! replay (P1), validity (P2), naturalness (P3) and determinism (P4). That records are accounted for (P5) is
//! tested where records are read, in `crates/dataset`, and through the command line in `generate.rs`.

mod programs;
mod subject;

use std::sync::LazyLock;

use lintseq_core::sampler::{Draw, Search};
use lintseq_syntax::generate::Options;
use proptest::prelude::*;

use subject::{Subject, document};

static PYTHON: LazyLock<Subject> = LazyLock::new(|| Subject::new("python"));
static OTHERS: LazyLock<Vec<Subject>> = LazyLock::new(|| {
    let names = Subject::names().into_iter().filter(|name| name != "python");
    names.map(|name| Subject::new(&name)).collect()
});

#[test]
fn real_programs_keep_the_promises() {
    let corpus = include_str!("../examples/programs.jsonl");
    for (seed, row) in (0..).zip(corpus.lines()) {
        let row: serde_json::Value = serde_json::from_str(row).expect("the corpus is JSON");
        let text = row["response"].as_str().expect("a row has a program");
        PYTHON.check(text, &Options { seed, sequences: 3, ..Options::default() });
    }
}

#[test]
fn distorted_programs_keep_the_promises() {
    let corpus = include_str!("../examples/programs.jsonl");
    for (seed, row) in (0..).zip(corpus.lines().take(8)) {
        let row: serde_json::Value = serde_json::from_str(row).expect("the corpus is JSON");
        let text = row["response"].as_str().expect("a row has a program");
        let options = Options { seed, ..Options::default() };
        PYTHON.check(&text.replace('\n', "\r\n"), &options);
        PYTHON.check(text.trim_end(), &options);
        PYTHON.check(&format!("\u{feff}{text}"), &options);
        PYTHON.check(&format!("\n\n\n\n\n{text}\n\n\n\n\n"), &options);
        PYTHON.check(&text.replace("\n\n", "\n  \n\u{c}\n"), &options);
        PYTHON.check(&text.replace("    ", "\t"), &options);
    }
}

#[test]
fn every_sampler_keeps_the_promises() {
    let corpus = include_str!("../examples/programs.jsonl");
    let search = Search { children: 4, top_k: 2, population: 6, depth: 8 };
    for (seed, row) in (0..).zip(corpus.lines().skip(8).take(6)) {
        let row: serde_json::Value = serde_json::from_str(row).expect("the corpus is JSON");
        let text = row["response"].as_str().expect("a row has a program");
        for draw in [Draw::Closure(1), Draw::Closure(5), Draw::Uniform, Draw::Indent] {
            for search in [Search::NONE, search] {
                PYTHON.check(text, &Options { seed, draw, search, ..Options::default() });
            }
        }
    }
}

#[test]
fn a_program_without_choices_has_one_sequence() {
    let options = Options { sequences: 5, ..Options::default() };
    assert_eq!(PYTHON.sequences(&options, &document(&PYTHON.name(), "one", "x = 1\n")).len(), 1);
    assert_eq!(PYTHON.sequences(&options, &document(&PYTHON.name(), "two", "x = 1\ny = 2\n")).len(), 2);
    assert_eq!(PYTHON.sequences(&options, &document(&PYTHON.name(), "comments", "# a\n\n# b\n")).len(), 1);
}

#[test]
fn every_language_keeps_the_promises() {
    for subject in OTHERS.iter() {
        for (seed, program) in (0..).zip(subject.programs()) {
            subject.check(program, &Options { seed, sequences: 2, ..Options::default() });
        }
    }
}

/// Some of a language's programs one after the other, distorted.
fn joined() -> impl Strategy<Value = (usize, String)> {
    let distortion = prop_oneof![Just("\n"), Just("\r\n"), Just("\n\n"), Just("  \n")];
    let parts = prop::collection::vec(any::<prop::sample::Index>(), 1..5);
    (0..OTHERS.len(), parts, distortion, any::<bool>()).prop_map(|(language, parts, line_end, open)| {
        let programs = OTHERS[language].programs();
        let text: String = parts.iter().map(|part| part.get(programs).as_str()).collect();
        let text = text.replace('\n', line_end);
        (language, if open { text.trim_end().to_owned() } else { text })
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn generated_programs_keep_the_promises(text in programs::program(), seed in 0..1000u64) {
        if PYTHON.parses(&text) {
            PYTHON.check(&text, &Options { seed, sequences: 2, ..Options::default() });
        }
    }

    #[test]
    fn random_programs_parse(text in programs::program()) {
        prop_assert!(lintseq_lint::parses(&text).is_ok(), "{}", text);
    }

    #[test]
    fn programs_joined_at_random_keep_the_promises((language, text) in joined(), seed in 0..1000u64) {
        OTHERS[language].check(&text, &Options { seed, ..Options::default() });
    }
}
