//! P3: edits only insert, and bring together what belongs together.

use lintseq_core::{Change, Index as _, Replay, Source, Step};

use super::{Kind, Violation};
use crate::toolbox::Anatomy;

/// What is unnatural about an edit, whatever the language.
pub(super) fn of_edit(step: usize, change: Change, after: &Replay<'_>) -> impl Iterator<Item = Violation> {
    let violation =
        |kind, line: Option<usize>, detail: String| Violation { kind, step: Some(step), line, detail };
    let removes = (change.removed > 0)
        .then(|| violation(Kind::RemovesLines, None, format!("{} lines removed", change.removed)));
    let first = after.inserted().next().map(|(line, _)| line);
    let brings = if change.inserted == 0 {
        Some(violation(Kind::BringsNothing, None, "no line inserted".to_owned()))
    } else if after.inserted().all(|(_, text)| is_blank(text)) {
        Some(violation(Kind::OnlyBlank, first, format!("{} blank lines", change.inserted)))
    } else {
        None
    };
    removes.into_iter().chain(brings)
}

/// What is unnatural about how the lines of a program came.
pub(super) fn of_program(text: &str, births: &[Step], anatomy: &Anatomy) -> Vec<Violation> {
    let source = Source::new(text);
    let mut violations = Vec::new();
    for piece in &anatomy.pieces {
        let (first, end) = (piece.start.index(), piece.end.index());
        let birth = births[first];
        if let Some(offset) = births[first..end].iter().position(|other| *other != birth) {
            let line = first + offset;
            let step = births[line].max(birth).index();
            let detail = format!("lines {}-{end} of the program belong together", first + 1);
            violations.push(Violation { kind: Kind::TornApart, step: Some(step), line: Some(line), detail });
        }
    }

    let mut is_comment = vec![false; births.len()];
    for comment in &anatomy.comments {
        is_comment[comment.start.index()..comment.end.index()].fill(true);
    }
    let steps = births.iter().map(|step| step.index() + 1).max().unwrap_or(0);
    let (mut has_comment, mut has_code) = (vec![None; steps], vec![false; steps]);
    for line in source.lines().filter(|line| !source.is_blank(*line)) {
        let step = births[line.index()].index();
        if is_comment[line.index()] {
            has_comment[step].get_or_insert(line.index());
        } else {
            has_code[step] = true;
        }
    }
    if has_code.contains(&true) {
        let steps = has_comment.iter().zip(&has_code).enumerate();
        violations.extend(steps.filter(|(_, (_, code))| !**code).filter_map(|(step, (comment, _))| {
            let line = (*comment)?;
            let detail = format!("{:?}", source.line(source.lines().nth(line)?).trim_end());
            Some(Violation { kind: Kind::OnlyComments, step: Some(step), line: Some(line), detail })
        }));
    }
    violations
}

fn is_blank(text: &str) -> bool {
    text.trim_start_matches('\u{feff}').trim().is_empty()
}

#[cfg(test)]
mod tests {
    use lintseq_core::LineId;

    use super::*;
    use crate::toolbox::LineRange;

    fn range(first: usize, end: usize) -> LineRange {
        LineId::new(first)..LineId::new(end)
    }

    #[track_caller]
    fn check(text: &str, births: &[usize], anatomy: &Anatomy, expected: &[(Kind, usize, usize)]) {
        let births: Vec<_> = births.iter().copied().map(Step::new).collect();
        let found = of_program(text, &births, anatomy);
        let found: Vec<_> =
            found.iter().map(|found| (found.kind, found.step.unwrap(), found.line.unwrap())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn pieces_come_whole() {
        let anatomy = Anatomy { pieces: vec![range(0, 3)], comments: vec![] };
        check("'''\na\n'''\nb\n", &[0, 0, 0, 1], &anatomy, &[]);
        check("'''\na\n'''\nb\n", &[0, 2, 0, 1], &anatomy, &[(Kind::TornApart, 2, 1)]);
    }

    #[test]
    fn comments_come_with_code() {
        let anatomy = Anatomy { pieces: vec![], comments: vec![range(0, 1), range(2, 3)] };
        check("# a\nb\n# c\n\n", &[0, 0, 1, 1], &anatomy, &[(Kind::OnlyComments, 1, 2)]);
        check("# a\nb\n# c\n\n", &[1, 0, 0, 1], &anatomy, &[(Kind::OnlyComments, 1, 0)]);
        check("# a\n\n# c\n\n", &[1, 0, 0, 1], &anatomy, &[]);
    }
}
