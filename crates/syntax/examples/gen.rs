//! Writes the sequences of a JSONL corpus as the graph alone gives them, without a linter.
//!
//! With `GRAMMARS=folder` the declarations are read from there at run time, so that trying a rule needs no build.

use lintseq_core::{Diagnostic, Document, LineEnds, LintError, LintJob, Linter, Source};
use lintseq_syntax::generate::{self, Options};
use lintseq_syntax::language::Language;

struct Nobody;

impl Linter for Nobody {
    fn name(&self) -> &'static str {
        "nobody"
    }

    fn lint(&self, jobs: &[LintJob<'_>]) -> Vec<Result<Vec<Vec<Diagnostic>>, LintError>> {
        jobs.iter().map(|job| Ok(vec![Vec::new(); job.steps.len()])).collect()
    }
}

#[expect(clippy::print_stdout, clippy::print_stderr)]
fn main() {
    let mut arguments = std::env::args().skip(1);
    let name = arguments.next().expect("usage: gen LANGUAGE FILE.jsonl [SEED [SEQUENCES]]");
    let path = arguments.next().expect("a file of rows");
    let seed = arguments.next().map_or(0, |seed| seed.parse().expect("a seed is a number"));
    let load = |grammar| Language::load(grammar).unwrap_or_else(|error| panic!("{error}"));
    let mut languages = lintseq_grammars::BUILT_IN.iter().map(|grammar| (grammar, load(grammar)));
    let (grammar, mut language) =
        languages.find(|(_, language)| language.name() == name).expect("a language that is built in");
    if let Ok(folder) = std::env::var("GRAMMARS") {
        let read = |file: &str, built_in: &'static str| {
            std::fs::read_to_string(format!("{folder}/{file}")).map_or(built_in, |text| text.leak())
        };
        let own = |file: &str, built_in| read(&format!("{name}/{file}"), built_in);
        let shared: Vec<_> = grammar.shared.iter().map(|&(file, text)| (file, read(file, text))).collect();
        language = load(&lintseq_grammars::Grammar {
            settings: own("grammar.toml", grammar.settings),
            units: own("units.scm", grammar.units),
            names: own("names.scm", grammar.names),
            shared: shared.leak(),
            ..*grammar
        });
    }
    let sequences = arguments.next().map_or(1, |number| number.parse().expect("sequences are a number"));
    let options = Options { seed, sequences, ..Options::default() };
    let text = std::fs::read_to_string(path).expect("the corpus is readable");
    let documents: Vec<Document> = (0..)
        .zip(text.lines())
        .map(|(index, line)| {
            let row: serde_json::Value = serde_json::from_str(line).expect("a row is JSON");
            Document {
                id: row["id"].clone(),
                index,
                path: None,
                language: name.clone(),
                text: row["response"].as_str().expect("a row has a text").to_owned(),
                instruction: None,
                source: String::new(),
                metadata: serde_json::Map::new(),
            }
        })
        .collect();
    let start = std::time::Instant::now();
    for document in &documents {
        let source = Source::new(&document.text);
        match generate::generate(&language, &Nobody, &options, std::slice::from_ref(document)).remove(0) {
            Ok(sequences) => {
                for verified in sequences {
                    let edits = verified.sequence.diffs(&source, LineEnds::Whole);
                    println!(
                        "{}",
                        serde_json::json!({
                            "schema": "lintseq.sequence/1", "id": document.id, "source": document.text, "edits": edits
                        })
                    );
                }
            }
            Err(rejection) => eprintln!("{}: {rejection}", document.id),
        }
    }
    eprintln!("{} programs in {:?}", documents.len(), start.elapsed());
}
