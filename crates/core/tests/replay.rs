//! Promise P1: replaying the edits gives every state, and finally the source byte for byte.

mod programs;

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use lintseq_core::{Diff, LineEnds, Replay, Source};
use programs::program;
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whole_lines_replay_to_every_state((text, sequence) in program()) {
        let source = Source::new(&text);
        let diffs = sequence.diffs(&source, LineEnds::Whole);
        let mut replay = Replay::new(LineEnds::Whole);
        for (step, diff) in sequence.steps().zip(&diffs) {
            let change = replay.apply(&Diff::parse(diff)?)?;
            prop_assert_eq!(change.removed, 0);
            prop_assert_eq!(change.inserted, sequence.inserted(step).count());
            prop_assert_eq!(replay.text(), sequence.state(&source, step));
        }
        prop_assert_eq!(replay.text(), text.as_str());
        prop_assert_eq!(replay.sequence(), Some(sequence));
    }

    #[test]
    fn joined_lines_replay_to_every_state((text, sequence) in program()) {
        let source = Source::new(&text);
        let diffs = sequence.diffs(&source, LineEnds::Joined);
        let mut replay = Replay::new(LineEnds::Joined);
        for (step, diff) in sequence.steps().zip(&diffs) {
            replay.apply(&Diff::parse(diff)?)?;
            let state = sequence.state(&source, step);
            // Lines are joined, so that a source without a last newline has no state with one.
            let open = source.lacks_last_newline();
            let expected = if open { state.strip_suffix('\n').unwrap_or(&state) } else { &state };
            prop_assert_eq!(replay.text(), expected);
        }
        prop_assert_eq!(replay.text(), text.as_str());
        prop_assert_eq!(replay.sequence(), Some(sequence));
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in "(@@|[-+ ,0-3ab\\\\\n@\r]){0,40}", whole in any::<bool>()) {
        let ends = if whole { LineEnds::Whole } else { LineEnds::Joined };
        let (lenient, errors) = Diff::parse_lenient(&text);
        let mut replay = Replay::of("a\nb\n\nc", ends);
        let (_, unfit) = replay.apply_lenient(&lenient);
        if let Ok(strict) = Diff::parse(&text) {
            prop_assert!(errors.is_empty());
            prop_assert_eq!(&strict, &lenient);
            if let Ok(found) = lintseq_core::apply("a\nb\n\nc", &strict, ends) {
                prop_assert!(unfit.is_empty());
                prop_assert_eq!(found, replay.text());
            }
        } else {
            prop_assert!(!errors.is_empty());
        }
    }
}

/// One process a state is slow, so there are fewer cases.
#[test]
fn git_applies_every_edit() {
    if !Command::new("git").arg("--version").output().is_ok_and(|output| output.status.success()) {
        return;
    }
    let config = ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() };
    let folder = tempfile::tempdir().unwrap();
    proptest!(config, |((text, sequence) in program())| {
        let source = Source::new(&text);
        let file = folder.path().join("program.py");
        std::fs::write(&file, "")?;
        for (step, diff) in sequence.steps().zip(sequence.diffs(&source, LineEnds::Whole)) {
            let patch = format!("--- a/program.py\n+++ b/program.py\n{diff}");
            let applied = git_apply(folder.path(), &patch);
            prop_assert!(applied.is_ok(), "{:?} refused {patch:?}", applied);
            prop_assert_eq!(std::fs::read_to_string(&file)?, sequence.state(&source, step));
        }
    });
}

fn git_apply(folder: &Path, patch: &str) -> Result<(), String> {
    let mut git = Command::new("git")
        .args(["-c", "core.autocrlf=false", "apply", "--unidiff-zero", "--whitespace=nowarn", "-"])
        .env("GIT_CEILING_DIRECTORIES", folder)
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("git was there a moment ago");
    git.stdin.take().expect("standard input is piped").write_all(patch.as_bytes()).expect("git reads it");
    let output = git.wait_with_output().expect("git ends");
    if output.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&output.stderr).into_owned()) }
}
