//! Commits with what parser and linters say about them: the builder knows no parser.

use std::collections::BTreeMap;
use std::ops::Range;

use lintseq_core::{Diagnostic, EditSequence, Index as _, LintJob, Linter, Source, Step};
use lintseq_samples::commits::{Need, Parser};

use crate::arguments::Linters;
use crate::toolbox::Toolbox;

/// The parsers and linters of all languages.
pub(crate) struct Speakers<'a> {
    toolbox: &'a dyn Toolbox,
    linters: BTreeMap<String, Vec<Box<dyn Linter>>>,
}

impl<'a> Speakers<'a> {
    /// Prepares the linters.
    ///
    /// # Errors
    /// If a linter cannot run here.
    pub(crate) fn new(toolbox: &'a dyn Toolbox, linters: &Linters) -> anyhow::Result<Self> {
        let of_language = |language: crate::toolbox::Language| {
            let linters = toolbox.linters(&language.name, linters)?;
            Ok((language.name, linters))
        };
        let linters = toolbox.languages().into_iter().map(of_language).collect::<anyhow::Result<_>>()?;
        Ok(Self { toolbox, linters })
    }
}

impl Parser for Speakers<'_> {
    fn parses(&self, language: &str, text: &str) -> Option<bool> {
        self.linters.contains_key(language).then(|| self.toolbox.is_program(language, text))
    }

    fn needs(&self, language: &str, text: &str, runs: &[Range<usize>]) -> Vec<Need> {
        self.toolbox.needs(language, text, runs)
    }

    fn diagnostics(&self, language: &str, text: &str) -> Vec<Diagnostic> {
        let source = Source::new(text);
        // A text without lines is no state, and there is nothing to say about it.
        let Some(linters) = self.linters.get(language).filter(|_| source.line_count() > 0) else {
            return Vec::new();
        };
        let sequence = EditSequence::new(source.lines().map(|_| Step::new(0)).collect());
        let steps = [Step::new(0)];
        let job = LintJob { source: &source, sequence: &sequence, steps: &steps };
        let mut found = Vec::new();
        for linter in linters {
            // A linter that fails on a text says nothing about it: a sample does not depend on it.
            let answers = linter.lint(std::slice::from_ref(&job));
            found.extend(answers.into_iter().flatten().flatten().flatten());
        }
        found.sort();
        found.dedup();
        found
    }
}
