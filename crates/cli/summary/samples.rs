//! How many samples of what kind a run has made.

use std::collections::BTreeMap;
use std::fmt;

use lintseq_samples::{DistanceClass, Kind, NoEditReason, Sample, State};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{grouped, ratio};

/// Samples by kind and by what divides their kind further.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SampleCounts {
    kinds: BTreeMap<Kind, u64>,
    states: BTreeMap<State, u64>,
    reasons: BTreeMap<NoEditReason, u64>,
    classes: BTreeMap<DistanceClass, u64>,
}

impl SampleCounts {
    /// Counts a sample.
    pub(crate) fn add(&mut self, sample: &Sample) {
        *self.kinds.entry(sample.kind).or_default() += 1;
        *self.states.entry(sample.state).or_default() += 1;
        if let Some(reason) = sample.no_edit_reason {
            *self.reasons.entry(reason).or_default() += 1;
        }
        if let Some(jump) = &sample.jump {
            *self.classes.entry(jump.class).or_default() += 1;
        }
    }

    /// Adds the counts of another part of the run.
    pub(crate) fn merge(&mut self, other: &Self) {
        fn add<K: Ord + Copy>(to: &mut BTreeMap<K, u64>, from: &BTreeMap<K, u64>) {
            for (key, count) in from {
                *to.entry(*key).or_default() += count;
            }
        }
        add(&mut self.kinds, &other.kinds);
        add(&mut self.states, &other.states);
        add(&mut self.reasons, &other.reasons);
        add(&mut self.classes, &other.classes);
    }

    /// Whether there was no sample.
    pub(crate) fn is_empty(&self) -> bool {
        self.kinds.is_empty()
    }

    /// How many samples are of a kind.
    pub(crate) fn of_kind(&self, kind: Kind) -> u64 {
        self.kinds.get(&kind).copied().unwrap_or(0)
    }

    /// How many jumps are of a distance class.
    pub(crate) fn of_class(&self, class: DistanceClass) -> u64 {
        self.classes.get(&class).copied().unwrap_or(0)
    }

    /// Samples by kind.
    pub(crate) fn kinds(&self) -> Vec<(String, u64)> {
        named(&self.kinds)
    }

    /// Samples by the moment that they are.
    pub(crate) fn states(&self) -> Vec<(String, u64)> {
        named(&self.states)
    }

    /// Samples without an edit, by reason.
    pub(crate) fn reasons(&self) -> Vec<(String, u64)> {
        named(&self.reasons)
    }

    /// Jumps by distance class.
    pub(crate) fn classes(&self) -> Vec<(String, u64)> {
        named(&self.classes)
    }

    /// All samples.
    pub(crate) fn total(&self) -> u64 {
        self.kinds.values().sum()
    }
}

/// Counts under the names that samples have for them.
fn named<K: Serialize>(counts: &BTreeMap<K, u64>) -> Vec<(String, u64)> {
    counts.iter().map(|(key, count)| (name_of(key), *count)).collect()
}

/// The name that a value has in a sample, with its words apart.
pub(crate) fn name_of(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(Value::String(name)) => name.replace('_', " "),
        _ => String::new(),
    }
}

impl fmt::Display for SampleCounts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let total = self.total();
        let share = |count: u64| 100.0 * ratio(count, total);
        write!(f, "samples      {}", grouped(total))?;
        let kind = |kind| share(self.of_kind(kind));
        let state = |state| share(self.states.get(&state).copied().unwrap_or(0));
        write!(
            f,
            "\n  edits      {:.1} %, of all samples {:.1} % in progress, {:.1} % after an undone edit",
            kind(Kind::Edit),
            state(State::InProgress),
            state(State::AfterUndo)
        )?;
        let reason = |reason| share(self.reasons.get(&reason).copied().unwrap_or(0));
        write!(
            f,
            "\n  no edit    {:.1} %: complete {:.1}, instruction met {:.1}, deletion respected {:.1}, unreasonable {:.1}",
            kind(Kind::NoEdit),
            reason(NoEditReason::ProgramComplete),
            reason(NoEditReason::InstructionMet),
            reason(NoEditReason::DeletionRespected),
            reason(NoEditReason::InstructionUnreasonable)
        )?;
        let class = |class| share(self.of_class(class));
        write!(
            f,
            "\n  jumps      {:.1} %: here {:.1}, near {:.1}, far {:.1}, other file {:.1}",
            kind(Kind::Jump),
            class(DistanceClass::Here),
            class(DistanceClass::Near),
            class(DistanceClass::Far),
            class(DistanceClass::OtherFile)
        )
    }
}
