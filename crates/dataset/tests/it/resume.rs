//! An interrupted run, continued, writes what one in a piece would have written.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use lintseq_dataset::{End, FolderOptions};
use proptest::prelude::*;
use tempfile::tempdir;

use crate::support::{Command, Done, assert_complete, copy_tree, programs, tree};

const OUTPUTS: [&str; 6] = ["o.jsonl", "o.jsonl.gz", "o.jsonl.zst", "o.parquet", "set/", "setp/"];

fn command(input: &Path, folder: &Path, output: &str) -> Command {
    fs::create_dir_all(folder).unwrap();
    let is_set = output.starts_with("set");
    Command {
        rejected: (!is_set).then(|| folder.join("rejected.jsonl.zst")),
        folder: FolderOptions {
            parquet: output == "setp/",
            shard_bytes: 3_000,
            test_share: 0.2,
            ..FolderOptions::default()
        },
        ..Command::new(input, &folder.join(output))
    }
}

/// What a run leaves, without what names the folder.
fn result(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files = tree(folder);
    let is_left =
        |name: &str| name.contains("partial") || Path::new(name).extension().is_some_and(|it| it == "new");
    assert!(!files.iter().any(|(name, _)| is_left(name)), "{files:?}");
    files.retain(|(name, _)| !name.contains("README"));
    files
}

fn check(output: &str, count: usize, stop_at: &[u64], threads: usize) {
    let folder = tempdir().unwrap();
    let input = folder.path().join("in.jsonl");
    fs::write(&input, programs(count)).unwrap();
    let whole = command(&input, &folder.path().join("whole"), output);
    let expected = whole.run();
    assert_complete(&expected);

    let pieces = Command { threads, resume: true, ..command(&input, &folder.path().join("pieces"), output) };
    for stop_at in stop_at {
        // A run that was done before the stop came is done.
        let _ = Command { stop_at: Some(*stop_at), ..pieces.clone() }.try_run(|_| {}).unwrap();
    }
    if let Done::Now(summary) = pieces.try_run(|_| {}).unwrap() {
        assert_complete(&summary);
        assert_eq!(summary.ledger, expected.ledger);
        assert_eq!(summary.stats, expected.stats);
    }
    assert_eq!(result(&folder.path().join("pieces")), result(&folder.path().join("whole")));
    let Done::Before(manifest) = pieces.try_run(|_| {}).unwrap() else { panic!("it was done again") };
    assert_eq!(manifest.records, expected.ledger);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn a_run_in_pieces_writes_the_same(
        output in 0..OUTPUTS.len(),
        count in 0_usize..700,
        stop_at in prop::collection::vec(0_u64..700, 0..4),
        threads in 1_usize..4,
    ) {
        check(OUTPUTS[output], count, &stop_at, threads);
    }

    /// A killed run leaves a checkpoint and, beyond it, anything.
    #[test]
    fn a_killed_run_goes_on_from_its_checkpoint(output in 0..OUTPUTS.len(), kill_at in 0_u64..30, junk: Vec<u8>) {
        let output = OUTPUTS[output];
        let folder = tempdir().unwrap();
        let input = folder.path().join("in.jsonl");
        fs::write(&input, programs(700)).unwrap();
        let (whole, killed) = (folder.path().join("whole"), folder.path().join("killed"));
        fs::create_dir_all(&killed).unwrap();
        let batches = AtomicU64::new(0);
        command(&input, &whole, output).try_run(|_| {
            if batches.fetch_add(1, Ordering::Relaxed) == kill_at {
                copy_tree(&whole, &killed);
            }
        }).unwrap();
        for (name, _) in tree(&killed) {
            if name.ends_with(".partial") {
                let mut partial = fs::OpenOptions::new().append(true).open(killed.join(name)).unwrap();
                partial.write_all(&junk).unwrap();
            }
        }
        let command = Command { resume: true, ..command(&input, &killed, output) };
        command.try_run(|_| {}).unwrap();
        assert_eq!(result(&killed), result(&whole));
    }
}

#[test]
fn any_number_of_threads_writes_the_same() {
    for output in OUTPUTS {
        check(output, 700, &[], 3);
    }
}

#[test]
fn a_resumed_run_must_be_the_same_run() {
    let folder = tempdir().unwrap();
    let input = folder.path().join("in.jsonl");
    fs::write(&input, programs(900)).unwrap();
    for output in OUTPUTS {
        let command = Command { resume: true, ..command(&input, &folder.path().join("out"), output) };
        let interrupted = Command { stop_at: Some(300), ..command.clone() }.run();
        assert!(matches!(interrupted.end, End::Interrupted));
        let other = Command { option: 1, ..command.clone() };
        let error = other.try_run(|_| {}).err().unwrap().to_string();
        assert!(error.contains("begun with other option;"), "{error}");
        assert_complete(&command.run());
        assert!(other.try_run(|_| {}).err().unwrap().to_string().contains("other option"));
        // Without --resume it is simply made anew.
        assert_complete(&Command { resume: false, ..other.clone() }.run());
    }
    let command = Command { resume: true, ..command(&input, &folder.path().join("out"), "o.jsonl") };
    fs::write(&input, programs(901)).unwrap();
    let error = Command { option: 1, ..command }.try_run(|_| {}).err().unwrap().to_string();
    assert!(error.contains("other inputs"), "{error}");
}

#[test]
fn two_runs_do_not_share_an_output() {
    let folder = tempdir().unwrap();
    let input = folder.path().join("in.jsonl");
    fs::write(&input, programs(50)).unwrap();
    for output in OUTPUTS {
        let command = command(&input, &folder.path().join("out"), output);
        let second = command.clone();
        command
            .try_run(|_| {
                let error = second.try_run(|_| {}).err().unwrap().to_string();
                assert!(error.contains("another run"), "{error}");
            })
            .unwrap();
    }
}

#[test]
fn a_run_that_died_while_renaming_is_finished() {
    let folder = tempdir().unwrap();
    let input = folder.path().join("in.jsonl");
    fs::write(&input, programs(200)).unwrap();
    let (whole, broken) = (folder.path().join("whole"), folder.path().join("broken"));
    command(&input, &whole, "set/").run();
    // The rename of a file over a folder with something in it fails.
    let command = Command { resume: true, ..command(&input, &broken, "set/") };
    fs::create_dir_all(broken.join("set/_SUCCESS/x")).unwrap();
    fs::copy(whole.join("set/manifest.json"), broken.join("set/manifest.json")).unwrap();
    fs::remove_dir_all(broken.join("set/data")).ok();
    assert!(Command { resume: false, ..command.clone() }.try_run(|_| {}).is_err());
    fs::remove_dir_all(broken.join("set/_SUCCESS")).unwrap();
    assert!(matches!(command.try_run(|_| {}).unwrap(), Done::Before(_)));
    assert_eq!(result(&broken), result(&whole));
}
