//! The promises, as properties over real programs, distorted ones and generated ones: replay (P1), validity
//! (P2), naturalness (P3) and determinism (P4). That records are accounted for (P5) is tested where records
//! are read, in `crates/dataset`, and through the command line in `generate.rs`.

mod programs;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use lintseq_core::sampler::{Draw, Search};
use lintseq_core::verify::Verified;
use lintseq_core::{Diff, Document, Index, LineEnds, LineId, Replay, Source};
use lintseq_lint::Ruff;
use lintseq_syntax::anatomy::anatomy;
use lintseq_syntax::generate::{Options, generate};
use lintseq_syntax::language::Language;
use proptest::prelude::*;

static PYTHON: LazyLock<Language> = LazyLock::new(|| {
    Language::load(&lintseq_grammars::BUILT_IN[0]).expect("the declarations fit the grammar")
});
static RUFF: LazyLock<Ruff> = LazyLock::new(Ruff::new);

fn document(id: &str, text: &str) -> Document {
    Document {
        id: id.into(),
        index: 0,
        path: None,
        language: "python".to_owned(),
        text: text.to_owned(),
        instruction: None,
        source: String::new(),
        metadata: serde_json::Map::new(),
    }
}

fn sequences(options: &Options, document: &Document) -> Vec<Verified> {
    generate(&PYTHON, &*RUFF, options, std::slice::from_ref(document)).remove(0).expect("the program parses")
}

/// Holds the sequences of a program to every promise that can be seen in them.
fn check(text: &str, options: &Options) {
    let document = document("a program", text);
    let source = Source::new(text);
    let tree = PYTHON.parse(text, options.max_depth).expect("the program parses");
    let anatomy = anatomy(&PYTHON, &tree, &source);
    let own: BTreeSet<_> =
        RUFF.lint_text(text).into_iter().map(|found| (found.code, found.message)).collect();
    let made = sequences(options, &document);
    assert!(!made.is_empty(), "a program has a sequence");
    let different: BTreeSet<Vec<String>> =
        made.iter().map(|one| one.sequence.diffs(&source, LineEnds::Whole)).collect();
    assert_eq!(different.len(), made.len(), "all sequences differ");
    for Verified { sequence, .. } in &made {
        // P1: in both conventions, replaying the edits gives every state, and the source at the end.
        for ends in [LineEnds::Whole, LineEnds::Joined] {
            let diffs = sequence.diffs(&source, ends);
            let mut replay = Replay::new(ends);
            for (step, diff) in sequence.steps().zip(&diffs) {
                let diff = Diff::parse(diff).expect("an edit is a diff");
                replay.apply(&diff).expect("an edit applies to the state before");
                if ends == LineEnds::Whole {
                    assert_eq!(replay.text(), sequence.state(&source, step));
                }
            }
            assert_eq!(replay.text(), text, "{ends:?}");
        }
        // P2: no state shows what the complete program does not show.
        for step in sequence.steps() {
            let state = sequence.state(&source, step);
            let new = RUFF
                .lint_text(&state)
                .into_iter()
                .find(|found| !own.contains(&(found.code.clone(), found.message.clone())));
            assert_eq!(new, None, "in the state\n{state}");
        }
        // P3: nothing torn apart, nothing that says nothing.
        for piece in &anatomy.pieces {
            let births: BTreeSet<_> = (piece.start.index()..piece.end.index())
                .map(|line| sequence.birth(LineId::new(line)))
                .collect();
            assert_eq!(births.len(), 1, "a string in pieces: {piece:?} of\n{text}");
        }
        let is_comment = |line: LineId| anatomy.comments.iter().any(|range| range.contains(&line));
        let has_code = source.lines().any(|line| !source.is_blank(line) && !is_comment(line));
        for step in sequence.steps() {
            let says = sequence.inserted(step).any(|line| !source.is_blank(line) && !is_comment(line));
            assert!(says || !has_code, "an edit of blanks or comments only in\n{text}");
        }
    }
    // P4: again, and in other company, the same.
    assert_eq!(made, sequences(options, &document));
    let company = [document.clone(), self::document("another", "x = 1\n"), document];
    let together = generate(&PYTHON, &*RUFF, options, &company);
    assert_eq!(together[0].as_ref().ok(), Some(&made));
    assert_eq!(together[2].as_ref().ok(), Some(&made));
}

#[test]
fn real_programs_keep_the_promises() {
    let corpus = include_str!("../examples/programs.jsonl");
    for (seed, row) in (0..).zip(corpus.lines()) {
        let row: serde_json::Value = serde_json::from_str(row).expect("the corpus is JSON");
        let text = row["response"].as_str().expect("a row has a program");
        check(text, &Options { seed, sequences: 3, ..Options::default() });
    }
}

#[test]
fn distorted_programs_keep_the_promises() {
    let corpus = include_str!("../examples/programs.jsonl");
    for (seed, row) in (0..).zip(corpus.lines().take(8)) {
        let row: serde_json::Value = serde_json::from_str(row).expect("the corpus is JSON");
        let text = row["response"].as_str().expect("a row has a program");
        let options = Options { seed, ..Options::default() };
        check(&text.replace('\n', "\r\n"), &options);
        check(text.trim_end(), &options);
        check(&format!("\u{feff}{text}"), &options);
        check(&format!("\n\n\n\n\n{text}\n\n\n\n\n"), &options);
        check(&text.replace("\n\n", "\n  \n\u{c}\n"), &options);
        check(&text.replace("    ", "\t"), &options);
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
                check(text, &Options { seed, draw, search, ..Options::default() });
            }
        }
    }
}

#[test]
fn a_program_without_choices_has_one_sequence() {
    let options = Options { sequences: 5, ..Options::default() };
    assert_eq!(sequences(&options, &document("one", "x = 1\n")).len(), 1);
    assert_eq!(sequences(&options, &document("two", "x = 1\ny = 2\n")).len(), 2);
    assert_eq!(sequences(&options, &document("comments", "# a\n\n# b\n")).len(), 1);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn generated_programs_keep_the_promises(text in programs::program(), seed in 0..1000u64) {
        if PYTHON.parse(&text, 200).is_ok() {
            check(&text, &Options { seed, sequences: 2, ..Options::default() });
        }
    }

    #[test]
    fn random_programs_parse(text in programs::program()) {
        prop_assert!(lintseq_lint::parses(&text).is_ok(), "{}", text);
    }
}
