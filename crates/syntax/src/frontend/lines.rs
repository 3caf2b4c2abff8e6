//! Every line gets its unit: code goes with its statement, blank lines and comments with the code below, or
//! with the block above where their indentation says so.

use lintseq_core::{Index, IndexVec, LineId, Source, Unit, UnitId};

use crate::tree::Tree;

/// Fills in the lines of the units.
pub(super) fn assign(
    source: &Source<'_>,
    tree: &Tree,
    solid: &[bool],
    rows: &IndexVec<UnitId, (LineId, LineId)>,
    units: &mut IndexVec<UnitId, Unit>,
) {
    let count = source.line_count();
    let comment = comment_lines(source, tree, solid);
    let tails = tails(source, tree);
    let is_code = |line: usize| {
        let text = comment[line].is_some() || source.is_blank(LineId::new(line));
        solid[line] || tails[line].is_some() || !text
    };
    let mut owner: Vec<Option<UnitId>> = vec![None; count];
    let mut starting: Vec<Option<UnitId>> = vec![None; count];
    for (unit, &(first, last)) in rows.iter_enumerated() {
        // A line without code at the end of a unit's span is not its own: some parsers stretch blocks.
        owner[first.index()..=last.index()].fill(Some(unit));
        starting[first.index()].get_or_insert(unit);
    }
    for line in 0..count {
        if let Some(first) = tails[line] {
            owner[line] = owner[first.index()];
        }
    }
    let mut line = 0;
    let mut above: Option<usize> = None;
    while line < count {
        if is_code(line) {
            if owner[line].is_none() {
                owner[line] = above.and_then(|above| owner[above]).or(Some(UnitId::new(0)));
            }
            above = Some(line);
            line += 1;
            continue;
        }
        let first = line;
        while line < count && !is_code(line) {
            line += 1;
        }
        let next_indent = (line < count).then(|| indent(source, line));
        let stays = (first..line)
            .rev()
            .find(|&at| comment[at].is_some_and(|column| next_indent.is_none_or(|next| column > next)))
            .filter(|_| above.is_some());
        let split = if line < count { stays.map_or(first, |at| at + 1) } else { line };
        let mut deepest = usize::MAX;
        for at in (first..split).rev() {
            deepest = comment[at].unwrap_or(deepest);
            let from = above.and_then(|above| owner[above]);
            let wanted = if deepest == usize::MAX { 0 } else { deepest };
            owner[at] = from.map(|unit| ancestor_at(source, rows, units, unit, wanted));
        }
        if line < count {
            let below = starting[line].or(owner[line]);
            owner[split..line].fill(below);
        }
    }
    for (line, owner) in owner.into_iter().enumerate() {
        let unit = owner.unwrap_or(UnitId::new(0));
        units[unit].lines.push(LineId::new(line));
    }
}

/// The innermost unit, from this one outward, whose code starts at this column or before.
fn ancestor_at(
    source: &Source<'_>,
    rows: &IndexVec<UnitId, (LineId, LineId)>,
    units: &IndexVec<UnitId, Unit>,
    mut unit: UnitId,
    column: usize,
) -> UnitId {
    while indent(source, rows[unit].0.index()) > column {
        match units[unit].parent {
            Some(parent) => unit = parent,
            None => break,
        }
    }
    unit
}

/// For each line that only goes on with a comment that began behind code, the line where it began.
fn tails(source: &Source<'_>, tree: &Tree) -> Vec<Option<LineId>> {
    let mut tails = vec![None; source.line_count()];
    for span in &tree.comments {
        let first = source.line_at(span.start);
        let last = source.line_at(span.end.max(span.start + 1) - 1);
        let before = &source.text()[source.start(first) as usize..span.start as usize];
        if first < last && !before.trim_start_matches('\u{feff}').trim().is_empty() {
            let begin = tails[first.index()].or(Some(first));
            tails[first.index() + 1..=last.index()].fill(begin);
        }
    }
    tails
}

/// The lines that hold nothing but comment, each with the column at which its comment starts: a comment of
/// several lines is one piece, however the text in it is indented.
fn comment_lines(source: &Source<'_>, tree: &Tree, solid: &[bool]) -> Vec<Option<usize>> {
    let mut comment = vec![None; source.line_count()];
    for span in &tree.comments {
        let first = source.line_at(span.start);
        let last = source.line_at(span.end.max(span.start + 1) - 1);
        let before = &source.text()[source.start(first) as usize..span.start as usize];
        let starts = before.trim_start_matches('\u{feff}').trim().is_empty() && !solid[first.index()];
        let last_end = source.start(last) as usize + source.line(last).len();
        let ends = source.text()[span.end as usize..last_end].trim().is_empty();
        for line in first.index()..=last.index() {
            let whole = (line > first.index() || starts) && (line < last.index() || ends || starts);
            comment[line] = (whole && !solid[line]).then(|| indent(source, first.index()));
        }
    }
    comment
}

/// The column at which a line's text starts; a tab counts up to the next multiple of eight.
fn indent(source: &Source<'_>, line: usize) -> usize {
    let mut column = 0;
    for byte in source.line(LineId::new(line)).trim_start_matches('\u{feff}').bytes() {
        match byte {
            b' ' => column += 1,
            b'\t' => column = (column / 8 + 1) * 8,
            b'\x0c' => column = 0,
            _ => break,
        }
    }
    column
}
