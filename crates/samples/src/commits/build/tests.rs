//! What builder and order make of commits in a toy language.

use lintseq_core::Diff;
use proptest::prelude::*;

use super::*;
use crate::commits::{Commit, FileChange};
use crate::commits::{HistoryScope, Next, States};
use crate::history::replay;
use crate::patch;
use crate::sample::Cursor;

/// Knows one language, whose programs have no line `bad` and whose line `use x` needs `def x`.
struct Toy;

impl Parser for Toy {
    fn parses(&self, _language: &str, text: &str) -> Option<bool> {
        Some(!text.lines().any(|line| line == "bad"))
    }

    fn needs(&self, _language: &str, text: &str, runs: &[Range<usize>]) -> Vec<Need> {
        let lines: Vec<_> = text.lines().collect();
        let holds = |run: &Range<usize>, word: &str| {
            lines.get(run.clone()).is_some_and(|lines| lines.iter().any(|line| line.starts_with(word)))
        };
        let users = (0..runs.len()).filter(|&run| holds(&runs[run], "use"));
        let needed = |user| {
            (0..runs.len()).filter(|&run| holds(&runs[run], "def")).map(move |needed| Need { user, needed })
        };
        users.flat_map(needed).collect()
    }

    fn diagnostics(&self, _language: &str, _text: &str) -> Vec<Diagnostic> {
        Vec::new()
    }
}

fn file(old_path: &str, new_path: &str, old: &str, new: &str) -> FileChange {
    FileChange {
        old_path: Some(old_path.to_owned()),
        new_path: Some(new_path.to_owned()),
        language: "toy".to_owned(),
        old: old.to_owned(),
        new: new.to_owned(),
    }
}

fn commit(files: Vec<FileChange>) -> Commit {
    Commit { id: "c0ffee".into(), files, ..Commit::default() }
}

fn samples(commit: &Commit, options: &BuildOptions) -> Vec<Sample> {
    build(&Changes::of(commit), options, &Toy).unwrap_or_default()
}

/// Without chance: no jumps, no rejected text, the cursor at the end of the last edit.
fn plain() -> BuildOptions {
    BuildOptions { cursor_at_next: 0.0, rejected: 0.0, jump: 0.0, ..BuildOptions::default() }
}

#[test]
fn the_last_chunk_is_next_and_what_it_defines_came_before() {
    let commit = commit(vec![file("f", "f", "a\nb\nc\n", "use x\na\nb\ndef x\nc\n")]);
    let made = samples(&commit, &plain());
    assert_eq!(made.len(), 1);
    assert_eq!(made[0].current, "a\nb\ndef x\nc\n");
    assert_eq!(made[0].history[0].diff, "--- a/f\n+++ b/f\n@@ -1,3 +1,4 @@\n a\n b\n+def x\n c\n");
    assert_eq!(made[0].target, "--- a/f\n+++ b/f\n@@ -1,3 +1,4 @@\n+use x\n a\n b\n def x\n");
    assert_eq!(made[0].cursor, Some(Cursor { line: 2, column: 5 }));
}

#[test]
fn a_state_that_parses_is_preferred_or_required() {
    // Without `fix`, which stands in for what makes the program one, the line above it is wrong.
    let commit = commit(vec![file("f", "f", "bad\nb\nc\n", "x\nb\nX\nc\n")]);
    let made = samples(&commit, &plain());
    assert_eq!((&*made[0].current, made[0].parses), ("x\nb\nc\n", Some(true)));
    let last = commit.files[0].clone();
    let commit = Commit {
        files: vec![FileChange { old: "c\nb\nbad\n".to_owned(), new: "c\nX\nb\nx\n".to_owned(), ..last }],
        ..commit
    };
    let made = samples(&commit, &plain());
    assert_eq!((&*made[0].current, made[0].parses), ("c\nb\nx\n", Some(true)));
    let require = BuildOptions { next: Next::Each, states: States::Require, ..plain() };
    assert_eq!(samples(&commit, &require).len(), 1);
    let prefer = BuildOptions { next: Next::Each, ..plain() };
    let parses: Vec<_> = samples(&commit, &prefer).iter().map(|sample| sample.parses).collect();
    assert_eq!(parses, [Some(true), Some(false)]);
}

#[test]
fn a_history_over_several_files() {
    let files = vec![file("a", "b", "1\n2\n", "1\n\u{1f600}x\n2\n"), file("c", "c", "3\n", "3\n4\n")];
    let commit = commit(files);
    let [edit, jump] = [0.0, 1.0].map(|jump| samples(&commit, &BuildOptions { jump, ..plain() }).remove(0));
    assert_eq!((&*edit.path, &*edit.current, &*edit.next), ("c", "3\n", "3\n4\n"));
    assert_eq!((&*edit.history[0].path, edit.cursor), ("b", Some(Cursor { line: 0, column: 1 })));
    assert_eq!((&*jump.path, &*jump.current, jump.kind), ("b", "1\n\u{1f600}x\n2\n", Kind::Jump));
    assert_eq!(jump.cursor, Some(Cursor { line: 1, column: 3 }));
    let class = DistanceClass::OtherFile;
    assert_eq!(jump.jump, Some(Jump { path: "c".to_owned(), line: 0, distance: None, class }));
    assert_eq!((&jump.next, &jump.target), (&jump.current, &edit.target));
}

#[test]
fn commits_with_the_same_key_have_samples_of_their_own() {
    let one = commit(vec![file("f", "f", "a\nb\nc\n", "x\nb\ny\n")]);
    let renamed = commit(vec![file("g", "f", "a\nb\nc\n", "x\nb\ny\n")]);
    let other = commit(vec![file("f", "f", "a\nb\nc\n", "x\nb\nz\n")]);
    let elsewhere = Commit { repo: Some("owner/name".to_owned()), ..one.clone() };
    let commits = [&one, &renamed, &other, &elsewhere];
    let ids: std::collections::HashSet<String> =
        commits.map(|commit| samples(commit, &plain()).remove(0).id).into();
    assert_eq!(ids.len(), commits.len());
}

fn text() -> impl Strategy<Value = Vec<String>> {
    let line = prop_oneof![
        Just("a"),
        Just("b"),
        Just("c"),
        Just(""),
        Just("x\r"),
        Just("é😀"),
        Just("bad"),
        Just("def x"),
        Just("use x")
    ];
    prop::collection::vec(line.prop_map(str::to_owned), 0..14)
}

/// A text and another with some of its lines gone and others come.
fn change() -> impl Strategy<Value = FileChange> {
    let edits = prop::collection::vec((0..16usize, any::<bool>(), text()), 0..5);
    (text(), edits, any::<[bool; 2]>(), any::<bool>()).prop_map(|(old, edits, closed, is_renamed)| {
        let mut new = old.clone();
        for (at, removes, lines) in edits {
            let at = at.min(new.len());
            let end = if removes { (at + 2).min(new.len()) } else { at };
            new.splice(at..end, lines.into_iter().take(3));
        }
        let [old, new] = [(old, closed[0]), (new, closed[1])].map(|(lines, is_closed)| {
            lines.join("\n") + if is_closed && !lines.is_empty() { "\n" } else { "" }
        });
        file("old name.py", if is_renamed { "new name.py" } else { "old name.py" }, &old, &new)
    })
}

fn options() -> impl Strategy<Value = BuildOptions> {
    let next = prop_oneof![Just(Next::Last), Just(Next::Any), Just(Next::Each)];
    let history = prop_oneof![Just(HistoryScope::Others), Just(HistoryScope::Earlier)];
    let states = prop_oneof![Just(States::Prefer), Just(States::Require), Just(States::Any)];
    (any::<u64>(), next, history, states).prop_map(|(seed, next, history, states)| BuildOptions {
        seed,
        next,
        history,
        states,
        jump: 0.5,
        ..BuildOptions::default()
    })
}

proptest! {
    #[test]
    fn what_a_sample_says_is_so(changes in prop::collection::vec(change(), 1..4), options in options()) {
        let mut files = changes;
        for (at, file) in files.iter_mut().enumerate() {
            file.new_path = Some(format!("{at} {}", file.path()));
        }
        let commit = commit(files);
        let made = samples(&commit, &options);
        prop_assert_eq!(&made, &samples(&commit, &options));
        for sample in &made {
            let original = commit.files.iter().find(|file| file.path() == sample.path).unwrap();
            prop_assert_eq!(&sample.original, &original.old);
            prop_assert_eq!(&replay(&sample.original, &sample.history, &sample.path).unwrap(), &sample.current);
            let elsewhere = sample.jump.as_ref().is_some_and(|jump| jump.path != sample.path);
            let applied = if elsewhere { sample.current.clone() } else { patch::apply(&sample.current, &sample.target).unwrap() };
            prop_assert_eq!(&applied, &sample.next);
            prop_assert!(elsewhere || sample.next != sample.current);
            prop_assert_ne!(sample.rejected.as_ref(), Some(&sample.next));
            prop_assert!(crate::LineIndex::new(&sample.current).byte(sample.cursor.unwrap()).is_some());
            prop_assert_eq!(sample.parses, Toy.parses("toy", &sample.current));
            prop_assert_eq!(sample.jump.is_some(), sample.kind == Kind::Jump);
            let place = patch::place(&Diff::parse(&sample.target).unwrap());
            prop_assert!(sample.jump.is_none() || place == sample.jump.as_ref().map(|jump| jump.line));
            if options.history == HistoryScope::Others && sample.kind == Kind::Edit {
                prop_assert_eq!(&sample.next, &original.new);
            }
        }
        let mut ids: Vec<_> = made.iter().map(|sample| &sample.id).collect();
        ids.sort_unstable();
        ids.dedup();
        prop_assert_eq!(ids.len(), made.len());
    }
}
