//! Writes sequences for a JSONL corpus without a linter.
use lintseq_core::{Document, LineEnds, Linter, LintJob, LintError, Diagnostic, Source};
use lintseq_syntax::{generate, language::Language};
struct None_;
impl Linter for None_ {
    fn name(&self) -> &str { "none" }
    fn lint(&self, jobs: &[LintJob<'_>]) -> Vec<Result<Vec<Vec<Diagnostic>>, LintError>> {
        jobs.iter().map(|j| Ok(vec![Vec::new(); j.steps.len()])).collect()
    }
}
#[expect(clippy::print_stdout)]
fn main() {
    let path = std::env::args().nth(1).expect("a file");
    let language = Language::load(&lintseq_grammars::BUILT_IN[0]).unwrap_or_else(|e| panic!("{e}"));
    let options = generate::Options::default();
    let t = std::time::Instant::now();
    let mut n = 0;
    for line in std::fs::read_to_string(path).expect("readable").lines() {
        let row: serde_json::Value = serde_json::from_str(line).expect("json");
        let text = row["response"].as_str().expect("text").to_owned();
        let document = Document { id: row["id"].clone(), index: n, path: None, language: "python".into(), text, instruction: None, source: String::new(), metadata: Default::default() };
        n += 1;
        let generated = generate::generate(&language, &None_, &options, &document).expect("ok");
        let source = Source::new(&document.text);
        for g in generated.sequences {
            println!("{}", serde_json::json!({"schema": "lintseq.sequence/1", "id": document.id, "source": document.text, "edits": g.sequence.diffs(&source, LineEnds::Whole)}));
        }
    }
    eprintln!("{n} {:?}", t.elapsed());
}
