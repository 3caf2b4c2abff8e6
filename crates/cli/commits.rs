//! Commits with what parser and linters say about them: the builder knows no parser.

use std::cell::RefCell;
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

    /// Somebody to ask about one commit, who remembers what could not be said.
    pub(crate) fn listen(&self) -> Listener<'_> {
        Listener { speakers: self, failures: RefCell::default() }
    }
}

/// What a builder asks about a commit.
pub(crate) struct Listener<'a> {
    speakers: &'a Speakers<'a>,
    failures: RefCell<Vec<String>>,
}

impl Listener<'_> {
    /// Why linters said nothing about texts, for each of these texts.
    pub(crate) fn into_failures(self) -> Vec<String> {
        self.failures.into_inner()
    }
}

impl Parser for Listener<'_> {
    fn parses(&self, language: &str, text: &str) -> Option<bool> {
        let Speakers { toolbox, linters } = self.speakers;
        linters.contains_key(language).then(|| toolbox.is_program(language, text))
    }

    fn needs(&self, language: &str, text: &str, runs: &[Range<usize>]) -> Vec<Need> {
        self.speakers.toolbox.needs(language, text, runs)
    }

    fn diagnostics(&self, language: &str, text: &str) -> Vec<Diagnostic> {
        let source = Source::new(text);
        // A text without lines is no state, and there is nothing to say about it.
        let Some(linters) = self.speakers.linters.get(language).filter(|_| source.line_count() > 0) else {
            return Vec::new();
        };
        let sequence = EditSequence::at_once(source.line_count());
        let steps = [Step::new(0)];
        let job = LintJob { source: &source, sequence: &sequence, steps: &steps };
        let mut found = Vec::new();
        for linter in linters {
            for answer in linter.lint(std::slice::from_ref(&job)) {
                match answer {
                    Ok(states) => found.extend(states.into_iter().flatten()),
                    // What the other linters say is worth a sample all the same; the closing table tells of it.
                    Err(error) => self.failures.borrow_mut().push(error.to_string()),
                }
            }
        }
        found.sort();
        found.dedup();
        found
    }
}
