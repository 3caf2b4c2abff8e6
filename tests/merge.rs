//! Shards through the command line: by ids and by a plan, and put together again.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

const SHARDS: usize = 16;

fn lintseq(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lintseq"));
    command.current_dir(folder).args(arguments).arg("-q").output().expect("the binary runs")
}

#[track_caller]
fn succeed(folder: &Path, arguments: &[&str]) {
    let output = lintseq(folder, arguments);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
}

#[track_caller]
fn refuse(folder: &Path, arguments: &[&str], code: i32, message: &str) {
    let output = lintseq(folder, arguments);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.code() == Some(code) && said.contains(message), "{said}");
}

/// The examples, in files of unlike sizes, one of which has a bad record and one nothing.
fn corpus() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let input = folder.path().join("in");
    std::fs::create_dir(&input).expect("a folder");
    let programs = include_str!("../examples/programs.jsonl");
    let mut lines = programs.lines();
    for (number, count) in [1, 3, 0, 8, 2, 1, 4, 5].into_iter().enumerate() {
        let mut text: String = lines.by_ref().take(count).map(|line| format!("{line}\n")).collect();
        if number == 4 {
            text.push_str("no record\n");
        }
        std::fs::write(input.join(format!("{number}.jsonl")), text).expect("a file");
    }
    folder
}

/// Runs all shards, and gives the names of their outputs.
fn shards(folder: &Path, name: &str, ending: &str, more: &[&str]) -> Vec<String> {
    let run = |shard| {
        let (output, rejected) = (format!("{name}-{shard:02}{ending}"), format!("{name}-{shard:02}.left"));
        let part = format!("{shard}/{SHARDS}");
        let fixed =
            ["generate", "--format", "samples", "--shard", &part, "-o", &output, "--rejected", &rejected];
        succeed(folder, &[&fixed, more].concat());
        output
    };
    (0..SHARDS).map(run).collect()
}

fn merge(folder: &Path, parts: &[String], output: &str) {
    let parts: Vec<_> = parts.iter().map(String::as_str).collect();
    let rejected = format!("{output}.left").replace('/', "");
    succeed(folder, &[&["merge", "-o", output, "--rejected", &rejected], &*parts].concat());
}

fn manifest(path: PathBuf) -> Value {
    serde_json::from_slice(&std::fs::read(path).expect("there is a manifest")).expect("it is JSON")
}

fn read(folder: &Path, name: &str) -> String {
    std::fs::read_to_string(folder.join(name)).expect("the file is text")
}

fn sorted(text: &str) -> Vec<&str> {
    let mut lines: Vec<_> = text.lines().collect();
    lines.sort_unstable();
    lines
}

#[track_caller]
fn assert_same_account(one: &Value, other: &Value) {
    for what in ["records", "stats", "inputs"] {
        assert_eq!(one[what], other[what], "{what}");
    }
}

#[test]
fn shards_of_a_plan_merge_to_the_bytes_of_the_whole() {
    let folder = corpus();
    let folder = folder.path();
    for (format, ending) in [("samples", ".jsonl"), ("pylintseq", ".jsonl.zst")] {
        succeed(
            folder,
            &["generate", "in", "--format", format, "-o", "whole.jsonl", "--rejected", "whole.left"],
        );
        let shards_count = SHARDS.to_string();
        succeed(folder, &["generate", "in", "--plan", "plan.json", "--plan-shards", &shards_count]);
        let run = |shard| {
            let (output, rejected) = (format!("part-{shard}{ending}"), format!("part-{shard}.left"));
            let part = format!("{shard}/{SHARDS}");
            let fixed = ["generate", "--plan", "plan.json", "--shard", &part, "--format", format];
            succeed(folder, &[&fixed[..], &["-o", &output, "--rejected", &rejected]].concat());
            output
        };
        let parts: Vec<_> = (0..SHARDS).rev().map(run).collect();
        merge(folder, &parts, "merged.jsonl");
        assert!(read(folder, "whole.jsonl") == read(folder, "merged.jsonl"), "{format}");
        assert_eq!(read(folder, "whole.left"), read(folder, "merged.jsonl.left"));
        let [whole, merged] =
            ["whole", "merged"].map(|name| manifest(folder.join(format!("{name}.jsonl.manifest.json"))));
        assert_same_account(&whole, &merged);
    }
}

#[test]
fn shards_by_ids_merge_to_the_rows_of_the_whole() {
    let folder = corpus();
    let folder = folder.path();
    succeed(
        folder,
        &["generate", "in", "--format", "samples", "-o", "whole.jsonl", "--rejected", "whole.left"],
    );
    let parts = shards(folder, "part", ".jsonl", &["in"]);
    merge(folder, &parts, "merged.jsonl");
    assert_eq!(sorted(&read(folder, "whole.jsonl")), sorted(&read(folder, "merged.jsonl")));
    assert_eq!(sorted(&read(folder, "whole.left")), sorted(&read(folder, "merged.jsonl.left")));
    let [whole, merged] =
        ["whole", "merged"].map(|name| manifest(folder.join(format!("{name}.jsonl.manifest.json"))));
    assert_same_account(&whole, &merged);
}

#[test]
fn folders_keep_their_splits() {
    let folder = corpus();
    let folder = folder.path();
    let more = ["in", "--test-rate", "0.3", "--split-by", "document", "--folder-format", "jsonl"];
    succeed(
        folder,
        &[&["generate", "--format", "samples", "-o", "whole/", "--rejected", "w.left"], &more[..]].concat(),
    );
    let parts = shards(folder, "part", "/", &more);
    merge(folder, &parts, "merged/");
    let [whole, merged] = ["whole", "merged"].map(|name| manifest(folder.join(name).join("manifest.json")));
    assert_same_account(&whole, &merged);
    assert!(folder.join("merged/_SUCCESS").exists());
    let card = read(folder, "merged/README.md");
    for split in ["train", "test", "rejected"] {
        let rows = |manifest: &Value| -> u64 {
            let files = manifest["files"].as_array().expect("a list");
            let files = files.iter().filter(|file| file["split"] == split);
            files.map(|file| file["rows"].as_u64().expect("a number")).sum()
        };
        assert!(rows(&whole) > 0 && rows(&whole) == rows(&merged), "{split}");
        assert!(split == "rejected" || card.contains(&format!("num_examples: {}", rows(&whole))), "{card}");
    }
    refuse(folder, &["merge", "part-00/", "-o", "merged"], 2, "15 are missing: 1, 2, 3, 4, 5, 6, 7, 8, …");
    let some: Vec<_> = parts.iter().map(String::as_str).collect();
    refuse(folder, &[&["merge", "-o", "file.jsonl"], &*some].concat(), 2, "name a folder");
}

#[test]
fn what_does_not_belong_together_is_refused() {
    let folder = corpus();
    let folder = folder.path();
    let generate = |shard: &str, output: &str, more: &[&str]| {
        succeed(folder, &[&["generate", "in", "--shard", shard, "-o", output], more].concat());
    };
    generate("0/2", "a.jsonl", &[]);
    generate("1/2", "b.jsonl", &[]);
    generate("1/2", "seed.jsonl", &["--seed", "3"]);
    generate("1/3", "third.jsonl", &[]);
    succeed(folder, &["generate", "in", "-o", "whole.jsonl"]);
    let refuse = |parts: &[&str], message: &str| {
        refuse(folder, &[&["merge", "-o", "merged.jsonl"], parts].concat(), 2, message);
        assert!(!folder.join("merged.jsonl").exists());
    };
    refuse(&["a.jsonl", "seed.jsonl"], "made with other seed than a.jsonl");
    refuse(&["a.jsonl", "third.jsonl"], "made with other number of shards");
    refuse(&["a.jsonl"], "of 2 shards, 1 is missing: 1;");
    refuse(&["a.jsonl", "b.jsonl", "a.jsonl"], "holds shard 0/2, as a.jsonl does");
    refuse(&["a.jsonl", "whole.jsonl"], "whole.jsonl: not the output of a shard");
    refuse(&["in/0.jsonl"], "no finished output");
    refuse(&["gone.jsonl"], "no finished output");
    refuse(&["a.jsonl", "b.jsonl", "--rejected", "left.jsonl"], "its rejected records are not there");
    std::fs::write(folder.join("in/0.jsonl"), "").expect("the file changes");
    generate("1/2", "other.jsonl", &[]);
    refuse(&["a.jsonl", "other.jsonl"], "made with other inputs than a.jsonl");
}

#[test]
fn a_part_that_has_lost_rows_ends_the_merge() {
    let folder = corpus();
    let folder = folder.path();
    for shard in ["0", "1"] {
        let part = format!("{shard}/2");
        succeed(folder, &["generate", "in", "--shard", &part, "-o", &format!("{shard}.jsonl")]);
    }
    // As many bytes, but fewer lines.
    let text = read(folder, "1.jsonl").replacen('\n', " ", 1);
    std::fs::write(folder.join("1.jsonl"), text).expect("the file changes");
    refuse(folder, &["merge", "0.jsonl", "1.jsonl", "-o", "merged.jsonl"], 1, "by its manifest");
    assert!(!folder.join("merged.jsonl").exists());
}

#[test]
fn files_that_changed_since_they_were_planned_end_the_run() {
    let folder = corpus();
    let folder = folder.path();
    succeed(folder, &["generate", "in", "--plan", "plan.json", "--plan-shards", "1"]);
    let shard = ["generate", "--plan", "plan.json", "--shard", "0/1", "-o", "out.jsonl"];
    let text = read(folder, "in/3.jsonl");
    std::fs::write(folder.join("in/3.jsonl"), text.replacen("def", "fed", 1)).expect("the file changes");
    refuse(folder, &shard, 1, "in/3.jsonl: other bytes than when it was planned");
    std::fs::write(folder.join("in/3.jsonl"), "").expect("the file changes");
    refuse(folder, &shard, 2, "in/3.jsonl: has 0 bytes");
    assert!(!folder.join("out.jsonl").exists());
    refuse(folder, &["generate", "--plan", "plan.json", "--shard", "0/2"], 2, "the plan has 1 shards, not 2");
    refuse(
        folder,
        &["generate", "-", "--plan", "plan.json", "--plan-shards", "2"],
        2,
        "a plan shares out files",
    );
}
