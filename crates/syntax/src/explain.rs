//! Why lines came together: the requirements that held a step's units back until this step.

use lintseq_core::{DependencyGraph, EditSequence, LineId, Requirement, Source, Step, UnitId};

/// A reason why some lines could not come before a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// The first and last line of the unit that waited.
    pub lines: (LineId, LineId),
    /// A sentence about it, such as ``uses the name `total` of line 3``.
    pub text: String,
}

/// The reasons of a step, in the order of the lines. Line numbers in texts count the lines of the state that the
/// step leads to, from one.
pub fn explain(
    graph: &DependencyGraph,
    source: &Source<'_>,
    sequence: &EditSequence,
    step: Step,
) -> Vec<Reason> {
    let state = State { graph, source, sequence, step, lines: sequence.alive(step).collect() };
    let mut reasons: Vec<Reason> =
        graph.requirements().iter().filter_map(|requirement| state.reason(requirement)).collect();
    reasons.sort_by(|a, b| (a.lines, &a.text).cmp(&(b.lines, &b.text)));
    reasons.dedup();
    reasons
}

struct State<'a> {
    graph: &'a DependencyGraph,
    source: &'a Source<'a>,
    sequence: &'a EditSequence,
    step: Step,
    lines: Vec<LineId>,
}

impl State<'_> {
    /// Why a unit of this step could not come before it, if this requirement is a reason.
    fn reason(&self, requirement: &Requirement) -> Option<Reason> {
        let waited = self.birth(requirement.user)? == self.step
            && requirement.alternatives.iter().all(|&unit| self.birth(unit) >= Some(self.step))
            && requirement.unless.is_none_or(|unless| self.birth(unless) <= Some(self.step));
        if !waited {
            return None;
        }
        let mut text = requirement.why.rule.explain().to_owned();
        let (start, end) = requirement.why.span;
        if start < end {
            text = format!("{text} `{}`", &self.source.text()[start as usize..end as usize]);
        }
        let brought: Vec<String> = requirement
            .alternatives
            .iter()
            .filter(|&&unit| self.birth(unit) == Some(self.step))
            .filter_map(|&unit| self.lines.binary_search(&self.code(unit)?).ok())
            .map(|position| (position + 1).to_string())
            .collect();
        let word = if brought.len() == 1 { "line" } else { "lines" };
        text = format!("{text} ({word} {})", brought.join(", "));
        let last = self.graph.units()[requirement.user].lines.last();
        Some(Reason { lines: (self.code(requirement.user)?, *last?), text })
    }

    fn birth(&self, unit: UnitId) -> Option<Step> {
        self.graph.units()[unit].lines.first().map(|&line| self.sequence.birth(line))
    }

    /// The first line of a unit that is not blank.
    fn code(&self, unit: UnitId) -> Option<LineId> {
        self.graph.units()[unit].lines.iter().copied().find(|&line| !self.source.is_blank(line))
    }
}
