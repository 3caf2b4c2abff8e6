//! The linter that every language has: a text must parse as well as its complete program does.
//!
//! Where tree-sitter parses, a state is read from the one before it; building a tree of our own for it, of
//! which only the errors are looked at, was decided against.

use std::sync::Arc;

use lintseq_core::{Diagnostic, EditSequence, Index, LintError, LintJob, Linter, Source, Step, stop};

use crate::language::Language;
use crate::treesitter::{Fault, States};

/// Finds what the language's parser does not take.
pub struct Syntax {
    language: Arc<Language>,
}

impl Syntax {
    /// The name under which users ask for it.
    pub const NAME: &str = "syntax";

    /// The linter for a language.
    pub const fn new(language: Arc<Language>) -> Self {
        Self { language }
    }

    /// The findings of one text.
    pub fn lint_text(&self, text: &str) -> Vec<Diagnostic> {
        let source = Source::new(text);
        let sequence = EditSequence::at_once(source.line_count());
        let steps: Vec<Step> = sequence.steps().collect();
        let job = LintJob { source: &source, sequence: &sequence, steps: &steps };
        self.lint_job(&job).pop().unwrap_or_default()
    }

    fn lint_job(&self, job: &LintJob<'_>) -> Vec<Vec<Diagnostic>> {
        if !self.language.is_parsed_by_tree_sitter() {
            let state = |&step| self.refused(&job.sequence.state(job.source, step));
            return job.steps.iter().map(state).collect();
        }
        let mut states = States::new(&self.language, job.source, job.sequence);
        let mut lint_step = |&step| {
            stop::point();
            let faults = states.faults(step);
            if faults.is_empty() { Vec::new() } else { described(&faults, states.text()) }
        };
        job.steps.iter().map(&mut lint_step).collect()
    }

    /// What a parser that does not recover says.
    fn refused(&self, text: &str) -> Vec<Diagnostic> {
        let parsed = self.language.parse(text, u32::MAX);
        parsed.err().map(|rejection| finding(0, rejection.reason.to_string())).into_iter().collect()
    }
}

impl Linter for Syntax {
    fn name(&self) -> &'static str {
        Self::NAME
    }

    fn lint(&self, jobs: &[LintJob<'_>]) -> Vec<Result<Vec<Vec<Diagnostic>>, LintError>> {
        jobs.iter().map(|job| Ok(self.lint_job(job))).collect()
    }
}

fn described(faults: &[Fault], text: &str) -> Vec<Diagnostic> {
    let source = Source::new(text);
    let line = |byte| source.line_at(byte).index() as u32;
    let describe = |fault: &Fault| match fault {
        // The text around an error is what tells it from another one, wherever it moves.
        Fault::Unexpected(span) => {
            let what = span.text(text).lines().next().unwrap_or_default();
            finding(line(span.start), format!("unexpected `{what}`"))
        }
        Fault::Missing(byte, what) => finding(line(*byte), format!("missing `{what}`")),
    };
    faults.iter().map(describe).collect()
}

fn finding(line: u32, message: String) -> Diagnostic {
    Diagnostic { line, code: "invalid-syntax".to_owned(), message }
}
