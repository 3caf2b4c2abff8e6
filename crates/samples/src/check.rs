//! What must hold for every sample, whoever made it.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::history::replay;
use crate::patch::apply;
use crate::{DistanceClass, Kind, LineIndex, Sample};

/// Something that does not hold for a sample.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What does not hold.
    pub kind: FaultKind,
    /// The particulars.
    pub detail: String,
}

/// What may not hold for a sample.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum FaultKind {
    /// The history, replayed on `original`, does not give `current`.
    History,
    /// The target, applied to `current`, does not give `next`.
    Target,
    /// The rejected text is the next one.
    Rejected,
    /// Kind, reason, jump, target or cursor contradict each other.
    Inconsistent,
}

impl fmt::Display for FaultKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::History => "histories that do not lead to the current text",
            Self::Target => "targets that do not lead to the next text",
            Self::Rejected => "rejected texts that are the next one",
            Self::Inconsistent => "keys that contradict each other",
        })
    }
}

/// Everything that does not hold for a sample.
pub fn faults(sample: &Sample) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut fault = |kind, detail: String| faults.push(Fault { kind, detail });
    match replay(&sample.original, &sample.history, &sample.path) {
        Ok(text) if text == sample.current => {}
        Ok(text) => fault(FaultKind::History, first_difference(&text, &sample.current)),
        Err(error) => fault(FaultKind::History, error.to_string()),
    }
    let is_elsewhere = sample.jump.as_ref().is_some_and(|jump| jump.path != sample.path);
    let next = if is_elsewhere { Ok(sample.current.clone()) } else { apply(&sample.current, &sample.target) };
    match next {
        Ok(text) if text == sample.next => {}
        Ok(text) => fault(FaultKind::Target, first_difference(&text, &sample.next)),
        Err(error) => fault(FaultKind::Target, error.to_string()),
    }
    if sample.rejected.as_ref() == Some(&sample.next) {
        fault(FaultKind::Rejected, "`rejected` equals `next`".to_owned());
    }
    for contradiction in contradictions(sample, is_elsewhere) {
        fault(FaultKind::Inconsistent, contradiction);
    }
    faults
}

fn contradictions(sample: &Sample, is_elsewhere: bool) -> Vec<String> {
    let mut found = Vec::new();
    let mut must = |holds: bool, message: &str| {
        if !holds {
            found.push(message.to_owned());
        }
    };
    must(
        sample.no_edit_reason.is_some() == (sample.kind == Kind::NoEdit),
        "`no_edit_reason` belongs to the kind `no_edit`, and only there",
    );
    must(
        sample.jump.is_some() == (sample.kind == Kind::Jump),
        "`jump` belongs to the kind `jump`, and only there",
    );
    must(
        sample.target.is_empty() == (sample.kind == Kind::NoEdit),
        "`target` is empty for `no_edit`, and only there",
    );
    if !is_elsewhere {
        must(
            (sample.current == sample.next) == (sample.kind == Kind::NoEdit),
            "`next` equals `current` for `no_edit`, and only there",
        );
    }
    let lines = LineIndex::new(&sample.current);
    if let Some(cursor) = sample.cursor {
        must(lines.byte(cursor).is_some(), "`cursor` is no place of `current`");
    }
    let count = lines.source().line_count() as u32;
    must(
        sample.diagnostics.iter().all(|diagnostic| diagnostic.line <= count),
        "a diagnostic blames a line beyond `current`",
    );
    if let Some(jump) = &sample.jump {
        must(
            is_elsewhere == (jump.class == DistanceClass::OtherFile),
            "`jump.class` contradicts `jump.path`",
        );
        must(is_elsewhere == jump.distance.is_none(), "`jump.distance` is null across files, and only there");
        must(is_elsewhere || jump.line <= count, "`jump.line` lies beyond `current`");
        if let (Some(distance), Some(cursor)) = (jump.distance, sample.cursor) {
            must(DistanceClass::of(distance) == jump.class, "`jump.class` contradicts `jump.distance`");
            must(cursor.line.abs_diff(jump.line) == distance, "`jump.distance` contradicts `cursor`");
        }
    }
    must(
        serde_json::from_str::<serde_json::Map<_, _>>(&sample.metadata).is_ok(),
        "`metadata` is not a JSON object as text",
    );
    found
}

/// The first line in which two texts differ.
fn first_difference(found: &str, expected: &str) -> String {
    let (mut found, mut expected) = (found.split_inclusive('\n'), expected.split_inclusive('\n'));
    for line in 1.. {
        match (found.next(), expected.next()) {
            (Some(found), Some(expected)) if found == expected => {}
            (found, expected) => {
                let shown = |line: Option<&str>| {
                    line.map_or_else(|| "nothing".to_owned(), |line| format!("{line:?}"))
                };
                return format!("line {line}: expected {}, found {}", shown(expected), shown(found));
            }
        }
    }
    String::new()
}
