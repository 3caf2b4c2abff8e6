//! Generated programs with generated edit sequences.

use lintseq_core::{EditSequence, Index, Source, Step};
use proptest::prelude::*;

/// A text of any shape that files have, with any edit sequence of it.
pub(crate) fn program() -> impl Strategy<Value = (String, EditSequence)> {
    text().prop_flat_map(|text| {
        let lines = Source::new(&text).line_count();
        let steps = prop::collection::vec(0..6usize, lines);
        (Just(text), steps).prop_map(|(text, steps)| (text, sequence(&steps)))
    })
}

/// Few different lines, so that many are equal and a diff algorithm would go astray.
fn text() -> impl Strategy<Value = String> {
    let line =
        prop::sample::select(&["", "a", "\ta = 1", "-- b", "++ c", "@@ -1 +1 @@", "\\ d", " ", "é\r"][..]);
    let end = prop::sample::select(&["\n", "\n", "\r\n"][..]);
    let lines = prop::collection::vec((line, end).prop_map(|(line, end)| format!("{line}{end}")), 0..14);
    (lines, any::<bool>(), any::<bool>()).prop_map(|(lines, bom, open)| {
        let mut text = if bom { "\u{feff}".to_owned() } else { String::new() };
        text.extend(lines);
        if open && text.ends_with('\n') {
            text.pop();
        }
        text
    })
}

/// The sequence whose steps are those drawn, without those that no line was drawn for.
fn sequence(drawn: &[usize]) -> EditSequence {
    let mut used = drawn.to_vec();
    used.sort_unstable();
    used.dedup();
    let births = drawn.iter().map(|step| used.binary_search(step).expect("every drawn step is used"));
    EditSequence::new(births.map(Step::new).collect())
}
