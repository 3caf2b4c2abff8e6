//! Samples of sequences, with what parser and linters say about them.
//!
//! The builders know no parser. What they build is brought here for a whole group of programs, so that a linter that
//! starts a process a call sees all the current texts of a group at once.

use std::collections::BTreeMap;

use lintseq_core::{
    Diagnostic, Document, EditSequence, Index as _, LintJob, Linter, Reason, Rejection, Source, Step,
};
use lintseq_samples::Sample;
use lintseq_samples::sequences::{Built, Origin, SampleOptions, build};

use crate::arguments::Linters;
use crate::toolbox::Toolbox;

/// Makes samples of sequences.
pub(crate) struct Sampler<'a> {
    toolbox: &'a dyn Toolbox,
    options: SampleOptions,
    /// What bears on samples through their sequences.
    fingerprint: String,
    languages: BTreeMap<String, Speaker>,
}

/// What is asked in a language.
struct Speaker {
    extension: String,
    linters: Vec<Box<dyn Linter>>,
}

impl<'a> Sampler<'a> {
    /// Prepares the linters of all languages.
    ///
    /// # Errors
    /// If a linter cannot run here.
    pub(crate) fn new(
        toolbox: &'a dyn Toolbox,
        linters: &Linters,
        options: SampleOptions,
        fingerprint: String,
    ) -> anyhow::Result<Self> {
        let speaker = |language: crate::toolbox::Language| {
            let linters = toolbox.linters(&language.name, linters)?;
            let extension = language.extensions.first().cloned().unwrap_or_default();
            Ok((language.name, Speaker { extension, linters }))
        };
        let languages = toolbox.languages().into_iter().map(speaker).collect::<anyhow::Result<_>>()?;
        Ok(Self { toolbox, options, fingerprint, languages })
    }

    /// The samples of some programs, each of which comes with its sequences.
    pub(crate) fn samples(
        &self,
        programs: &[(&Document, &[EditSequence])],
    ) -> Vec<Result<Vec<Sample>, Rejection>> {
        let mut built: Vec<Vec<Built>> =
            programs.iter().map(|(document, made)| self.build(document, made)).collect();
        let mut failed: Vec<Option<Rejection>> = vec![None; programs.len()];
        for (language, speaker) in &self.languages {
            let of_language = |(_, (document, _)): &(_, &(&Document, _))| document.language == *language;
            let positions: Vec<usize> =
                programs.iter().enumerate().filter(of_language).map(|(position, _)| position).collect();
            speaker.annotate(&mut built, &positions, &mut failed);
        }
        let finish = |(built, failed): (Vec<Built>, Option<Rejection>)| {
            failed.map_or_else(|| Ok(built.into_iter().map(|built| built.sample).collect()), Err)
        };
        built.into_iter().zip(failed).map(finish).collect()
    }

    fn build(&self, document: &Document, sequences: &[EditSequence]) -> Vec<Built> {
        let source = Source::new(&document.text);
        let extension = self.languages.get(&document.language).map_or("txt", |speaker| &speaker.extension);
        let parses = &|text: &str| self.toolbox.is_program(&document.language, text);
        let of_sequence = |(sequence_index, sequence): (u32, &EditSequence)| {
            let fingerprint = &self.fingerprint;
            let origin = Origin {
                document,
                source: &source,
                sequence,
                sequence_index,
                extension,
                fingerprint,
                parses,
            };
            build(&origin, &self.options)
        };
        (0..).zip(sequences).flat_map(of_sequence).collect()
    }
}

impl Speaker {
    /// Adds to all samples of some programs what the linters say.
    fn annotate(&self, built: &mut [Vec<Built>], positions: &[usize], failed: &mut [Option<Rejection>]) {
        let places: Vec<(usize, usize)> =
            positions.iter().flat_map(|&at| (0..built[at].len()).map(move |number| (at, number))).collect();
        let mut found: Vec<Vec<Diagnostic>> = vec![Vec::new(); places.len()];
        let texts: Vec<Source<'_>> =
            places.iter().map(|&(at, number)| Source::new(linted(&built[at][number]))).collect();
        let sequences: Vec<EditSequence> =
            texts.iter().map(|source| EditSequence::at_once(source.line_count())).collect();
        let steps = [Step::new(0)];
        // A text without lines is no state, and there is nothing to say about it.
        let asked: Vec<usize> = (0..texts.len()).filter(|&text| !sequences[text].is_empty()).collect();
        let job = |&text: &usize| LintJob { source: &texts[text], sequence: &sequences[text], steps: &steps };
        let jobs: Vec<LintJob<'_>> = asked.iter().map(job).collect();
        for linter in self.linters.iter().filter(|_| !jobs.is_empty()) {
            for (&text, answer) in asked.iter().zip(linter.lint(&jobs)) {
                match answer {
                    Ok(states) => found[text].extend(states.into_iter().flatten()),
                    Err(error) => {
                        let rejection = Rejection::new(Reason::LinterFailed, error.to_string());
                        failed[places[text].0].get_or_insert(rejection);
                    }
                }
            }
        }
        for ((at, number), mut diagnostics) in places.into_iter().zip(found) {
            diagnostics.sort();
            diagnostics.dedup();
            let built = &mut built[at][number];
            built.sample.diagnostics = within_window(diagnostics, built);
        }
    }
}

/// The text that linters see: all around a window.
fn linted(built: &Built) -> &str {
    built.whole.as_ref().map_or(&built.sample.current, |whole| &whole.text)
}

/// The diagnostics of the current text's own lines, counted from its first.
fn within_window(diagnostics: Vec<Diagnostic>, built: &Built) -> Vec<Diagnostic> {
    let Some(whole) = &built.whole else { return diagnostics };
    let count = built.sample.current.split_inclusive('\n').count() as u32;
    let shifted = |diagnostic: Diagnostic| {
        let line = diagnostic.line.checked_sub(whole.first_line).filter(|line| *line < count)?;
        Some(Diagnostic { line, ..diagnostic })
    };
    diagnostics.into_iter().filter_map(shifted).collect()
}
