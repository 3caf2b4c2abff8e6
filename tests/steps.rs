//! Steps over all rows of a run are what the commands of their kind do to its output: the same rows, byte for byte, and the
//! same records left out.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

#[track_caller]
fn lintseq(arguments: &[&str], folder: &Path) {
    let output = Command::new(env!("CARGO_BIN_EXE_lintseq"))
        .args(arguments)
        .arg("-q")
        .current_dir(folder)
        .output()
        .expect("the binary runs");
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

fn rows(path: &Path) -> Vec<Value> {
    let text = std::fs::read_to_string(path).expect("the rows are there");
    text.lines().map(|line| serde_json::from_str(line).expect("a row is JSON")).collect()
}

/// The rows about records left out, but for the file that they stood in.
fn left_out(folder: &Path, names: &[&str]) -> Vec<Value> {
    let mut all: Vec<Value> = names.iter().flat_map(|name| rows(&folder.join(name))).collect();
    for row in &mut all {
        row.as_object_mut().expect("a row is an object").remove("source");
    }
    all
}

/// Runs a command with steps, and without them and then the commands one after the other.
#[track_caller]
fn check(command: &[&str], dedup: &[&str], table: &str, sample: &[&str], diverse: &str) {
    let folder = tempfile::tempdir().expect("there is room");
    let folder = folder.path();
    let steps =
        ["--dedup", table, "--diverse", diverse, "-o", "one.jsonl", "--rejected", "one.rejected.jsonl"];
    lintseq(&[command, &steps].concat(), folder);
    lintseq(&[command, &["-o", "a.jsonl", "--rejected", "a.rejected.jsonl"]].concat(), folder);
    lintseq(
        &[&["dedup", "a.jsonl", "-o", "b.jsonl", "--rejected", "b.rejected.jsonl"], dedup].concat(),
        folder,
    );
    lintseq(
        &[&["sample", "b.jsonl", "-o", "c.jsonl", "--rejected", "c.rejected.jsonl"], sample].concat(),
        folder,
    );
    let read = |name: &str| std::fs::read(folder.join(name)).expect("the file is there");
    assert!(read("one.jsonl") == read("c.jsonl"), "the rows differ");
    let counts = ["a.jsonl", "b.jsonl", "c.jsonl"].map(|name| rows(&folder.join(name)).len() as u64);
    assert!(counts[0] > counts[1] && counts[1] > counts[2] && counts[2] > 0, "{counts:?}");
    let expected = left_out(folder, &["a.rejected.jsonl", "b.rejected.jsonl", "c.rejected.jsonl"]);
    assert_eq!(left_out(folder, &["one.rejected.jsonl"]), expected);
    // The manifest is that of the run as a whole.
    let [one, made] = ["one.jsonl.manifest.json", "a.jsonl.manifest.json"]
        .map(|name| serde_json::from_slice::<Value>(&read(name)).expect("a manifest is JSON"));
    assert_eq!(one["inputs"], made["inputs"]);
    assert_eq!(one["records"]["records_in"], made["records"]["records_in"]);
    assert_eq!(one["records"]["rows"], counts[2]);
    let sum = |name: &str| {
        let counts = one["records"][name].as_object().expect("counts by reason");
        counts.values().filter_map(Value::as_u64).sum::<u64>()
    };
    assert_eq!((sum("left_out") + sum("rejected")) as usize, expected.len());
    let funnel = one["stats"]["filters"].as_array().expect("a funnel");
    let of_steps: Vec<_> =
        funnel.iter().rev().take(2).rev().map(|stage| (&stage["in"], &stage["out"])).collect();
    assert_eq!(of_steps, [(&counts[0].into(), &counts[1].into()), (&counts[1].into(), &counts[2].into())]);
    assert!(!folder.join("one.jsonl.steps").exists());
}

fn example(name: &str) -> String {
    format!("{}/examples/{name}", env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn generate_in_steps() {
    let programs = example("programs.jsonl");
    check(
        &[
            "generate",
            &programs,
            "--format",
            "samples",
            "--sequences-per-program",
            "2",
            "--seed",
            "5",
            "--filter",
            "parses",
        ],
        &["--threshold", "0.8", "--verify", "--seed", "5"],
        "{threshold = 0.8, verify = true}",
        &["--target", "40", "--topic-field", "kind", "--seed", "5"],
        "{target = 40, topic-field = \"kind\"}",
    );
}

#[test]
fn commits_in_steps() {
    // The same commits in another repository.
    let mut commits = rows(Path::new(&example("commits.jsonl")));
    let mut again = commits.clone();
    for commit in &mut again {
        let name = format!("{}0", commit["commit"].as_str().unwrap());
        commit["commit"] = name.into();
    }
    commits.append(&mut again);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("commits.jsonl");
    let lines: String = commits.iter().map(|commit| format!("{commit}\n")).collect();
    std::fs::write(&file, lines).unwrap();
    let commits = file.to_str().unwrap();
    check(
        &["commits", commits],
        &["--threshold", "0.5", "--bands", "40", "--rows", "2"],
        "{threshold = 0.5, bands = 40, rows = 2}",
        &["--target", "3", "--topics", "2", "--seed", "1"],
        "{target = 3, topics = 2, seed = 1}",
    );
}

#[test]
fn steps_of_shards_are_refused_and_so_is_what_cannot_be_compared() {
    let programs = example("programs.jsonl");
    for (flags, expected) in [
        (["--shard", "0/2", "--format", "samples"], "--dedup looks at the rows of all shards"),
        (["--seed", "0", "--format", "sequences"], "--dedup: rows of this format have none of the fields"),
    ] {
        let output = Command::new(env!("CARGO_BIN_EXE_lintseq"))
            .args(["generate", &programs, "--dedup", "near"])
            .args(flags)
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2));
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(said.contains(expected), "{said}");
    }
}
