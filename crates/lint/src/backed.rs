//! A strict linter that stops at the first error, and a lenient one for programs with errors of their own.
//!
//! A parser that does not recover says one thing about a program with a fault, and nothing about the rest of
//! it: in a state of such a program it would miss what an edit broke. The lenient one, which recovers, reads
//! those programs as well.

use lintseq_core::{Diagnostic, Index, LintError, LintJob, Linter, Step};

/// What a program with errors shows of them.
const INVALID_SYNTAX: &str = "invalid-syntax";

/// A strict linter, and a lenient one for what the strict one does not take.
pub struct Backed {
    strict: Box<dyn Linter>,
    lenient: Box<dyn Linter>,
}

impl Backed {
    /// This strict linter, backed by this lenient one.
    pub fn new(strict: Box<dyn Linter>, lenient: Box<dyn Linter>) -> Self {
        Self { strict, lenient }
    }

    fn lint_job(&self, job: &LintJob<'_>) -> Result<Vec<Vec<Diagnostic>>, LintError> {
        let mut found = lint_one(self.strict.as_ref(), job)?;
        let complete = [Step::new(job.sequence.len().saturating_sub(1))];
        let takes = match job.steps.last() {
            Some(last) if *last == complete[0] => found.last().is_none_or(|found| !is_broken(found)),
            _ => {
                let complete = lint_one(self.strict.as_ref(), &LintJob { steps: &complete, ..*job })?;
                complete.first().is_none_or(|found| !is_broken(found))
            }
        };
        if !takes {
            for (found, more) in found.iter_mut().zip(lint_one(self.lenient.as_ref(), job)?) {
                found.extend(more);
                found.sort();
                found.dedup();
            }
        }
        Ok(found)
    }
}

impl Linter for Backed {
    fn name(&self) -> &str {
        self.strict.name()
    }

    fn lint(&self, jobs: &[LintJob<'_>]) -> Vec<Result<Vec<Vec<Diagnostic>>, LintError>> {
        jobs.iter().map(|job| self.lint_job(job)).collect()
    }
}

fn lint_one(linter: &dyn Linter, job: &LintJob<'_>) -> Result<Vec<Vec<Diagnostic>>, LintError> {
    linter.lint(std::slice::from_ref(job)).pop().unwrap_or_else(|| Ok(Vec::new()))
}

fn is_broken(found: &[Diagnostic]) -> bool {
    found.iter().any(|found| found.code == INVALID_SYNTAX)
}
