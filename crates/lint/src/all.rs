//! Several linters at once.

use lintseq_core::{Diagnostic, LintError, LintJob, Linter};

/// Several linters, which together find whatever one of them finds.
pub struct All {
    name: String,
    linters: Vec<Box<dyn Linter>>,
}

impl All {
    /// The union of these linters.
    pub fn new(linters: Vec<Box<dyn Linter>>) -> Self {
        let names: Vec<_> = linters.iter().map(|linter| linter.name()).collect();
        Self { name: names.join("+"), linters }
    }
}

impl Linter for All {
    fn name(&self) -> &str {
        &self.name
    }

    fn lint(&self, jobs: &[LintJob<'_>]) -> Vec<Result<Vec<Vec<Diagnostic>>, LintError>> {
        let empty = |job: &LintJob<'_>| Ok(vec![Vec::new(); job.steps.len()]);
        let mut found: Vec<_> = jobs.iter().map(empty).collect();
        for linter in &self.linters {
            for (found, more) in found.iter_mut().zip(linter.lint(jobs)) {
                match (found.as_mut(), more) {
                    (Ok(found), Ok(more)) => merge(found, more),
                    (Ok(_), Err(error)) => *found = Err(error),
                    // The first failure is the one to tell.
                    (Err(_), _) => {}
                }
            }
        }
        found
    }

    fn ready(&self) -> Result<(), LintError> {
        self.linters.iter().try_for_each(|linter| linter.ready())
    }

    fn batch(&self) -> usize {
        self.linters.iter().map(|linter| linter.batch()).max().unwrap_or(1)
    }
}

fn merge(found: &mut [Vec<Diagnostic>], more: Vec<Vec<Diagnostic>>) {
    for (found, mut more) in found.iter_mut().zip(more) {
        if !more.is_empty() {
            found.append(&mut more);
            found.sort();
            found.dedup();
        }
    }
}

#[cfg(test)]
mod tests {
    use lintseq_core::{EditSequence, Index, Source, Step};

    use super::*;

    /// Says its own name about every state, or fails.
    struct Says(&'static str, bool);

    impl Linter for Says {
        fn name(&self) -> &str {
            self.0
        }

        fn lint(&self, jobs: &[LintJob<'_>]) -> Vec<Result<Vec<Vec<Diagnostic>>, LintError>> {
            let said = Diagnostic { line: 0, code: self.0.into(), message: String::new() };
            let failed = || LintError::Failed { linter: self.0.into(), message: String::new() };
            let lint_job = |job: &LintJob<'_>| {
                if self.1 { Ok(vec![vec![said.clone()]; job.steps.len()]) } else { Err(failed()) }
            };
            jobs.iter().map(lint_job).collect()
        }
    }

    fn codes(linters: Vec<Box<dyn Linter>>) -> Result<Vec<String>, String> {
        let source = Source::new("x\n");
        let sequence = EditSequence::new([Step::new(0)].into_iter().collect());
        let job = LintJob { source: &source, sequence: &sequence, steps: &[Step::new(0)] };
        match All::new(linters).lint(&[job]).pop().expect("one job, one result") {
            Ok(found) => Ok(found[0].iter().map(|found| found.code.clone()).collect()),
            Err(error) => Err(error.to_string()),
        }
    }

    #[test]
    fn finds_what_any_finds_once() {
        let found =
            codes(vec![Box::new(Says("b", true)), Box::new(Says("a", true)), Box::new(Says("b", true))]);
        assert_eq!(found.as_deref(), Ok(["a".to_owned(), "b".to_owned()].as_slice()));
    }

    #[test]
    fn the_first_failure_is_told() {
        let linters: Vec<Box<dyn Linter>> =
            vec![Box::new(Says("a", true)), Box::new(Says("b", false)), Box::new(Says("c", false))];
        assert_eq!(codes(linters), Err("linter `b` failed: ".to_owned()));
    }
}
