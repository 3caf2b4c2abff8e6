//! P2: every state shows the linters nothing that the program does not show them.

use std::borrow::Cow;
use std::collections::HashSet;

use lintseq_core::{Diagnostic, EditSequence, LintJob, Linter, Source, Step};

use super::{Kind, States, Subject, Violation};

/// Lints all states of all subjects, and adds what is new in them.
pub(crate) fn add_findings(subjects: &mut [&mut Subject], linter: &dyn Linter) {
    let texts: Vec<Vec<Text<'_>>> = subjects.iter().map(|subject| texts(subject)).collect();
    let jobs: Vec<LintJob<'_>> = texts.iter().flatten().map(Text::job).collect();
    let mut answers = linter.lint(&jobs).into_iter();
    let mut found = Vec::with_capacity(subjects.len());
    for texts in &texts {
        // Each subject takes the answers to its own jobs, whatever became of the others.
        let answers: Vec<_> = answers.by_ref().take(texts.len()).collect();
        found.push(match answers.into_iter().collect::<Result<Vec<_>, _>>() {
            Ok(answers) => {
                let states = texts.iter().zip(answers).flat_map(|(text, states)| text.each_state(states));
                new_findings(states.collect())
            }
            Err(error) => {
                vec![Violation { kind: Kind::NotLinted, step: None, line: None, detail: error.to_string() }]
            }
        });
    }
    drop(texts);
    for (subject, found) in subjects.iter_mut().zip(found) {
        subject.violations.extend(found);
    }
}

/// What the states show that the program, which comes last, does not.
fn new_findings(mut states: Vec<Vec<Diagnostic>>) -> Vec<Violation> {
    let program = states.pop().unwrap_or_default();
    let known: HashSet<_> = program.iter().map(|found| (&found.code, &found.message)).collect();
    let first_new = |(step, findings): (usize, Vec<Diagnostic>)| {
        let is_new = |found: &&Diagnostic| !known.contains(&(&found.code, &found.message));
        let new = findings.iter().find(is_new)?;
        let more = findings.iter().filter(is_new).count() - 1;
        let and_more = if more > 0 { format!(", and {more} more") } else { String::new() };
        let detail = format!("{} {}{and_more}", new.code, new.message);
        Some(Violation { kind: Kind::NewFinding, step: Some(step), line: Some(new.line as usize), detail })
    };
    states.into_iter().enumerate().filter_map(first_new).collect()
}

/// A text to lint, with the states of it that are wanted.
struct Text<'a> {
    source: Source<'a>,
    sequence: Cow<'a, EditSequence>,
    steps: Vec<Step>,
}

impl<'a> Text<'a> {
    /// A text by itself.
    fn alone(text: &'a str) -> Self {
        let source = Source::new(text);
        let sequence = EditSequence::at_once(source.line_count());
        let steps = sequence.steps().collect();
        Self { source, sequence: Cow::Owned(sequence), steps }
    }

    fn job(&self) -> LintJob<'_> {
        LintJob { source: &self.source, sequence: &self.sequence, steps: &self.steps }
    }

    /// The findings state by state. The empty text has no state in its sequence, and no findings.
    fn each_state(&self, findings: Vec<Vec<Diagnostic>>) -> Vec<Vec<Diagnostic>> {
        if self.steps.is_empty() { vec![Vec::new()] } else { findings }
    }
}

/// The states of a subject and, last, its program.
fn texts(subject: &Subject) -> Vec<Text<'_>> {
    let mut texts: Vec<Text<'_>> = match &subject.states {
        States::Sequence(sequence) if sequence.is_empty() => Vec::new(),
        States::Sequence(sequence) => vec![Text {
            source: Source::new(&subject.text),
            sequence: Cow::Borrowed(sequence),
            steps: sequence.steps().collect(),
        }],
        States::Texts(states) => states.iter().map(|text| Text::alone(text)).collect(),
    };
    // The last state of a sequence that replays is the program, so that it is not linted twice.
    let ends_with_program = subject.program.is_none() && matches!(subject.states, States::Sequence(_));
    if !ends_with_program {
        texts.push(Text::alone(subject.program.as_deref().unwrap_or(&subject.text)));
    }
    texts
}

#[cfg(test)]
mod tests {
    use lintseq_core::{LineEnds, LintError};
    use lintseq_dataset::formats::EditRow;

    use super::*;

    /// Blames every line that says `bad`, and refuses texts that say `crash`.
    struct Words;

    impl Linter for Words {
        fn name(&self) -> &'static str {
            "words"
        }

        fn lint(&self, jobs: &[LintJob<'_>]) -> Vec<Result<Vec<Vec<Diagnostic>>, LintError>> {
            let lint = |state: String| {
                let lines = (0..).zip(state.lines()).filter(|(_, text)| text.starts_with("bad"));
                lines
                    .map(|(line, text)| Diagnostic { line, code: "W1".to_owned(), message: text.to_owned() })
                    .collect()
            };
            let job = |job: &LintJob<'_>| {
                if job.source.text().contains("crash") {
                    return Err(LintError::Failed { linter: "words".to_owned(), message: "gone".to_owned() });
                }
                Ok(job.steps.iter().map(|step| lint(job.sequence.state(job.source, *step))).collect())
            };
            jobs.iter().map(job).collect()
        }
    }

    /// What is broken, in which step, in which line.
    type Found = (Kind, Option<usize>, Option<usize>);

    fn row(source: &str, edits: &[&str]) -> EditRow {
        EditRow {
            language: None,
            source: Some(source.to_owned()),
            sequence_index: None,
            edits: edits.iter().map(ToString::to_string).collect(),
            ends: LineEnds::Whole,
        }
    }

    #[track_caller]
    fn check(rows: Vec<EditRow>, expected: &[&[Found]]) {
        let mut subjects: Vec<_> = rows.into_iter().map(|row| Subject::new(row).unwrap()).collect();
        let mut all: Vec<_> = subjects.iter_mut().collect();
        add_findings(&mut all, &Words);
        let found: Vec<Vec<_>> = subjects
            .iter()
            .map(|subject| {
                subject.violations.iter().map(|found| (found.kind, found.step, found.line)).collect()
            })
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn what_the_program_shows_is_not_new() {
        check(
            vec![
                row("a\nbad\n", &["@@ -0,0 +1 @@\n+bad\n", "@@ -0,0 +1 @@\n+a\n"]),
                row("crash\n", &["@@ -0,0 +1 @@\n+crash\n"]),
                row("", &[]),
            ],
            &[&[], &[(Kind::NotLinted, None, None)], &[]],
        );
    }

    #[test]
    fn removed_lines_are_linted_state_by_state() {
        check(
            vec![row("a\nb\n", &["@@ -0,0 +1,2 @@\n+a\n+bad\n", "@@ -2 +2 @@\n-bad\n+b\n"])],
            &[&[(Kind::RemovesLines, Some(1), None), (Kind::NewFinding, Some(0), Some(1))]],
        );
    }

    #[test]
    fn another_program_is_the_measure_all_the_same() {
        check(
            vec![row("a\n", &["@@ -0,0 +1 @@\n+a\n", "@@ -1,0 +2 @@\n+bad\n"])],
            &[&[(Kind::OtherProgram, None, Some(1)), (Kind::NewFinding, Some(1), Some(1))]],
        );
    }

    #[test]
    fn unnatural_edits_are_found() {
        check(
            vec![row("a\n\n", &["@@ -0,0 +1 @@\n+a\n", "@@ -1,0 +2 @@\n+\n"]), row("", &[""])],
            &[&[(Kind::OnlyBlank, Some(1), Some(1))], &[(Kind::BringsNothing, Some(0), None)]],
        );
    }
}
