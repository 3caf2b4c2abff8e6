//! What a row can break.

use std::fmt;

use lintseq_samples::check::FaultKind;
use serde::{Deserialize, Serialize};

/// A promise of lintseq.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum Promise {
    /// P1.
    Replay,
    /// P2.
    Valid,
    /// P3.
    Natural,
    /// Samples hold what their keys say.
    Sound,
}

impl Promise {
    /// Those of sequences, in order.
    pub(crate) const OF_SEQUENCES: [Self; 3] = [Self::Replay, Self::Valid, Self::Natural];
    /// Those of samples.
    pub(crate) const OF_SAMPLES: [Self; 1] = [Self::Sound];
}

impl Promise {
    /// The name by itself.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Replay => "replay",
            Self::Valid => "valid",
            Self::Natural => "natural",
            Self::Sound => "sound",
        }
    }
}

impl fmt::Display for Promise {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Replay => "P1 replay",
            Self::Valid => "P2 valid",
            Self::Natural => "P3 natural",
            Self::Sound => "sound",
        })
    }
}

/// How a promise is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum Kind {
    /// The row cannot be read.
    Unreadable,
    /// An edit cannot be read, or does not fit the text before it.
    DoesNotApply,
    /// The edits make another text than the program.
    OtherProgram,
    /// A state shows a linter what the program does not show it.
    NewFinding,
    /// A linter did not answer, or there is none.
    NotLinted,
    /// An edit removes lines.
    RemovesLines,
    /// An edit brings nothing.
    BringsNothing,
    /// An edit brings only blank lines.
    OnlyBlank,
    /// An edit brings only comments, and the program is more than that.
    OnlyComments,
    /// A multi-line string, a docstring or a block comment comes in more than one piece.
    TornApart,
    /// There is no grammar to tell what belongs together.
    NotChecked,
    /// A sample that lacks a key, has one more, or holds something else in it.
    NoSample,
    /// Something that holds for no sample of lintseq.
    Fault(FaultKind),
    /// `parses` is not what the parser says.
    Parses,
    /// Two samples with one id.
    Id,
    /// A row of a training format that does not decode, or not to what it says.
    Row,
}

impl Kind {
    /// The promise that is broken.
    pub(crate) const fn promise(self) -> Promise {
        match self {
            Self::Unreadable | Self::DoesNotApply | Self::OtherProgram => Promise::Replay,
            Self::NewFinding | Self::NotLinted => Promise::Valid,
            Self::RemovesLines
            | Self::BringsNothing
            | Self::OnlyBlank
            | Self::OnlyComments
            | Self::TornApart
            | Self::NotChecked => Promise::Natural,
            Self::NoSample | Self::Fault(_) | Self::Parses | Self::Id | Self::Row => Promise::Sound,
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Unreadable => "unreadable rows",
            Self::DoesNotApply => "edits that do not apply",
            Self::OtherProgram => "final states that are not the program",
            Self::NewFinding => "states with a new finding",
            Self::NotLinted => "rows not linted",
            Self::RemovesLines => "edits that remove lines",
            Self::BringsNothing => "edits that bring nothing",
            Self::OnlyBlank => "edits of only blank lines",
            Self::OnlyComments => "edits of only comments",
            Self::TornApart => "strings or comments torn apart",
            Self::NotChecked => "rows without a grammar",
            Self::NoSample => "rows that are no sample",
            Self::Fault(fault) => return fault.fmt(f),
            Self::Parses => "samples whose `parses` is wrong",
            Self::Id => "samples with the id of another",
            Self::Row => "rows that their format does not bear out",
        })
    }
}

/// One violation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Violation {
    /// What is broken.
    pub(crate) kind: Kind,
    /// The edit or state, from zero.
    pub(crate) step: Option<usize>,
    /// The line of the state, or of the program where a step is not to blame, from zero.
    pub(crate) line: Option<usize>,
    /// What was found.
    pub(crate) detail: String,
}

/// The edits made another text than the program: where they part.
pub(super) fn other_program(program: &str, text: &str) -> Violation {
    let lines = program.split('\n').zip(text.split('\n'));
    let line = lines.take_while(|(expected, found)| expected == found).count();
    let nth = |text: &str| {
        text.split('\n').nth(line).map_or_else(|| "the end".to_owned(), |line| format!("{line:?}"))
    };
    let detail = format!("expected {}, found {}", nth(program), nth(text));
    Violation { kind: Kind::OtherProgram, step: None, line: Some(line), detail }
}
