//! What must hold for samples of any sequence.

use std::collections::BTreeSet;

use lintseq_core::{Document, EditSequence, Index as _, Source, Step};
use lintseq_samples::check::faults;
use lintseq_samples::history::replay;
use lintseq_samples::lexer::token_ends;
use lintseq_samples::sequences::{Built, Origin, SampleOptions, build};
use lintseq_samples::{Kind, LineIndex, NoEditReason, State};
use proptest::prelude::*;
use serde_json::{Map, json};

fn document(text: String, instruction: bool) -> Document {
    Document {
        id: json!("d/1"),
        index: 0,
        path: None,
        language: "python".to_owned(),
        text,
        instruction: instruction.then(|| "do it".to_owned()),
        source: "in.jsonl".to_owned(),
        metadata: Map::from_iter([
            ("repo_name".to_owned(), json!("a/b")),
            ("license".to_owned(), json!("MIT")),
        ]),
    }
}

fn samples(document: &Document, sequence: &EditSequence, index: u32, options: &SampleOptions) -> Vec<Built> {
    let source = Source::new(&document.text);
    let origin = Origin {
        document,
        source: &source,
        sequence,
        sequence_index: index,
        extension: "py",
        fingerprint: "",
        parses: &|_| true,
    };
    build(&origin, options)
}

/// Every step brings a line, whatever numbers come in.
fn sequence(births: &[u8]) -> EditSequence {
    let used: BTreeSet<u8> = births.iter().copied().collect();
    let rank = |birth: &u8| Step::new(used.range(..birth).count());
    EditSequence::new(births.iter().map(rank).collect())
}

fn program() -> impl Strategy<Value = (String, EditSequence)> {
    let line = prop_oneof![
        Just("x = 1"),
        Just("    return \"a\\n😀\""),
        Just(""),
        Just("  # é"),
        Just("-- a"),
        Just("@@ -1 +1 @@"),
        Just("def f(x):\r"),
        Just("\tlong_name.other(1, 2) # and more words"),
    ];
    (prop::collection::vec((line, 0..12u8), 1..40), any::<bool>()).prop_map(|(lines, closed)| {
        let births: Vec<u8> = lines.iter().map(|(_, birth)| *birth).collect();
        let mut text = lines.iter().map(|(line, _)| *line).collect::<Vec<_>>().join("\n");
        // A blank last line would not be one without its newline.
        if closed || lines.last().is_some_and(|(line, _)| line.is_empty()) {
            text.push('\n');
        }
        (text, sequence(&births))
    })
}

fn options() -> impl Strategy<Value = SampleOptions> {
    (any::<u64>(), 1..8u32, 0.0..=1.0f64, 0.0..=1.0f64, 0.0..=1.0f64, 2..8u32, 3..50u32).prop_map(
        |(seed, per_sequence, no_edit, half, undo, max_history, window_lines)| SampleOptions {
            seed,
            per_sequence,
            no_edit,
            jump: half,
            in_progress: half,
            undo,
            max_history,
            window_lines,
            ..SampleOptions::default()
        },
    )
}

#[test]
fn the_same_text_elsewhere_has_samples_of_its_own() {
    let here = Document { path: Some("a.py".to_owned()), ..document("x = 1\n".to_owned(), false) };
    let elsewhere = Document { path: Some("b.py".to_owned()), ..here.clone() };
    let metadata = Map::from_iter([("repo".to_owned(), json!("c/d"))]);
    let documents = [Document { metadata, ..here.clone() }, here, elsewhere];
    let options = SampleOptions::default();
    let ids: BTreeSet<String> = documents
        .iter()
        .flat_map(|document| samples(document, &sequence(&[0]), 0, &options))
        .map(|built| built.sample.id)
        .collect();
    assert_eq!(ids.len(), documents.len());
}

proptest! {
    #[test]
    fn samples_are_sound((text, sequence) in program(), options in options(), instruction in any::<bool>()) {
        let document = document(text, instruction);
        let built = samples(&document, &sequence, 0, &options);
        prop_assert_eq!(built.len(), sequence.len().min(options.per_sequence as usize));
        let mut ids = BTreeSet::new();
        for Built { sample, whole } in &built {
            prop_assert_eq!(faults(sample), vec![]);
            prop_assert!(ids.insert(sample.id.clone()));
            prop_assert!(sample.history.len() <= options.max_history as usize);
            prop_assert!(sample.cursor.is_some());
            prop_assert_eq!((sample.repo.as_deref(), sample.license.as_deref()), (Some("a/b"), Some("MIT")));
            if let Some(whole) = whole {
                let lines: Vec<&str> = whole.text.split_inclusive('\n').collect();
                let first = whole.first_line as usize;
                let count = sample.current.split_inclusive('\n').count();
                prop_assert_eq!(lines[first..first + count].concat(), sample.current.clone());
            }
            if sample.state == State::InProgress {
                let cursor = LineIndex::new(&sample.current).byte(sample.cursor.unwrap()).unwrap();
                let line_start = sample.current[..cursor].rfind('\n').map_or(0, |at| at + 1);
                let line = sample.next.split_inclusive('\n').nth(sample.cursor.unwrap().line as usize).unwrap();
                prop_assert!(token_ends(line).contains(&(cursor - line_start)));
                prop_assert!(line.starts_with(&sample.current[line_start..cursor]));
            }
        }
        prop_assert_eq!(samples(&document, &sequence, 0, &options), built);
    }

    #[test]
    fn without_windows_a_sample_is_a_state((text, sequence) in program(), seed in any::<u64>()) {
        let options = SampleOptions {
            seed, per_sequence: 9, in_progress: 0.0, undo: 0.0, window_lines: 1000, max_history: 100,
            ..SampleOptions::default()
        };
        let document = document(text, false);
        let source = Source::new(&document.text);
        for Built { sample, whole } in samples(&document, &sequence, 0, &options) {
            prop_assert!(whole.is_none());
            let step = sample.provenance.step.unwrap() as usize;
            let state = |before: usize| {
                before.checked_sub(1).map(|step| sequence.state(&source, Step::new(step))).unwrap_or_default()
            };
            prop_assert_eq!(&sample.current, &state(step));
            prop_assert_eq!(&sample.original, "");
            if sample.kind != Kind::NoEdit {
                prop_assert_eq!(&sample.next, &state(step + 1));
            }
        }
    }
}

/// Twelve lines, a step each.
fn twelve() -> (Document, EditSequence) {
    let text: String = (0..12).map(|line| format!("v{line} = f({line})\n")).collect();
    let births: Vec<u8> = vec![3, 7, 0, 11, 5, 1, 8, 2, 10, 4, 9, 6];
    (document(text, true), sequence(&births))
}

fn many(options: &SampleOptions) -> Vec<Built> {
    let (document, sequence) = twelve();
    (0..2_000).flat_map(|index| samples(&document, &sequence, index, options)).collect()
}

#[test]
fn shares_are_those_that_were_asked_for() {
    let built = many(&SampleOptions { no_edit: 0.25, ..SampleOptions::default() });
    let share = |holds: &dyn Fn(&Built) -> bool| {
        built.iter().filter(|built| holds(built)).count() as f64 / built.len() as f64
    };
    assert!((share(&|built| built.sample.kind == Kind::NoEdit) - 0.25).abs() < 0.01);
    for reason in
        [NoEditReason::ProgramComplete, NoEditReason::InstructionMet, NoEditReason::DeletionRespected]
    {
        assert!(share(&|built| built.sample.no_edit_reason == Some(reason)) > 0.04, "{reason:?}");
    }
    let edits = share(&|built| built.sample.kind == Kind::Edit);
    let typed = share(&|built| built.sample.state == State::InProgress);
    assert!((typed / edits - 0.3).abs() < 0.04, "{typed} of {edits}");
    assert!(share(&|built| built.sample.state == State::AfterUndo) > 0.05);
    assert!(share(&|built| built.sample.rejected.is_some()) > 0.98);
}

#[test]
fn an_undone_edit_leaves_no_trace_but_in_the_history() {
    let options = SampleOptions { no_edit: 0.0, undo: 1.0, ..SampleOptions::default() };
    for Built { sample, .. } in many(&options) {
        let Some(second) = sample.history.len().checked_sub(1) else { continue };
        if sample.state == State::AfterUndo {
            let texts: Vec<String> = (0..=second + 1)
                .map(|edits| replay(&sample.original, &sample.history[..edits], &sample.path).unwrap())
                .collect();
            assert!(texts.windows(3).any(|three| three[0] == three[2]), "{:?}", sample.history);
            assert!(texts.iter().all(|text| *text != sample.next), "the next edit was not abandoned");
        }
    }
}

#[test]
fn a_deletion_is_respected_by_leaving_it_alone() {
    let options = SampleOptions { no_edit: 1.0, ..SampleOptions::default() };
    let deletions: Vec<_> = many(&options)
        .into_iter()
        .filter(|built| built.sample.no_edit_reason == Some(NoEditReason::DeletionRespected))
        .collect();
    assert!(deletions.len() > 1_000);
    for Built { sample, .. } in deletions {
        let last = &sample.history.last().unwrap().diff;
        assert!(last.lines().skip(2).any(|row| row.starts_with('-')), "{last}");
        assert_eq!((sample.target.as_str(), &sample.next), ("", &sample.current));
        // The rejected text brings back what was deleted.
        let deleted =
            replay(&sample.original, &sample.history[..sample.history.len() - 1], &sample.path).unwrap();
        assert_eq!(sample.rejected.as_ref(), Some(&deleted));
    }
}

#[test]
fn jumps_of_a_class_can_be_left_out() {
    let only_far = SampleOptions { jump: 1.0, jump_here: 0.0, jump_near: 0.0, ..SampleOptions::default() };
    assert!(many(&only_far).iter().all(|built| built.sample.kind != Kind::Jump));
    let all =
        SampleOptions { jump: 1.0, jump_near: 1.0, no_edit: 0.0, undo: 0.0, ..SampleOptions::default() };
    let jumps = many(&all).iter().filter(|built| built.sample.kind == Kind::Jump).count();
    // Of twelve steps the first has nothing behind it.
    assert!((jumps as f64 / 8_000.0 - 11.0 / 12.0).abs() < 0.01, "{jumps}");
}
