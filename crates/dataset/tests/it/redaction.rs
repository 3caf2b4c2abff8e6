//! A redaction never shows as an edit: samples stay sound, lines that were equal stay equal and no others become so, and
//! no diff gains or loses a row.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use lintseq_core::Diagnostic;
use lintseq_dataset::LanguageTable;
use lintseq_dataset::filter::{FilterFields, Funnel, Grammars, Pipeline, Record, read_filters};
use lintseq_samples::check::faults;
use lintseq_samples::patch::between;
use lintseq_samples::{
    Cursor, Generator, HistoryEdit, Kind, LineIndex, Provenance, Sample, SampleSchema, State,
};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

struct Nobody;

impl LanguageTable for Nobody {}

impl Grammars for Nobody {}

static REDACTING: LazyLock<Pipeline> = LazyLock::new(|| {
    let filter = |name| format!("[[filter]]\nname = \"{name}\"\naction = \"redact\"\n");
    let tables = ["secrets", "personal-data"].map(filter).concat();
    Pipeline::new(&read_filters(&tables).unwrap()).unwrap()
});

fn redacted(fields: &Map<String, Value>) -> Map<String, Value> {
    let names = FilterFields::default();
    let changed = REDACTING.run(&Record::new(fields, &names, &Nobody), &mut Funnel::default());
    changed.unwrap().unwrap_or_else(|| fields.clone())
}

/// A key of a kind, put together here.
fn key(kind: usize, seed: u64) -> String {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut signs = |alphabet: &str, count: usize| -> String {
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            char::from(alphabet.as_bytes()[(state >> 33) as usize % alphabet.len()])
        };
        (0..count).map(|_| next()).collect()
    };
    let word = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    match kind {
        0 => format!("{}{}", "ghp_", signs(word, 36)),
        1 => format!("AK{}{}", "IA", signs("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 16)),
        2 => format!("{}@gmx.de", signs("abcdefghijklmnopqrstuvwxyz", 9)),
        _ => format!("sk{}{}", "_live_", signs(word, 24)),
    }
}

fn line() -> impl Strategy<Value = String> {
    let secret = (0..4usize, 0..3u64).prop_map(|(kind, seed)| key(kind, seed));
    prop_oneof![
        3 => "[a-d]{1,3} = [0-9]",
        1 => Just(String::new()),
        2 => secret.clone().prop_map(|secret| format!("key = \"{secret}\"")),
        1 => (secret.clone(), secret.clone()).prop_map(|(one, other)| format!("é😀 = [\"{one}\", '{other}']\r")),
        1 => secret.prop_map(|secret| format!("# see {secret}, REDACTED_ by nobody")),
    ]
}

fn text() -> impl Strategy<Value = String> {
    (prop::collection::vec(line(), 0..9), any::<bool>()).prop_map(|(lines, closed)| {
        let mut text = lines.join("\n");
        if closed && !text.is_empty() {
            text.push('\n');
        }
        text
    })
}

fn sample(texts: &[String; 4], cursor: usize, state: State) -> Sample {
    let [original, middle, current, next] = texts;
    let path = "a.py";
    let step = |from: &str, to: &str| HistoryEdit { path: path.to_owned(), diff: between(path, from, to, 3) };
    let ends: Vec<usize> = current.char_indices().map(|(at, _)| at).chain([current.len()]).collect();
    let lines = LineIndex::new(current);
    let place = if state == State::InProgress { current.len() } else { ends[cursor % ends.len()] };
    Sample {
        schema: SampleSchema::V1,
        id: "1".to_owned(),
        kind: if current == next { Kind::NoEdit } else { Kind::Edit },
        no_edit_reason: (current == next).then_some(lintseq_samples::NoEditReason::ProgramComplete),
        jump: None,
        state,
        parses: None,
        language: "python".to_owned(),
        path: path.to_owned(),
        repo: None,
        license: None,
        original: original.clone(),
        history: vec![
            step(original, middle),
            HistoryEdit { path: "b.py".to_owned(), diff: between("b.py", next, original, 3) },
            step(middle, current),
        ],
        current: current.clone(),
        cursor: Some(lines.cursor(place)),
        diagnostics: vec![Diagnostic {
            line: 0,
            code: "X".to_owned(),
            message: format!("bad `{}`", key(0, 1)),
        }],
        target: between(path, current, next, 3),
        next: next.clone(),
        rejected: (original != next).then(|| original.clone()),
        instruction_lazy: Some(format!("use {}", key(2, 0))),
        instruction_descriptive: None,
        provenance: Provenance::new(Generator::Commits, "1".to_owned()),
        metadata: json!({"message": format!("by {}\n\"quoted\"", key(2, 1)), "n": 1}).to_string(),
    }
}

/// Lines by their first appearance: equal numbers where lines are equal.
fn pattern(sample: &Sample) -> Vec<usize> {
    let mut seen = BTreeMap::new();
    let texts = [&sample.original, &sample.current, &sample.next].into_iter().chain(&sample.rejected);
    let lines = texts.flat_map(|text| text.split_inclusive('\n'));
    lines
        .map(|line| {
            let next = seen.len();
            *seen.entry(line.to_owned()).or_insert(next)
        })
        .collect()
}

/// The marks of a diff, and its headers.
fn shape(diff: &str) -> Vec<String> {
    diff.lines()
        .map(|row| if row.starts_with("@@") { row.to_owned() } else { row.chars().take(1).collect() })
        .collect()
}

fn fields(sample: &Sample) -> Map<String, Value> {
    match serde_json::to_value(sample).unwrap() {
        Value::Object(fields) => fields,
        _ => unreachable!("a sample is an object"),
    }
}

#[track_caller]
fn check(before: &Sample) -> Sample {
    let after = redacted(&fields(before));
    let text = Value::Object(after.clone()).to_string();
    for (kind, seed) in (0..4).flat_map(|kind| (0..3).map(move |seed| (kind, seed))) {
        assert!(!text.contains(&key(kind, seed)), "{text}");
    }
    let after: Sample = serde_json::from_value(Value::Object(after)).unwrap();
    assert_eq!(faults(&after), []);
    assert_eq!(pattern(&after), pattern(before));
    let diffs = |sample: &Sample| {
        let history = sample.history.iter().map(|edit| edit.diff.clone());
        history.chain([sample.target.clone()]).map(|diff| shape(&diff)).collect::<Vec<_>>()
    };
    assert_eq!(diffs(&after), diffs(before));
    // What was redacted once is left alone.
    assert_eq!(redacted(&fields(&after)), fields(&after));
    after
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_redaction_never_shows_as_an_edit(texts in [text(), text(), text(), text()], cursor in any::<prop::sample::Index>()) {
        let before = sample(&texts, cursor.index(1_000), State::Whole);
        prop_assert_eq!(faults(&before), []);
        check(&before);
    }

    #[test]
    fn a_half_typed_secret_becomes_a_half_typed_placeholder(head in text(), kind in 0..4usize, typed in 1..30usize) {
        let secret = key(kind, 1);
        let head = if head.is_empty() || head.ends_with('\n') { head } else { head + "\n" };
        let typed = &secret[..typed.min(secret.len() - 1)];
        let current = format!("{head}key = \"{typed}");
        let next = format!("{head}key = \"{secret}\"\n");
        let before = sample(&[head.clone(), head.clone(), current, next], 0, State::InProgress);
        prop_assert_eq!(faults(&before), []);
        let after = check(&before);
        let (typed, whole) = (after.current.lines().last().unwrap(), after.next.lines().last().unwrap());
        prop_assert!(whole.starts_with(typed), "{} {}", typed, whole);
        prop_assert_eq!(after.cursor, Some(LineIndex::new(&after.current).cursor(after.current.len())));
    }
}

#[test]
fn a_cursor_stays_between_the_same_signs() {
    let text = format!("k = (\"{}\", 1)\n", key(0, 1));
    let column = text.find(", 1").unwrap() as u32;
    let mut before = sample(&[String::new(), String::new(), text.clone(), text + "x\n"], 0, State::Whole);
    before.cursor = Some(Cursor { line: 0, column });
    let after = check(&before);
    let at = LineIndex::new(&after.current).byte(after.cursor.unwrap()).unwrap();
    assert!(after.current[at..].starts_with(", 1)"), "{}", after.current);
}

#[test]
fn a_secret_of_several_lines_goes_line_by_line() {
    let body = |seed| format!("{}{}", &key(0, seed)[4..], &key(0, seed + 1)[4..]);
    let block = format!(
        "KEY = \"\"\"-----BEGIN RSA {} KEY-----\n{}\n{}\n{}\n-----END RSA {0} KEY-----\"\"\"\n",
        "PRIVATE",
        body(5),
        body(7),
        &body(9)[..20]
    );
    let next = format!("{block}x = 1\n");
    let before = sample(&[String::new(), block.clone(), block.clone(), next], 0, State::Whole);
    let after = check(&before);
    assert!(!after.next.contains(&body(7)) && !after.next.contains(&body(5)), "{}", after.next);
    assert_eq!(after.next.lines().count(), before.next.lines().count());
    assert!(after.next.contains("-----BEGIN RSA"));
}

#[test]
fn rows_are_redacted_alike_on_both_sides_and_keep_their_columns() {
    let secret = key(0, 1);
    let row = json!({
        "commit": "c0ffee", "old_contents": format!("a = '{secret}'\n"), "new_contents": format!("a = '{secret}'\nb = 1\n"),
        "message": format!("Signed-off-by: {}", key(2, 0)), "label": 1, "files": [{"new_contents": format!("'{secret}'")}],
    });
    let Value::Object(row) = row else { unreachable!("a row is an object") };
    let after = redacted(&row);
    assert_eq!(after["old_contents"], "a = 'REDACTED_1_GITHUB_PERSONAL_ACCESS_TOKEN'\n");
    assert_eq!(after["new_contents"], "a = 'REDACTED_1_GITHUB_PERSONAL_ACCESS_TOKEN'\nb = 1\n");
    assert_eq!(after["message"], "Signed-off-by: REDACTED_2_EMAIL_ADDRESS");
    assert_eq!(after["files"][0]["new_contents"], "'REDACTED_1_GITHUB_PERSONAL_ACCESS_TOKEN'");
    assert_eq!(after.keys().collect::<Vec<_>>(), row.keys().collect::<Vec<_>>());
}
