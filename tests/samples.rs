//! Samples through the command line: the same bytes however they are made, and sound.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

const EXAMPLES: &str = "examples/programs.jsonl";

fn lintseq(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_lintseq")).args(arguments).output().expect("the binary runs")
}

fn generate(output: &Path, more: &[&str]) -> String {
    let output = output.to_str().expect("a temporary path is text");
    let made = lintseq(&[&["generate", EXAMPLES, "--format", "samples", "-q", "-o", output], more].concat());
    assert_eq!(made.status.code(), Some(0), "{}", String::from_utf8_lossy(&made.stderr));
    std::fs::read_to_string(output).unwrap_or_default()
}

#[test]
fn threads_shards_and_resume_do_not_change_a_byte() {
    let folder = tempfile::tempdir().expect("a folder");
    let make = |name: &str, more: &[&str]| {
        generate(
            &folder.path().join(name),
            &[&["--sequences-per-program", "2", "--seed", "3"], more].concat(),
        )
    };
    let whole = make("one.jsonl", &["--threads", "1"]);
    assert_eq!(whole, make("two.jsonl", &["--threads", "2"]));
    assert_eq!(whole, make("two.jsonl", &["--resume"]), "a finished output is left as it is");
    let shards: Vec<String> =
        (0..3).map(|part| make(&format!("{part}.jsonl"), &["--shard", &format!("{part}/3")])).collect();
    let mut lines: Vec<&str> = shards.iter().flat_map(|shard| shard.lines()).collect();
    let mut expected: Vec<&str> = whole.lines().collect();
    lines.sort_unstable();
    expected.sort_unstable();
    assert_eq!(lines, expected);
}

#[test]
fn samples_of_the_examples_are_sound() {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, more) in [
        ("plain.jsonl", &[][..]),
        ("windows.jsonl", &["--window-lines", "20", "--max-history", "3", "--undo-rate", "0.5"]),
        ("typed.jsonl", &["--in-progress-rate", "1", "--samples-per-sequence", "9", "--sampler", "uniform"]),
    ] {
        let path = folder.path().join(name);
        let text = generate(&path, more);
        assert!(text.lines().count() >= 90, "{name}");
        let check = lintseq(&["check", path.to_str().expect("text")]);
        assert_eq!(check.status.code(), Some(0), "{}", String::from_utf8_lossy(&check.stdout));
        for row in text.lines() {
            let row: Value = serde_json::from_str(row).expect("a row is JSON");
            assert_eq!(row["schema"], "lintseq.sample/1");
            assert_eq!(row["provenance"]["generator"], "sequences");
            // Between two edits every text is valid; inside of one it need not be.
            if row["state"] != "in_progress" && name != "windows.jsonl" {
                assert_eq!(row["parses"], true, "{row}");
                assert_eq!(row["diagnostics"].as_array().map(Vec::len), Some(0), "{row}");
            }
        }
    }
}

/// Linters that a file defines in another way say other things of the same texts.
#[test]
fn samples_with_other_linters_have_other_ids() {
    let folder = tempfile::tempdir().expect("a folder");
    let linters = folder.path().join("linters.toml");
    let ids = || {
        let file = linters.to_str().expect("text");
        let made = generate(&folder.path().join("samples.jsonl"), &["--linter-config", file]);
        let id = |line| serde_json::from_str::<Value>(line).expect("a row is JSON")["id"].to_string();
        made.lines().map(id).collect::<Vec<_>>()
    };
    std::fs::write(&linters, "").expect("writable");
    let (first, again) = (ids(), ids());
    assert!(!first.is_empty() && first == again);
    std::fs::write(&linters, "# Others.\n").expect("writable");
    assert!(ids().iter().all(|id| !first.contains(id)));
}

/// Samples that a training format has no row for are counted beside the records.
#[test]
fn stats_tell_of_rows_left_out() {
    let folder = tempfile::tempdir().expect("a folder");
    let rows = folder.path().join("rows.jsonl");
    let export = ["--format", "zeta2", "--budget-bytes", "600", "--test-rate", "0"];
    let arguments = ["generate", "examples/programs.jsonl", "-q", "-o", rows.to_str().expect("text")];
    assert_eq!(lintseq(&[&arguments[..], &export].concat()).status.code(), Some(0));
    let table =
        String::from_utf8(lintseq(&["stats", rows.to_str().expect("text"), "-q"]).stdout).expect("text");
    assert!(table.contains("\n  rows left out: "), "{table}");
}

#[test]
fn a_data_set_folder_is_checked_and_counted_like_a_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data-set");
    generate(&data, &[]);
    let data = data.to_str().expect("text");
    assert_eq!(lintseq(&["check", data]).status.code(), Some(0));
    // Met by a pattern, it is the same data set, with the same account.
    let pattern = format!("{}/data-*", folder.path().display());
    let counted = |input: &str| lintseq(&["stats", input, "-q"]).stdout;
    assert_eq!(counted(&pattern), counted(data));
    let page = folder.path().join("page.html");
    let stats = lintseq(&["stats", data, "--html", page.to_str().expect("text"), "-q"]);
    assert_eq!(stats.status.code(), Some(0), "{}", String::from_utf8_lossy(&stats.stderr));
    let table = String::from_utf8_lossy(&stats.stdout).into_owned();
    assert!(table.contains("samples      96") && table.contains("records      24 in"), "{table}");
    let page = std::fs::read_to_string(page).expect("the page is there");
    assert!(page.starts_with("<!doctype html>") && page.contains("rejected_diff"));
}
