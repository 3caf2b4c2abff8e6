//! One program at a time: edits to a text, and edits held against the promises.

use lintseq_core::LineEnds;
use lintseq_dataset::formats::{EditRow, training_text_edits};

use super::{UsageError, toolbox};
use crate::arguments::Linters;
use crate::check::{Subject, Violation, add_findings};
use crate::replay::{replay, replay_lenient};
use crate::toolbox::Toolbox as _;

/// An edit that cannot be applied, in words for people.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Refused(String);

/// Something that an edit sequence does and should not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The promise that is broken: `replay`, `valid` or `natural`.
    pub promise: &'static str,
    /// How.
    pub kind: String,
    /// The edit, from zero, where one is to blame.
    pub step: Option<usize>,
    /// The line of the state after that edit, or else of the program, from zero.
    pub line: Option<usize>,
    /// What was found.
    pub detail: String,
}

/// A language, as `lintseq languages` lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Language {
    /// The canonical name.
    pub name: String,
    /// File extensions, without dots.
    pub extensions: Vec<String>,
    /// The linters that can verify it, its default first.
    pub linters: Vec<String>,
}

/// The languages.
pub fn languages() -> Vec<Language> {
    let describe = |language: crate::toolbox::Language| Language {
        name: language.name,
        extensions: language.extensions,
        linters: language.linters,
    };
    toolbox().languages().into_iter().map(describe).collect()
}

/// Edits of a program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edits {
    /// Unified diffs in order.
    Diffs(Vec<String>),
    /// The raw output of a model: what follows each `<|diff|>` at the start of a line is an edit, what stands before
    /// the first is the instruction.
    Text(String),
}

/// The text that edits make of nothing. Where `is_lenient`, hunks that do not fit are skipped.
///
/// # Errors
/// At the first edit that cannot be read or does not fit.
pub fn apply(edits: Edits, is_lenient: bool) -> Result<String, Refused> {
    let row = match edits {
        Edits::Diffs(edits) => row(edits, None),
        Edits::Text(text) => {
            let edits = training_text_edits(&text).map(str::to_owned).collect();
            EditRow { ends: LineEnds::Joined, ..row(edits, None) }
        }
    };
    if is_lenient {
        return Ok(replay_lenient(&row).0.text());
    }
    replay(&row, |_, _, _| ()).map(|replay| replay.text()).map_err(|error| Refused(error.to_string()))
}

/// What is wrong with the edits of a program: nothing, if they keep the promises.
///
/// # Errors
/// If the language or a linter is unknown, or a linter cannot run here.
pub fn check(
    source: String,
    edits: Vec<String>,
    language: &str,
    linters: Vec<String>,
) -> Result<Vec<Finding>, UsageError> {
    let usage = |error: anyhow::Error| UsageError(format!("{error:#}"));
    let toolbox = toolbox();
    let language = toolbox.wanted_language(Some(language)).map_err(usage)?.unwrap_or_default();
    let named = Linters { linter: linters, linter_config: None };
    toolbox.check_linters(Some(&language), &named).map_err(usage)?;
    let linters = toolbox.linters(&language, &named).map_err(usage)?;
    let violations = match Subject::new(row(edits, Some(source))) {
        Err(violation) => vec![violation],
        Ok(mut subject) => {
            subject.add_unnatural(|text| toolbox.anatomy(&language, text));
            for linter in &linters {
                add_findings(&mut [&mut subject], linter.as_ref());
            }
            subject.violations
        }
    };
    Ok(violations.into_iter().map(Finding::from).collect())
}

fn row(edits: Vec<String>, source: Option<String>) -> EditRow {
    EditRow { language: None, source, sequence_index: None, edits, ends: LineEnds::Whole }
}

impl From<Violation> for Finding {
    fn from(violation: Violation) -> Self {
        let Violation { kind, step, line, detail } = violation;
        Self { promise: kind.promise().as_str(), kind: kind.to_string(), step, line, detail }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn diffs(edits: &[&str]) -> Vec<String> {
        edits.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn edits_become_texts() {
        let edits = diffs(&["@@ -0,0 +1 @@\n+b\n", "@@ -0,0 +1 @@\n+a\n"]);
        assert_eq!(apply(Edits::Diffs(edits), false).unwrap(), "a\nb\n");
        let text = "Write it.\n<|diff|>@@ -0,0 +1 @@\n+a\n<|diff|>".to_owned();
        assert_eq!(apply(Edits::Text(text), false).unwrap(), "a");
        let unfit = diffs(&["@@ -7 +7 @@\n+b\n"]);
        assert!(apply(Edits::Diffs(unfit.clone()), false).is_err());
        assert_eq!(apply(Edits::Diffs(unfit), true).unwrap(), "");
    }

    #[test]
    fn promises_are_held_against_edits() {
        let source = "x = 1\nprint(x)\n";
        let find = |edits: &[&str]| {
            let found = check(source.to_owned(), diffs(edits), "py", Vec::new()).unwrap();
            found.into_iter().map(|finding| (finding.promise, finding.step, finding.line)).collect::<Vec<_>>()
        };
        assert_eq!(find(&["@@ -0,0 +1 @@\n+x = 1\n", "@@ -1,0 +2 @@\n+print(x)\n"]), []);
        assert_eq!(
            find(&["@@ -0,0 +1 @@\n+print(x)\n", "@@ -0,0 +1 @@\n+x = 1\n"]),
            [("valid", Some(0), Some(0))]
        );
        assert_eq!(find(&["@@ -0,0 +1 @@\n+x = 2\n"]), [("replay", None, Some(0))]);
        assert!(check(String::new(), Vec::new(), "klingon", Vec::new()).is_err());
        assert!(check(String::new(), Vec::new(), "python", vec!["nobody".to_owned()]).is_err());
        assert!(languages().iter().any(|language| language.name == "python"));
    }
}
