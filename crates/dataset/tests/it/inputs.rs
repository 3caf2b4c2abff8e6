//! Every kind of input gives the same documents.

use std::fs;
use std::path::Path;

use lintseq_dataset::{Compression, FieldNames, InputError, InputOptions, Inputs};
use serde_json::{Value, json};
use tempfile::tempdir;

use crate::support::{Command, Done, Languages, assert_complete, pack, programs, rows};

fn sources(path: &Path) -> Vec<String> {
    rows(path).iter().map(|row| row["source"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn packed_lines_are_lines() {
    let folder = tempdir().unwrap();
    let (out, text) = (folder.path().join("out.jsonl"), programs(200));
    let mut expected = None;
    for (name, compression) in [
        ("a.jsonl", Compression::None),
        ("a.jsonl.gz", Compression::Gzip),
        ("a.ndjson.zst", Compression::Zstd),
    ] {
        let input = folder.path().join(name);
        // Two members or frames, cut in the middle of a line.
        let (one, two) = text.split_at(text.len() / 2 + 3);
        fs::write(&input, [pack(one, compression), pack(two, compression)].concat()).unwrap();
        assert_complete(&Command::new(&input, &out).run());
        let bytes = fs::read(&out).unwrap();
        assert_eq!(*expected.get_or_insert(bytes.clone()), bytes, "{name}");
    }
}

#[test]
fn parquet_comes_back_as_it_went() {
    let folder = tempdir().unwrap();
    let lines = folder.path().join("a.jsonl");
    let (parquet, out) = (folder.path().join("b.parquet"), folder.path().join("c.jsonl"));
    fs::write(&lines, programs(300)).unwrap();
    assert_complete(&Command::new(&lines, &parquet).run());
    let fields = FieldNames { code: Some("source".to_owned()), ..FieldNames::default() };
    let summary = Command { fields, ..Command::new(&parquet, &out) }.run();
    assert_complete(&summary);
    assert_eq!(summary.ledger.records_rejected(), 0);
    let first = &rows(&out)[0];
    assert_eq!(first["id"], json!(0));
    assert_eq!(first["source"], json!("x0 = 0\n"));
    assert_eq!(first["metadata"]["edits"], json!(["x0 = 0\n"]));
    assert_eq!(first["metadata"]["metadata"], json!("{\"n\":0}"));
}

#[test]
fn folders_are_walked_in_order_past_what_git_ignores() {
    let folder = tempdir().unwrap();
    let root = folder.path().join("code");
    fs::create_dir_all(root.join("b/build")).unwrap();
    for (name, text) in [
        ("b/z.py", "z = 1\n"),
        ("b/build/x.py", "ignored\n"),
        (".gitignore", "build/\n"),
        ("a.py", "a = 1\n"),
        ("notes.txt", "no program\n"),
        ("skip.py", "excluded\n"),
        ("c.go", "package c\n"),
    ] {
        fs::write(root.join(name), text).unwrap();
    }
    let out = folder.path().join("out.jsonl");
    let command = Command { exclude: vec!["skip.*".to_owned()], ..Command::new(&root, &out) };
    assert_complete(&command.run());
    let found = rows(&out);
    let paths: Vec<_> = found.iter().map(|row| row["path"].as_str().unwrap()).collect();
    assert_eq!(paths, ["a.py", "b/z.py", "c.go"]);
    assert_eq!(found[2]["language"], "go");

    assert_complete(&Command { language: Some("python".to_owned()), ..command.clone() }.run());
    assert_eq!(sources(&out), ["a = 1\n", "z = 1\n"]);

    let pattern = root.join("**/*.py").display().to_string();
    assert_complete(&Command { inputs: vec![pattern], ..command }.run());
    assert_eq!(sources(&out), ["a = 1\n", "ignored\n", "z = 1\n"]);
}

#[test]
fn archives_are_folders() {
    let folder = tempdir().unwrap();
    let long = format!("{}/deep.py", "long".repeat(60));
    let mut builder = tar::Builder::new(Vec::new());
    for (name, text) in [("./a.py", "a = 1\n"), ("b.txt", "no\n"), (&long, "b = 2\n"), ("empty.py", "")] {
        let mut header = tar::Header::new_gnu();
        header.set_size(text.len() as u64);
        header.set_cksum();
        builder.append_data(&mut header, name, text.as_bytes()).unwrap();
    }
    let tar = builder.into_inner().unwrap();
    let out = folder.path().join("out.jsonl");
    let gzip = {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        std::io::Write::write_all(&mut encoder, &tar).unwrap();
        encoder.finish().unwrap()
    };
    let zstd = zstd::encode_all(&tar[..], 1).unwrap();
    for (name, bytes) in [("a.tar", &tar), ("a.tgz", &gzip), ("a.tar.gz", &gzip), ("a.tar.zst", &zstd)] {
        let input = folder.path().join(name);
        fs::write(&input, bytes).unwrap();
        let summary = Command::new(&input, &out).run();
        assert_complete(&summary);
        assert_eq!(summary.ledger.records_in(), 3, "{name}");
        assert_eq!(sources(&out), ["a = 1\n", "b = 2\n"]);
        assert_eq!(rows(&out)[0]["path"], "a.py");
        assert_eq!(rows(&out)[1]["path"], long.as_str());
    }
}

#[test]
fn fields_go_where_they_belong() {
    let check = |record: Value, fields: FieldNames, expected: Value| {
        let folder = tempdir().unwrap();
        let (input, out) = (folder.path().join("a.jsonl"), folder.path().join("out.jsonl"));
        fs::write(&input, format!("{record}\n")).unwrap();
        assert_complete(&Command { fields, ..Command::new(&input, &out) }.run());
        let mut row = rows(&out).remove(0);
        row.as_object_mut().unwrap().retain(|key, _| expected.get(key).is_some());
        assert_eq!(row, expected, "{record}");
    };
    let default = FieldNames::default;
    check(
        json!({"content": "a", "task_id": "t", "path": "x/a.go", "instruction": "do", "stars": 3, "code": "b"}),
        default(),
        json!({"id": "t", "source": "a", "path": "x/a.go", "language": "go", "instruction": "do",
               "metadata": {"stars": 3, "code": "b"}}),
    );
    check(
        json!({"code": "b", "response": "a", "commit": "c", "id": 7, "lang": "golang"}),
        default(),
        json!({"id": 7, "source": "a", "language": "go", "metadata": {"code": "b", "commit": "c"}}),
    );
    check(
        json!({"text": "a", "response": null}),
        default(),
        json!({"source": "a", "metadata": {"response": null}}),
    );
    let named =
        FieldNames { code: Some("mine".to_owned()), prompt: "ask".to_owned(), id: Some("key".to_owned()) };
    check(
        json!({"response": "no", "mine": "a", "ask": "do", "key": "k", "id": "other"}),
        named,
        json!({"id": "k", "source": "a", "instruction": "do", "metadata": {"response": "no", "id": "other"}}),
    );
    check(
        json!({"response": "Like this:\n```py\na = 1\n```\nDone."}),
        default(),
        json!({"source": "a = 1\n", "language": "python"}),
    );
}

#[test]
fn ids_keep_every_digit() {
    let folder = tempdir().unwrap();
    let (input, out) = (folder.path().join("a.jsonl"), folder.path().join("out.jsonl"));
    let text = "{\"id\": 18446744073709551615, \"code\": \"a\"}\n{\"id\": 340282366920938463463374607431768211455, \
                \"code\": \"b\"}\n{\"id\": 1.5, \"code\": \"c\"}\n{\"code\": \"a\"}\n{\"code\": \"a\"}\n";
    fs::write(&input, text).unwrap();
    assert_complete(&Command::new(&input, &out).run());
    let ids: Vec<_> = rows(&out).into_iter().map(|row| row["id"].clone()).collect();
    assert_eq!(ids[0], json!(u64::MAX));
    assert_eq!(ids[1], json!("340282366920938463463374607431768211455"));
    assert_eq!(ids[2], json!(1.5));
    assert_eq!(ids[3], ids[4]);
}

#[test]
fn shards_together_are_the_whole() {
    let folder = tempdir().unwrap();
    let (input, out) = (folder.path().join("a.jsonl"), folder.path().join("out.jsonl"));
    fs::write(&input, programs(500)).unwrap();
    let command = Command::new(&input, &out);
    let whole = command.run();
    let mut expected = rows(&out);
    let mut found = Vec::new();
    let mut records = 0;
    for shard in ["0/3", "1/3", "2/3"] {
        let summary = Command { shard: Some(shard.parse().unwrap()), ..command.clone() }.run();
        assert_complete(&summary);
        assert!(summary.ledger.records_in() > 100);
        records += summary.ledger.records_in();
        found.extend(rows(&out));
    }
    assert_eq!(records, whole.ledger.records_in());
    let index = |row: &Value| row["index"].as_u64();
    expected.sort_by_key(index);
    found.sort_by_key(index);
    assert_eq!(found, expected);
    assert!(matches!("3/3".parse::<lintseq_dataset::Shard>(), Err(InputError::Shard { .. })));
}

#[test]
fn a_sample_has_its_size_and_repeats() {
    let folder = tempdir().unwrap();
    let (input, out) = (folder.path().join("a.jsonl"), folder.path().join("out.jsonl"));
    fs::write(&input, programs(500)).unwrap();
    let command = Command { sample: Some(40), ..Command::new(&input, &out) };
    let summary = command.run();
    assert_complete(&summary);
    assert_eq!(summary.ledger.records_in(), 40);
    let first = fs::read(&out).unwrap();
    command.run();
    assert_eq!(fs::read(&out).unwrap(), first);
    assert_eq!(Command { sample: Some(10_000), ..command }.run().ledger.records_in(), 471);
}

#[test]
fn what_is_not_there_is_said() {
    let find = |argument: &str| {
        let arguments = [argument.to_owned()];
        let options = InputOptions {
            arguments: &arguments,
            exclude: &[],
            languages: &Languages,
            language: None,
            revision: None,
        };
        Inputs::find(&options).and_then(|inputs| inputs.check_rereadable())
    };
    let folder = tempdir().unwrap();
    assert!(matches!(find("-"), Err(InputError::SampleOfPipe { .. })));
    assert!(matches!(find("/nowhere/a.jsonl"), Err(InputError::Missing { .. })));
    assert!(matches!(find(&folder.path().display().to_string()), Err(InputError::Nothing { .. })));
    assert!(matches!(
        find(&folder.path().join("*.py").display().to_string()),
        Err(InputError::Nothing { .. })
    ));
}

#[test]
fn a_data_set_folder_is_its_data() {
    let folder = tempdir().unwrap();
    let (input, out) = (folder.path().join("a.jsonl"), folder.path().join("set"));
    fs::write(&input, programs(100)).unwrap();
    let summary = Command::new(&input, &out).run();
    let again = folder.path().join("again.jsonl");
    let fields = FieldNames { code: Some("source".to_owned()), ..FieldNames::default() };
    let second = Command { fields, ..Command::new(&out, &again) }.run();
    assert_eq!(second.ledger.records_in(), summary.ledger.rows());
    let done = Command { resume: true, ..Command::new(&input, &out) }.try_run(|_| {}).unwrap();
    assert!(matches!(done, Done::Before(_)));
}
