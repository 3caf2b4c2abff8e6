//! The data set folder.

use std::collections::BTreeSet;
use std::fs;

use lintseq_dataset::{FolderOptions, Manifest};
use tempfile::tempdir;

use crate::support::{Command, assert_complete, programs, rows};

#[test]
fn a_folder_is_a_data_set() {
    let folder = tempdir().unwrap();
    let (input, out) = (folder.path().join("a.jsonl"), folder.path().join("set"));
    fs::write(&input, programs(2_000)).unwrap();
    let options = FolderOptions {
        shard_bytes: 4_000,
        test_share: 0.1,
        languages: vec!["python".to_owned()],
        description: "Programs.".to_owned(),
        ..FolderOptions::default()
    };
    let summary = Command { folder: options, ..Command::new(&input, &out) }.run();
    assert_complete(&summary);

    let files = |name: &str| -> Vec<_> {
        let mut files: Vec<_> =
            fs::read_dir(out.join("data")).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        files.retain(|path| path.file_name().unwrap().to_string_lossy().starts_with(name));
        files
    };
    let split = |name: &str| -> Vec<_> {
        let files = files(name);
        let end = format!("-of-{:05}.jsonl.zst", files.len());
        assert!(files.iter().all(|path| path.to_string_lossy().ends_with(&end)), "{files:?}");
        files
    };
    let ids = |name: &str| -> Vec<u64> {
        split(name).iter().flat_map(|path| rows(path)).map(|row| row["id"].as_u64().unwrap()).collect()
    };
    let (train, test) = (ids("train"), ids("test"));
    assert!(split("train").len() > 1);
    assert_eq!((train.len() + test.len()) as u64, summary.ledger.rows());
    assert!((100..300).contains(&test.len()), "{}", test.len());
    assert!(train.is_sorted() && test.is_sorted());
    let train: BTreeSet<_> = train.into_iter().collect();
    assert!(test.iter().all(|id| !train.contains(id)));

    let rejected = rows(&out.join("rejected/rejected.jsonl.zst"));
    assert_eq!(rejected.len() as u64, summary.ledger.records_rejected());
    let manifest = Manifest::load(&out.join("manifest.json")).unwrap();
    assert_eq!(manifest.records, summary.ledger);
    assert_eq!(manifest.inputs[0].bytes, fs::metadata(&input).unwrap().len());
    for file in &manifest.files {
        assert_eq!(fs::metadata(out.join(&file.path)).unwrap().len(), file.bytes, "{file:?}");
    }
    let card = fs::read_to_string(out.join("README.md")).unwrap();
    for part in ["pretty_name: \"set\"", "path: \"data/test-*.jsonl.zst\"", "- 1K<n<10K", "| syntax-error |"]
    {
        assert!(card.contains(part), "{part}\n{card}");
    }
    assert!(!card.contains("features:"));
    assert!(out.join("_SUCCESS").exists() && !out.join(".partial").exists());

    let options = FolderOptions { parquet: true, ..FolderOptions::default() };
    assert_complete(&Command { folder: options, ..Command::new(&input, &out) }.run());
    let card = fs::read_to_string(out.join("README.md")).unwrap();
    assert!(card.contains("- name: \"edits\"\n    list: string\n"), "{card}");
    assert!(files("train").iter().all(|path| path.to_string_lossy().ends_with("-of-00001.parquet")));
}

#[test]
fn a_folder_of_something_else_is_left_alone() {
    let folder = tempdir().unwrap();
    let (input, out) = (folder.path().join("a.jsonl"), folder.path().join("mine"));
    fs::write(&input, programs(10)).unwrap();
    fs::create_dir(&out).unwrap();
    fs::write(out.join("thesis.tex"), "").unwrap();
    let error = Command::new(&input, &out).try_run(|_| {}).err().unwrap().to_string();
    assert!(error.contains("not a data set of lintseq"), "{error}");
    assert_eq!(fs::read_dir(&out).unwrap().count(), 1);
}
