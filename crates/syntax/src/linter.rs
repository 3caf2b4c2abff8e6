//! The linter that every language has: a text must parse as well as its complete program does.

use std::sync::Arc;

use lintseq_core::{Diagnostic, Index, LintError, LintJob, Linter, Source};

use crate::language::Language;

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

    fn lint_text(&self, text: &str) -> Vec<Diagnostic> {
        let finding =
            |line: u32, message: String| Diagnostic { line, code: "invalid-syntax".to_owned(), message };
        match self.language.parse(text, u32::MAX) {
            Err(rejection) => vec![finding(0, rejection.reason.to_string())],
            Ok(tree) => {
                let source = Source::new(text);
                // The text around an error is what tells it from another one, wherever it moves.
                let describe = |span: &crate::tree::Span| {
                    let line = source.line_at(span.start);
                    let what = span.text(text).lines().next().unwrap_or_default();
                    finding(line.index() as u32, format!("unexpected `{what}`"))
                };
                tree.errors.iter().map(describe).collect()
            }
        }
    }
}

impl Linter for Syntax {
    fn name(&self) -> &'static str {
        Self::NAME
    }

    fn lint(&self, jobs: &[LintJob<'_>]) -> Vec<Result<Vec<Vec<Diagnostic>>, LintError>> {
        let mut text = String::new();
        let mut lint_job = |job: &LintJob<'_>| {
            let lint_step = |&step| {
                text.clear();
                job.sequence.write_state(job.source, step, &mut text);
                self.lint_text(&text)
            };
            Ok(job.steps.iter().map(lint_step).collect())
        };
        jobs.iter().map(&mut lint_job).collect()
    }
}
