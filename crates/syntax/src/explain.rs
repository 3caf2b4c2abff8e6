//! Why lines came together: the requirements that held a step's units back until this step.

use lintseq_core::{DependencyGraph, EditSequence, Index, LineId, Requirement, Source, Step, UnitId};

/// A reason why some lines could not come before a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// The first and last line of the unit that waited.
    pub lines: (LineId, LineId),
    /// A sentence about it, such as ``uses the name `total` of line 3``.
    pub text: String,
}

/// The reasons of a step, in the order of the lines.
pub fn explain(graph: &DependencyGraph, source: &Source<'_>, sequence: &EditSequence, step: Step) -> Vec<Reason> {
    let birth = |unit: UnitId| graph.units()[unit].lines.first().map(|&line| sequence.birth(line));
    let mut reasons: Vec<Reason> = graph
        .requirements()
        .iter()
        .filter(|requirement| {
            birth(requirement.user) == Some(step)
                && requirement.alternatives.iter().all(|&unit| birth(unit) >= Some(step))
                && requirement.unless.is_none_or(|unless| birth(unless) <= Some(step))
        })
        .filter_map(|requirement| reason(graph, source, requirement))
        .collect();
    reasons.sort_by(|a, b| (a.lines, &a.text).cmp(&(b.lines, &b.text)));
    reasons.dedup();
    reasons
}

fn reason(graph: &DependencyGraph, source: &Source<'_>, requirement: &Requirement) -> Option<Reason> {
    let code = |unit: UnitId| graph.units()[unit].lines.iter().copied().find(|&line| !source.is_blank(line));
    let lines = &graph.units()[requirement.user].lines;
    let needed: Vec<String> =
        requirement.alternatives.iter().filter_map(|&unit| Some((code(unit)?.index() + 1).to_string())).collect();
    let (start, end) = requirement.why.span;
    let mut text = requirement.why.rule.explain().to_owned();
    if start < end {
        text.push_str(&format!(" `{}`", &source.text()[start as usize..end as usize]));
    }
    let word = if needed.len() == 1 { "line" } else { "one of lines" };
    text.push_str(&format!(" ({word} {})", needed.join(", ")));
    Some(Reason { lines: (code(requirement.user)?, *lines.last()?), text })
}
