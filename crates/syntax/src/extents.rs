//! Units as ranges of lines, for those who cut programs up.

use std::ops::Range;

use lintseq_core::{DependencyGraph, Index as _};

/// Every unit with all that stands inside it, as lines from zero; outer units before those inside them.
pub fn extents(graph: &DependencyGraph) -> Vec<Range<usize>> {
    let units = graph.units();
    let mut extents: Vec<Option<Range<usize>>> = vec![None; units.len()];
    // Units inside others come after them.
    for (id, unit) in units.iter_enumerated().rev() {
        let own = unit.lines.first().zip(unit.lines.last());
        let own = own.map(|(first, last)| first.index()..last.index() + 1);
        let joined = match (extents[id.index()].take(), own) {
            (Some(one), Some(other)) => Some(one.start.min(other.start)..one.end.max(other.end)),
            (one, other) => one.or(other),
        };
        if let (Some(extent), Some(parent)) = (&joined, unit.parent) {
            let around = extents[parent.index()].get_or_insert_with(|| extent.clone());
            *around = around.start.min(extent.start)..around.end.max(extent.end);
        }
        extents[id.index()] = joined;
    }
    extents.into_iter().flatten().collect()
}
