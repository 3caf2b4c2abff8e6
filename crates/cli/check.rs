//! The promises that a row of edits keeps or breaks, verified without knowing who wrote it.
//!
//! P1, the edits replay to the program; P2, every state shows the linters nothing that the program does not
//! show them; P3, edits only insert, and bring together what belongs together. Rows of other tools may
//! remove lines: that is counted, and their states are then linted as texts of their own.

mod natural;
mod report;
mod samples;
mod valid;
mod violation;

use lintseq_core::{EditSequence, Step};
use lintseq_dataset::formats::EditRow;

use crate::replay::replay;
use crate::toolbox::Anatomy;

pub(crate) use report::Report;
pub(crate) use samples::Ids;
pub(crate) use valid::add_findings;
pub(crate) use violation::{Kind, Promise, Violation};

/// A row, replayed.
pub(crate) struct Subject {
    /// The text that the edits make.
    text: String,
    /// The program that the row names, where it is another text.
    program: Option<String>,
    /// The edit that brought every line of the text.
    births: Vec<Step>,
    states: States,
    /// What is wrong with the row, as far as it is known.
    pub(crate) violations: Vec<Violation>,
}

/// The states of a row, from the first edit on.
enum States {
    /// The row is an edit sequence of its text.
    Sequence(EditSequence),
    /// It is not, so that each state is a text of its own.
    Texts(Vec<String>),
}

impl Subject {
    /// Replays a row: verifies P1, and as much of P3 as needs no grammar.
    ///
    /// # Errors
    /// If an edit does not apply, after which there is nothing to verify.
    pub(crate) fn new(row: EditRow) -> Result<Self, Violation> {
        let mut violations = Vec::new();
        let mut step = 0;
        let complete = replay(&row, |_, change, after| {
            violations.extend(natural::of_edit(step, change, after));
            step += 1;
        })
        .map_err(|failed| {
            let detail = failed.error.to_string();
            Violation { kind: Kind::DoesNotApply, step: Some(failed.edit), line: None, detail }
        })?;
        let text = complete.text();
        let births = complete.births().collect();
        let states = complete.sequence().map_or_else(|| States::Texts(states(&row)), States::Sequence);
        let program = row.source.filter(|source| *source != text);
        if let Some(program) = &program {
            violations.push(violation::other_program(program, &text));
        }
        Ok(Self { text, program, births, states, violations })
    }

    /// Verifies what of P3 needs a grammar. `dissect` is asked about the text that the edits make.
    pub(crate) fn add_unnatural(&mut self, dissect: impl FnOnce(&str) -> Option<Anatomy>) {
        match dissect(&self.text) {
            Some(anatomy) => self.violations.extend(natural::of_program(&self.text, &self.births, &anatomy)),
            None => self.violations.push(Violation {
                kind: Kind::NotChecked,
                step: None,
                line: None,
                detail: "no grammar for the language of the row; name one with --language".to_owned(),
            }),
        }
    }
}

/// The texts of all states.
fn states(row: &EditRow) -> Vec<String> {
    let mut texts = Vec::with_capacity(row.edits.len());
    let applied = replay(row, |_, _, after| texts.push(after.text()));
    debug_assert!(applied.is_ok(), "the row has been replayed before");
    texts
}
