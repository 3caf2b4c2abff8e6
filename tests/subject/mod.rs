//! A language under test: its default linter, its small programs, and what every promise asks of it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use lintseq_core::verify::Verified;
use lintseq_core::{
    Diagnostic, Diff, Document, EditSequence, Index, LineEnds, LineId, LintJob, Linter, Replay, Source, Step,
};
use lintseq_lint::{Backed, Registry};
use lintseq_syntax::anatomy::anatomy;
use lintseq_syntax::generate::{Options, generate};
use lintseq_syntax::language::Language;
use lintseq_syntax::linter::Syntax;

/// A language under test.
pub(crate) struct Subject {
    language: Arc<Language>,
    linter: Box<dyn Linter>,
    programs: Vec<String>,
}

impl Subject {
    /// The names of all languages.
    pub(crate) fn names() -> Vec<String> {
        let load = |grammar| Language::load(grammar).expect("the declarations fit the grammar");
        lintseq_grammars::BUILT_IN.iter().map(load).map(|language| language.name().to_owned()).collect()
    }

    /// A language that is built in.
    pub(crate) fn new(name: &str) -> Self {
        let load = |grammar| Language::load(grammar).expect("the declarations fit the grammar");
        let mut languages = lintseq_grammars::BUILT_IN.iter().map(load);
        let language = Arc::new(languages.find(|language| language.name() == name).expect("it is built in"));
        let parser = || Box::new(Syntax::new(Arc::clone(&language)));
        let linter: Box<dyn Linter> = match language.settings().linters[0].as_str() {
            Syntax::NAME => parser(),
            other => {
                let linter = Registry::new().get(other, name).expect("every default linter is built in");
                let is_strict = language.is_parsed_by_tree_sitter();
                if is_strict { Box::new(Backed::new(linter, parser())) } else { linter }
            }
        };
        let programs = programs(name, &language.settings().line_comment);
        Self { language, linter, programs }
    }

    pub(crate) fn name(&self) -> String {
        self.language.name().to_owned()
    }

    /// The programs of its cases.
    pub(crate) fn programs(&self) -> &[String] {
        &self.programs
    }

    pub(crate) fn parses(&self, text: &str) -> bool {
        self.language.parse(text, 200).is_ok()
    }

    pub(crate) fn sequences(&self, options: &Options, document: &Document) -> Vec<Verified> {
        generate(&self.language, &*self.linter, options, std::slice::from_ref(document))
            .remove(0)
            .expect("the program parses")
    }

    /// What the linter says about every state. It is asked in the sequence, as what a program is decides how
    /// its states are read.
    fn faults(&self, source: &Source<'_>, sequence: &EditSequence) -> Vec<BTreeSet<(String, String)>> {
        let steps: Vec<Step> = sequence.steps().collect();
        let job = LintJob { source, sequence, steps: &steps };
        let found = self.linter.lint(&[job]).remove(0).expect("a linter in process gives a verdict");
        let named = |state: Vec<Diagnostic>| {
            state.into_iter().map(|found| (found.code, found.message)).collect::<BTreeSet<_>>()
        };
        found.into_iter().map(named).collect()
    }

    /// Holds the sequences of a program to every promise that can be seen in them.
    pub(crate) fn check(&self, text: &str, options: &Options) {
        let document = document(&self.name(), "a program", text);
        let source = Source::new(text);
        let tree = self.language.parse(text, options.max_depth).expect("the program parses");
        let anatomy = anatomy(&self.language, &tree, &source);
        let whole = EditSequence::at_once(source.line_count());
        let own = self.faults(&source, &whole).pop().unwrap_or_default();
        let made = self.sequences(options, &document);
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
            for (step, faults) in sequence.steps().zip(self.faults(&source, sequence)) {
                let new = faults.difference(&own).next();
                assert_eq!(new, None, "in the state\n{}\nof\n{text}", sequence.state(&source, step));
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
        assert_eq!(made, self.sequences(options, &document));
        let company =
            [document.clone(), self::document(&self.name(), "another", &self.programs[0]), document];
        let together = generate(&self.language, &*self.linter, options, &company);
        assert_eq!(together[0].as_ref().ok(), Some(&made));
        assert_eq!(together[2].as_ref().ok(), Some(&made));
    }
}

/// A document of its own.
pub(crate) fn document(language: &str, id: &str, text: &str) -> Document {
    Document {
        id: id.into(),
        index: 0,
        path: None,
        language: language.to_owned(),
        text: text.to_owned(),
        instruction: None,
        source: String::new(),
        metadata: serde_json::Map::new(),
    }
}

/// The programs of a language's cases, without the marks of the cases.
fn programs(language: &str, token: &str) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("grammars").join(language).join("cases");
    let mut paths: Vec<_> = fs::read_dir(folder)
        .expect("it has cases")
        .map(|entry| entry.expect("it is readable").path())
        .collect();
    paths.sort();
    let (title, expectation, label) = (format!("{token}! "), format!("{token}? "), format!("{token}= "));
    let mut programs = Vec::new();
    for path in paths {
        let text = fs::read_to_string(path).expect("a case is readable");
        for case in text.split(&title).skip(1) {
            let lines = case.lines().skip(1).filter(|line| !line.starts_with(&expectation));
            let line =
                |line: &str| line.split(&label).next().unwrap_or_default().trim_end().to_owned() + "\n";
            programs.push(lines.map(line).collect());
        }
    }
    programs
}
