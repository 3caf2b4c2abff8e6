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
        let complete = Step::new(job.sequence.len().saturating_sub(1));
        let mut steps = job.steps.to_vec();
        if steps.last() != Some(&complete) {
            steps.push(complete);
        }
        let mut found = lint_one(self.strict.as_ref(), &LintJob { steps: &steps, ..*job })?;
        let is_taken = found.last().is_none_or(|found| !is_broken(found));
        found.truncate(job.steps.len());
        if !is_taken {
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

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use lintseq_core::{EditSequence, Source};

    use super::*;

    /// Says its name about every state, and which steps it was asked for.
    struct Says(&'static str, &'static Mutex<Vec<String>>);

    impl Linter for Says {
        fn name(&self) -> &str {
            self.0
        }

        fn lint(&self, jobs: &[LintJob<'_>]) -> Vec<Result<Vec<Vec<Diagnostic>>, LintError>> {
            let said = Diagnostic { line: 0, code: self.0.into(), message: String::new() };
            let lint_job = |job: &LintJob<'_>| {
                let steps: Vec<usize> = job.steps.iter().map(|step| step.index()).collect();
                self.1.lock().expect("no panic").push(format!("{} {steps:?}", self.0));
                Ok(vec![vec![said.clone()]; steps.len()])
            };
            jobs.iter().map(lint_job).collect()
        }
    }

    #[test]
    fn both_are_asked_once() {
        static ASKED: Mutex<Vec<String>> = Mutex::new(Vec::new());
        let source = Source::new("x\ny\nz\n");
        let sequence = EditSequence::new([0, 1, 2].map(Step::new).into_iter().collect());
        let backed = Backed::new(Box::new(Says(INVALID_SYNTAX, &ASKED)), Box::new(Says("lenient", &ASKED)));
        for (steps, asked) in [
            (&[0, 1][..], ["invalid-syntax [0, 1, 2]", "lenient [0, 1]"]),
            (&[1, 2], ["invalid-syntax [1, 2]", "lenient [1, 2]"]),
        ] {
            let steps: Vec<Step> = steps.iter().copied().map(Step::new).collect();
            let job = LintJob { source: &source, sequence: &sequence, steps: &steps };
            let found = backed.lint(&[job]).remove(0).expect("neither fails");
            assert_eq!(found.iter().map(Vec::len).collect::<Vec<_>>(), [2, 2]);
            assert_eq!(std::mem::take(&mut *ASKED.lock().expect("no panic")), asked);
        }
    }
}
