//! Every format over random samples: what is written decodes, and what is left out says why.

use lintseq_core::Reason;
use proptest::prelude::*;
use serde_json::Value;

use super::*;
use crate::{
    Cursor, Generator, HistoryEdit, Kind, LineIndex, NoEditReason, Provenance, SampleSchema, State, patch,
    replay,
};

/// A sample from the texts of its history, the last of which is the next one.
pub(super) fn sample(texts: &[&str], cursor: usize, rejected: Option<&str>) -> Sample {
    let path = "src/a b.py";
    let (next, states) = texts.split_last().unwrap();
    let current = states.last().unwrap();
    let history = states
        .windows(2)
        .filter(|two| two[0] != two[1])
        .map(|two| HistoryEdit { path: path.to_owned(), diff: patch::between(path, two[0], two[1], 3) });
    let kind = if next == current { Kind::NoEdit } else { Kind::Edit };
    let cursor = (0..=cursor.min(current.len())).rev().find(|at| current.is_char_boundary(*at)).unwrap();
    Sample {
        schema: SampleSchema::V1,
        id: format!("{cursor}-{}", next.len()),
        kind,
        no_edit_reason: (kind == Kind::NoEdit).then_some(NoEditReason::ProgramComplete),
        jump: None,
        state: State::Whole,
        parses: None,
        language: "python".to_owned(),
        path: path.to_owned(),
        repo: Some("owner/name".to_owned()),
        license: None,
        original: states[0].to_string(),
        history: history.collect(),
        current: current.to_string(),
        cursor: Some(LineIndex::new(current).cursor(cursor)),
        diagnostics: Vec::new(),
        target: patch::between(path, current, next, 3),
        next: next.to_string(),
        rejected: rejected.filter(|rejected| rejected != next).map(str::to_owned),
        instruction_lazy: Some("fix it".to_owned()),
        instruction_descriptive: Some("Make `f` return its argument.".to_owned()),
        provenance: Provenance {
            version: "0".to_owned(),
            seed: Some(0),
            sequence_index: Some(0),
            step: Some(0),
            ..Provenance::new(Generator::Sequences, "id".to_owned())
        },
        metadata: "{}".to_owned(),
    }
}

fn exporter(name: FormatName, parameters: Parameters, task: Task) -> Option<Exporter> {
    Some(Exporter::new(name, parameters, task).ok()?.with_offsets(true).with_sample(true))
}

/// The row, with everything checked that can be checked about it.
fn check(exporter: &Exporter, sample: &Sample) -> Result<Map<String, Value>, Rejection> {
    let row = exporter.encode(sample, 7)?;
    let columns: Vec<_> = exporter.columns().into_iter().map(|column| column.name).collect();
    assert_eq!(row.keys().collect::<Vec<_>>(), columns.iter().collect::<Vec<_>>(), "{}", exporter.name());
    let number = |name: &str| row[name].as_u64().unwrap() as usize;
    let column = row["answer_column"].as_str().unwrap().to_owned();
    let place = AnswerPlace { column, span: number("answer_start")..number("answer_end") };
    assert!(place.find(&row).is_some());
    assert_eq!(verify_row(&row), Some(RowVerdict::Verified), "{}", exporter.name());
    let bare = Exporter::new(exporter.name(), Parameters::default(), Task::Next).unwrap();
    if let Ok(row) = bare.encode(sample, 7) {
        let verdict = verify_row(&row);
        assert!(!matches!(verdict, Some(RowVerdict::Broken(_))), "{} {verdict:?}", exporter.name());
    }
    Ok(row)
}

fn text() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        4 => Just("a = 1"),
        2 => Just("def f(x):"),
        2 => Just("    return x"),
        2 => Just(""),
        1 => Just("crlf\r"),
        1 => Just("é😀𝒳 = '\u{200d}'"),
        1 => Just("-- a"),
        1 => Just("@@ -1 +1 @@"),
        1 => Just("\\ No newline at end of file"),
        1 => Just("``"),
    ];
    (prop::collection::vec(line, 0..40), any::<bool>()).prop_map(|(lines, closed)| {
        let mut text = lines.join("\n");
        if closed && !text.is_empty() {
            text.push('\n');
        }
        text
    })
}

/// A text with some lines replaced, near a place.
fn edited(text: &str, at: usize, removed: usize, inserted: &str, close: bool) -> String {
    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
    let at = at.min(lines.len());
    let end = (at + removed).min(lines.len());
    let inserted = inserted.to_owned();
    let owned = if inserted.is_empty() || inserted.ends_with('\n') || (end == lines.len() && !close) {
        inserted
    } else {
        inserted + "\n"
    };
    let mut before: String = lines[..at].concat();
    if !owned.is_empty() && !before.is_empty() && !before.ends_with('\n') {
        before.push('\n');
    }
    lines.drain(..end);
    before + &owned + &lines.concat()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn every_row_that_is_written_decodes(
        first in text(),
        steps in prop::collection::vec((0..40usize, 0..3usize, text(), any::<bool>()), 1..5),
        worse in text(),
        cursor in 0..400usize,
        region in prop_oneof![
            Just(None),
            (0..4usize, 0..4usize).prop_map(|(a, b)| Some(Extent::Lines(a, b))),
            Just(Some(Extent::All)),
            (1..200usize).prop_map(|tokens| Some(Extent::Tokens(tokens))),
        ],
        budget in prop_oneof![Just(None), (200..4000usize).prop_map(Some)],
    ) {
        let mut texts = vec![first];
        for (at, removed, inserted, close) in &steps {
            let short: String = inserted.split_inclusive('\n').take(3).collect();
            texts.push(edited(texts.last().unwrap(), *at, *removed, &short, *close));
        }
        let texts: Vec<_> = texts.iter().map(String::as_str).collect();
        let sample = sample(&texts, cursor, Some(&worse));
        prop_assert_eq!(replay(&sample.original, &sample.history, &sample.path).unwrap(), sample.current.as_str());
        let parameters = Parameters { region, budget, ..Parameters::default() };
        for name in FormatName::ALL {
            for task in [Task::Next, Task::Pairs { messages: true }, Task::Pairs { messages: false }, Task::Jumps { path: true }, Task::Jumps { path: false }] {
                let Some(exporter) = exporter(*name, parameters.clone(), task) else { continue };
                match check(&exporter, &sample) {
                    Ok(row) => {
                        let answered = row.get("text").and_then(Value::as_str).map(str::len);
                        if let (Some(budget), Some(length)) = (budget, answered) {
                            prop_assert!(length <= budget, "{} {} > {}", name, length, budget);
                        }
                    }
                    Err(rejection) => prop_assert!(
                        matches!(
                            rejection.reason,
                            Reason::OutsideRegion | Reason::OverBudget | Reason::LastNewline | Reason::NoRejected
                        ) || (rejection.reason == Reason::NotReversible && matches!(task, Task::Pairs { .. })),
                        "{} {:?}: {}", name, task, rejection
                    ),
                }
            }
        }
    }
}

#[test]
fn a_special_token_in_a_text_is_a_collision() {
    for name in FormatName::ALL {
        let exporter = exporter(*name, Parameters::default(), Task::Next).unwrap();
        for token in name.build(Parameters::default()).reserved() {
            let text = format!("x = '{token}'\n");
            let rejection = exporter.encode(&sample(&["", &text, "y\n"], 0, None), 0).unwrap_err();
            assert_eq!(rejection.reason, Reason::TokenCollision, "{name} {token}");
        }
    }
    for name in [FormatName::OceMessages, FormatName::OceAlpaca] {
        let exporter = exporter(name, Parameters::default(), Task::Next).unwrap();
        let rejection = exporter.encode(&sample(&["", "  ```\n", "y\n"], 0, None), 0).unwrap_err();
        assert_eq!(rejection.reason, Reason::TokenCollision);
    }
}

#[test]
fn far_edits_and_missing_cursors_have_reasons() {
    let long: String = (0..2000).map(|line| format!("line number {line}\n")).collect();
    let far = sample(&["", &long, &format!("{long}end\n")], 0, None);
    let reason = |name: FormatName, sample: &Sample| {
        exporter(name, Parameters::default(), Task::Next).unwrap().encode(sample, 0).map_err(|r| r.reason)
    };
    for name in
        [FormatName::Zeta, FormatName::Zeta2, FormatName::Pochi, FormatName::Sweep, FormatName::Mercury]
    {
        assert_eq!(reason(name, &far).unwrap_err(), Reason::OutsideRegion);
        let nowhere = Sample { cursor: None, ..far.clone() };
        assert_eq!(reason(name, &nowhere).unwrap_err(), Reason::NoCursor);
        let beyond = Sample { cursor: Some(Cursor { line: 9999, column: 0 }), ..far.clone() };
        assert_eq!(reason(name, &beyond).unwrap_err(), Reason::NoCursor);
    }
    for name in [FormatName::Nep, FormatName::Zed, FormatName::Text, FormatName::Pylintseq] {
        assert!(reason(name, &far).is_ok(), "{name}");
    }
    let mute = Sample { instruction_lazy: None, instruction_descriptive: None, ..far.clone() };
    assert_eq!(reason(FormatName::Oce, &mute).unwrap_err(), Reason::NoInstruction);
    let other = Sample {
        kind: Kind::Jump,
        jump: Some(crate::Jump {
            path: "other.py".to_owned(),
            line: 3,
            distance: None,
            class: crate::DistanceClass::OtherFile,
        }),
        next: far.current.clone(),
        ..far
    };
    assert_eq!(reason(FormatName::Nep, &other).unwrap_err(), Reason::NotInFormat);
    let jumps = Exporter::new(FormatName::Zeta2, Parameters::default(), Task::Jumps { path: true }).unwrap();
    assert_eq!(jumps.encode(&other, 0).unwrap()["completion"], "other.py:3");
}

#[test]
fn formats_without_a_prompt_have_no_pairs() {
    for name in FormatName::ALL {
        let has_prompt = name.build(Parameters::default()).has_prompt();
        let pairs = Exporter::new(*name, Parameters::default(), Task::Pairs { messages: true });
        assert_eq!(pairs.is_ok(), has_prompt, "{name}");
    }
}

/// What a format writes, field by field.
#[track_caller]
fn looks(name: FormatName, column: &str, expected: &str) {
    let sample = sample(&["", "def f(x):\n", "def f(x):\n    pass\n", "def f(x):\n    return x\n"], 12, None);
    let row = exporter(name, Parameters::default(), Task::Next).unwrap().encode(&sample, 7).unwrap();
    let value = match column.split_once('/') {
        None => &row[column],
        Some((column, pointer)) => row[column].pointer(&format!("/{pointer}")).unwrap(),
    };
    let found = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    assert_eq!(found, expected);
}

#[test]
fn rows_look_as_their_projects_write_them() {
    looks(
        FormatName::Text,
        "text",
        "Make `f` return its argument.\n<|diff|>@@ -0,0 +1,2 @@\n+def f(x):\n+\n<|diff|>@@ -1,0 +2 @@\n+    pass\n<|diff|>@@ -2 +2 @@\n-    pass\n+    return x",
    );
    looks(
        FormatName::Nep,
        "text",
        "<|original_code|>\n\n<|edits_diff|>\n--- src/a b.py\n+++ src/a b.py\n@@ -0,0 +1,2 @@\n+def f(x):\n+    pass\n<|current_version|>\ndef f(x):\n    pass\n\n<|next_version|>\ndef f(x):\n    return x\n\n",
    );
    looks(
        FormatName::Zeta,
        "input",
        "```src/a b.py\n<|start_of_file|>\n<|editable_region_start|>\ndef f(x):\n  <|user_cursor_is_here|>  pass\n\n<|editable_region_end|>\n```",
    );
    looks(
        FormatName::Zeta,
        "output",
        "```src/a b.py\n<|start_of_file|>\n<|editable_region_start|>\ndef f(x):\n    return x\n\n<|editable_region_end|>\n```",
    );
    looks(
        FormatName::Zeta2,
        "prompt",
        "<[fim-suffix]>\n<[fim-prefix]><filename>edit_history\n--- a/src/a b.py\n+++ b/src/a b.py\n@@ -0,0 +1 @@\n+def f(x):\n--- a/src/a b.py\n+++ b/src/a b.py\n@@ -1 +1,2 @@\n def f(x):\n+    pass\n\n<filename>src/a b.py\n<<<<<<< CURRENT\ndef f(x):\n  <|user_cursor|>  pass\n=======\n<[fim-middle]>",
    );
    looks(FormatName::Zeta2, "completion", "def f(x):\n    return x\n>>>>>>> UPDATED\n");
    looks(
        FormatName::Sweep,
        "prompt",
        "<|file_sep|>src/a b.py.diff\noriginal:\n\nupdated:\ndef f(x):\n<|file_sep|>original/src/a b.py\ndef f(x):\n<|file_sep|>current/src/a b.py\ndef f(x):\n    pass\n\n<|file_sep|>updated/src/a b.py\n",
    );
    looks(
        FormatName::Pochi,
        "messages/2/content",
        "<|editable_region_start|>def f(x):\n    return x\n<|editable_region_end|>",
    );
    looks(
        FormatName::Pochi,
        "messages/1/content",
        "```src/a b.py\n<|editable_region_start|>def f(x):\n  <|user_cursor_is_here|>  pass\n<|editable_region_end|>\n```",
    );
    looks(FormatName::Mercury, "messages/2/content", "```\ndef f(x):\n    return x\n\n\n```");
    looks(FormatName::Zed, "cursor_position", "def f(x):\n  <|user_cursor|>  pass\n");
    looks(
        FormatName::Zed,
        "expected_patches/0",
        "--- a/src/a b.py\n+++ b/src/a b.py\n@@ -1,2 +1,2 @@\n def f(x):\n-    pass\n+    return x\n",
    );
    looks(FormatName::Instinct, "previous_edits/0/diff", "@@ -1,1 +1,2 @@\n def f(x):\n+    pass");
    looks(FormatName::InstinctMessages, "messages/2/content", "def f(x):\n    return x\n");
    looks(FormatName::OceAlpaca, "output", "```python\ndef f(x):\n    return x\n\n```");
    looks(FormatName::Pylintseq, "index", "7");
}

#[test]
fn nothing_to_do_is_said_in_the_words_of_the_format() {
    let done = sample(&["", "x\n", "x\n"], 0, None);
    let answer = |name: FormatName, column: &str| {
        exporter(name, Parameters::default(), Task::Next).unwrap().encode(&done, 0).unwrap()[column].clone()
    };
    assert_eq!(answer(FormatName::Zeta2NoEdits, "completion"), "NO_EDITS\n>>>>>>> UPDATED\n");
    assert_eq!(answer(FormatName::Zeta2, "completion"), "x\n>>>>>>> UPDATED\n");
    assert_eq!(answer(FormatName::Zed, "expected_patches"), serde_json::json!([""]));
    assert!(answer(FormatName::Text, "text").as_str().unwrap().ends_with("\n<|diff|>\n<|diff|>"));
    let jumps = Exporter::new(FormatName::Pochi, Parameters::default(), Task::Jumps { path: false }).unwrap();
    assert_eq!(jumps.encode(&done, 0).unwrap()["class"], "here");
}

#[test]
fn the_example_of_zed_has_every_field() {
    let columns: Vec<_> = FormatName::Zed.build(Parameters::default()).columns();
    let columns: Vec<_> = columns.iter().map(|column| column.name.as_str()).collect();
    let needed =
        ["repository_url", "revision", "cursor_path", "cursor_position", "edit_history", "expected_patches"];
    let optional = ["name", "tags", "reasoning", "uncommitted_diff", "rejected_patch"];
    for field in needed.iter().chain(&optional) {
        assert!(columns.contains(field), "{field}");
    }
    assert_eq!(columns.len(), needed.len() + optional.len());
}

#[test]
fn a_changed_row_is_found() {
    let sample = sample(&["", "x\n", "y\n"], 0, None);
    for name in FormatName::ALL {
        let exporter = exporter(*name, Parameters::default(), Task::Next).unwrap();
        let mut row = exporter.encode(&sample, 0).unwrap();
        let column = exporter.columns()[0].name.clone();
        row.insert(column, Value::Null);
        assert!(matches!(verify_row(&row), Some(RowVerdict::Broken(_))), "{name}");
    }
}
