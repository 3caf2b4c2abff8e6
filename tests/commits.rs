//! `lintseq commits` through the command line.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::process::{Command, Output};

use serde_json::{Value, json};

fn lintseq(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_lintseq")).args(arguments).output().expect("the binary runs")
}

/// The repositories of a split's rows.
fn repositories(folder: &str, split: &str) -> BTreeMap<String, usize> {
    let pattern = format!("{folder}data/{split}-*");
    let rows = lintseq(&["export", &pattern, "--format", "samples", "-q"]);
    assert_eq!(rows.status.code(), Some(0), "{}", String::from_utf8_lossy(&rows.stderr));
    let mut found = BTreeMap::new();
    for line in String::from_utf8(rows.stdout).expect("rows are text").lines() {
        let row: Value = serde_json::from_str(line).expect("a row is JSON");
        *found.entry(row["repo"].as_str().expect("a repository").to_owned()).or_default() += 1;
    }
    found
}

#[test]
fn no_split_tears_a_repository_apart() {
    let folder = tempfile::tempdir().expect("a folder");
    let input = folder.path().join("commits.jsonl");
    let mut rows = String::new();
    for commit in 0..120 {
        let row = json!({
            "commit": format!("c{commit}"), "old_file": "a.py", "new_file": "a.py", "lang": "Python", "license": "mit",
            "old_contents": "a = 1\n\nb = 2\n", "new_contents": format!("a = 1\nx = {commit}\n\nb = 2\ny = 3\n"),
            "repos": format!("owner/r{},fork/of{commit}", commit % 12),
        });
        writeln!(rows, "{row}").expect("a string takes it");
    }
    std::fs::write(&input, rows).expect("writable");
    let output = format!("{}/", folder.path().join("samples").display());
    let input = input.to_str().expect("text");
    let made = lintseq(&["commits", input, "-o", &output, "--test-rate", "0.4", "-q"]);
    assert_eq!(made.status.code(), Some(0), "{}", String::from_utf8_lossy(&made.stderr));
    let [train, test] = ["train", "test"].map(|split| repositories(&output, split));
    assert!(!train.is_empty() && !test.is_empty(), "{train:?} {test:?}");
    assert!(train.keys().all(|repository| !test.contains_key(repository)), "{train:?} {test:?}");
    assert_eq!(train.values().chain(test.values()).sum::<usize>(), 120);
    assert!(std::path::Path::new(&output).join("data/train-00000-of-00001.parquet").exists());
}
