//! A small benchmark of our own, planted in every way.

use std::num::NonZeroUsize;

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::{BenchmarkFields, ContaminationOptions, Evidence, TaskIndex};
use crate::comments::Comments;
use crate::language::LanguageTable;

const PYTHON: Comments<'_> = Comments { line: "#", block: ("", ""), quotes: "'\"", docstrings: true };

struct OnlyPython;

impl LanguageTable for OnlyPython {
    fn comments(&self, _: &str) -> Comments<'_> {
        PYTHON
    }
}

const TASKS: &str = r#"
{"task_id": "Own/0", "prompt": "def tide(depth, moon):\n    \"\"\"The tide.\n\n    >>> tide(2, 3)\n    12\n    \"\"\"\n", "canonical_solution": "    level = depth * moon  # the usual rule\n    for hour in range(moon):\n        level += hour\n    return level + depth + 1 if level > moon else depth\n"}
{"task_id": "Own/1", "prompt": "def half(n):\n", "canonical_solution": "    return n // 2\n"}
{"task_id": "Own/2", "text": "Write a function that counts the boats of a harbour by the colour of their sails.", "code": "def sails(boats):\r\n\treturn {c: sum(1 for b in boats if b == c) for c in set(boats)}"}
"#;

fn index(share: Option<f64>, gram: usize) -> TaskIndex {
    let gram = NonZeroUsize::new(gram).unwrap();
    let options = ContaminationOptions { gram, share, ..ContaminationOptions::default() };
    let rows: Vec<Map<String, Value>> =
        TASKS.trim().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let mut index = TaskIndex::new(options);
    index.add("own.jsonl", &rows, &BenchmarkFields::default(), &OnlyPython, "python").unwrap();
    index.build().unwrap();
    index
}

#[track_caller]
fn check(index: &TaskIndex, text: &str, expected: &[&str]) {
    let hits: Vec<String> = index.judge(text, &PYTHON).iter().map(ToString::to_string).collect();
    assert_eq!(hits, expected, "{text}");
}

const BODY: &str = "    level = depth * moon\n    for hour in range(moon):\n        level += hour\n    \
    return level + depth + 1 if level > moon else depth\n";

#[test]
fn a_whole_program_is_found_in_any_layout() {
    let index = index(Some(0.5), 10);
    let head = "def tide(depth, moon):\n";
    // Comments and docstring removed, and something before and after.
    check(
        &index,
        &format!("import sys\n\n\n\n{head}{BODY}\nprint(1)\n").replace("\n    level =", "\n\tlevel = "),
        &["5-9 Own/0 of own.jsonl (`prompt+canonical_solution`, as a whole)"],
    );
    // Wrapped, indented, with other comments and white space.
    let wrapped = format!(
        "class A:\n    # why\n    def tide(depth,\n             moon):  # because\n{}",
        BODY.replace("    ", "\t\t").replace(" * ", "*")
    );
    check(&index, &wrapped, &["3-8 Own/0 of own.jsonl (`prompt+canonical_solution`, as a whole)"]);
    check(
        &index,
        "x = 1\ndef half( n ):\n\n    return n//2\ny = 2",
        &["2-4 Own/1 of own.jsonl (`prompt+canonical_solution`, as a whole)"],
    );
    check(&index, "def half(n):\n    return n // 25", &[]);
    check(&index, "    return n // 2\n", &[]);
}

#[test]
fn statements_and_parts_are_found_by_themselves() {
    let index = index(Some(0.5), 10);
    check(
        &index,
        "Please: Write a function that counts the boats of a harbour\nby the colour of their sails.",
        &["1-2 Own/2 of own.jsonl (`text`, as a whole)"],
    );
    check(&index, BODY, &["1-4 Own/0 of own.jsonl (`canonical_solution`, as a whole)"]);
}

#[test]
fn a_changed_program_is_found_by_its_runs() {
    let changed = format!("def tide(depth, moon):\n{}", BODY.replace("+ 1 if", "+ 2 if"));
    let found = index(Some(0.5), 10);
    let hits = found.judge(&changed, &PYTHON);
    assert_eq!(hits.len(), 1);
    assert!(
        matches!(hits[0].evidence, Evidence::Runs(found, of) if found < of && 2 * found >= of),
        "{hits:?}"
    );
    assert_eq!(hits[0].lines, (1, 5));
    let other = "for hour in range(moon):\n    level += hour\n    level += 1\n    level = hour\n";
    check(&found, other, &[]);
    assert_eq!(index(None, 10).judge(other, &PYTHON).len(), 1, "one run is enough where it is asked for");
}

proptest! {
    #[test]
    fn what_is_found_in_any_text_lies_in_it(
        task in "([a-z#'\"\\\\\n ,(){}:=]|\\PC){20,80}",
        text in "([a-z#'\"\\\\\n ,(){}:=]|\\PC){0,40}",
    ) {
        let rows = [json!({"id": 1, "response": task}).as_object().unwrap().clone()];
        let options = ContaminationOptions { share: None, ..ContaminationOptions::default() };
        let mut index = TaskIndex::new(options);
        index.add("any", &rows, &BenchmarkFields::default(), &OnlyPython, "python").unwrap();
        index.build().unwrap();
        let whole = format!("{text}\n{task}\n{text}");
        let lines = whole.split('\n').count();
        for hit in index.judge(&whole, &PYTHON) {
            prop_assert!(1 <= hit.lines.0 && hit.lines.0 <= hit.lines.1 && hit.lines.1 <= lines, "{:?}", hit);
        }
    }
}
