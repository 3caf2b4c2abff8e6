//! Any text that parses becomes sequences that replay to it, and nothing panics.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use lintseq_core::{Document, Index, Source, Step};
use lintseq_lint::Ruff;
use lintseq_syntax::generate::{Options, generate};
use lintseq_syntax::language::Language;

static PYTHON: LazyLock<Language> =
    LazyLock::new(|| Language::load(&lintseq_grammars::BUILT_IN[0]).expect("the declarations fit the grammar"));
static RUFF: LazyLock<Ruff> = LazyLock::new(Ruff::new);

fuzz_target!(|text: &str| {
    if text.trim().is_empty() {
        return;
    }
    let document = Document {
        id: "fuzz".into(),
        index: 0,
        path: None,
        language: "python".to_owned(),
        text: text.to_owned(),
        instruction: None,
        source: String::new(),
        metadata: serde_json::Map::new(),
    };
    let options = Options { sequences: 2, ..Options::default() };
    if let Ok(made) = generate(&PYTHON, &*RUFF, &options, &[document]).remove(0) {
        let source = Source::new(text);
        for verified in made {
            let last = Step::new(verified.sequence.len() - 1);
            assert_eq!(verified.sequence.state(&source, last), text);
        }
    }
});
