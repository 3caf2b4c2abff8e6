//! Reading a state from the one before it gives the verdict of reading it whole, in every language, whatever
//! stands: the programs are lines of the languages' cases in any company.

use std::path::Path;
use std::sync::{Arc, LazyLock};

use lintseq_core::{EditSequence, Index, LintJob, Linter, Source, Step};
use lintseq_syntax::language::Language;
use lintseq_syntax::linter::Syntax;
use proptest::prelude::*;

/// A language's linter, and lines of its programs.
struct Known {
    linter: Syntax,
    lines: Vec<String>,
}

static KNOWN: LazyLock<Vec<Known>> = LazyLock::new(|| {
    let load = |files| Arc::new(Language::load(files).expect("the declarations fit the grammar"));
    let languages = lintseq_grammars::BUILT_IN.iter().map(load);
    let by_tree_sitter = languages.filter(|language| language.is_parsed_by_tree_sitter());
    by_tree_sitter
        .map(|language| Known { lines: lines(language.name()), linter: Syntax::new(language) })
        .collect()
});

fn lines(language: &str) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../grammars").join(language).join("cases");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .expect("a language has cases")
        .map(|entry| entry.expect("a folder can be read").path())
        .collect();
    files.sort();
    let text = files.iter().map(|file| std::fs::read_to_string(file).expect("cases are text"));
    text.collect::<String>().lines().map(str::to_owned).collect()
}

/// A run of lines with single lines repeated or left out, so that errors come and go; and the step of each.
fn program() -> impl Strategy<Value = (usize, String, Vec<usize>)> {
    let language = 0..KNOWN.len();
    let lines = prop::collection::vec((0..1000usize, 0..12usize, 0..6usize), 1..60);
    (language, 0..10_000usize, lines, any::<bool>(), any::<bool>()).prop_map(
        |(at, start, picks, crlf, open)| {
            let known = &KNOWN[at].lines;
            let end = if crlf { "\r\n" } else { "\n" };
            let mut next = start;
            let mut text = String::new();
            let mut births = Vec::new();
            for (jump, luck, birth) in picks {
                next = if luck == 0 { jump } else { next + 1 };
                text += &known[next % known.len()];
                text += end;
                births.push(birth);
            }
            if open {
                text.truncate(text.trim_end().len().max(1));
                births.truncate(Source::new(&text).line_count());
            }
            (at, text, births)
        },
    )
}

/// The steps of all lines, renumbered so that none is empty.
fn sequence(births: &[usize]) -> EditSequence {
    let mut used: Vec<usize> = births.to_vec();
    used.sort_unstable();
    used.dedup();
    let step = |birth: &usize| Step::new(used.binary_search(birth).expect("it is one of them"));
    EditSequence::new(births.iter().map(step).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, ..ProptestConfig::default() })]

    #[test]
    fn states_read_one_from_another_get_the_verdict_of_whole_ones((at, text, births) in program()) {
        let source = Source::new(&text);
        let sequence = sequence(&births);
        let steps: Vec<Step> = sequence.steps().collect();
        let linter = &KNOWN[at].linter;
        let job = LintJob { source: &source, sequence: &sequence, steps: &steps };
        let found = linter.lint(&[job]).remove(0).expect("a parser always runs");
        for (step, found) in steps.iter().zip(found) {
            let state = sequence.state(&source, *step);
            prop_assert_eq!(found, linter.lint_text(&state), "in the state\n{}", state);
        }
    }
}
