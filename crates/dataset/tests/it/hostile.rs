//! Hostile bytes cost their record, broken files cost their rest, and nothing costs more.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use lintseq_core::Reason;
use lintseq_dataset::{
    Compression, DecodeOptions, Decoder as _, End, FieldNames, Limits, Payload, RawRecord, ReadError,
    RowDecoder,
};
use proptest::prelude::*;
use tempfile::tempdir;

use crate::support::{Command, Languages, assert_complete, pack, programs, rows};

/// The reason for which a line is left out, between two good ones that are not.
fn reason(line: &[u8]) -> Option<Reason> {
    let folder = tempdir().unwrap();
    let input = folder.path().join("a.jsonl");
    let good = b"{\"id\": \"good\", \"code\": \"x = 1\\n\"}\n";
    fs::write(&input, [&good[..], line, b"\n", good].concat()).unwrap();
    let command = Command {
        rejected: Some(folder.path().join("rejected.jsonl")),
        ..Command::new(&input, &folder.path().join("out.jsonl"))
    };
    let summary = command.run();
    assert_complete(&summary);
    let rejected = rows(&folder.path().join("rejected.jsonl"));
    assert_eq!(rejected.len() as u64, summary.ledger.records_rejected());
    let out = rows(&folder.path().join("out.jsonl"));
    assert_eq!(out.iter().filter(|row| row["id"] == "good").count(), 2);
    if let Some(row) = rejected.first() {
        assert_eq!(row["line"], 2);
        let (reason, _) = summary.ledger.rejected().next().unwrap();
        assert_eq!(row["reason"], reason.as_str());
        return Some(reason);
    }
    None
}

#[test]
fn every_bad_record_has_its_reason() {
    use Reason::*;
    let code = |text: &str| format!("{{\"code\": {}}}", serde_json::Value::from(text)).into_bytes();
    let cases: Vec<(Vec<u8>, Reason)> = vec![
        (b"{\"code\": \"x = ".to_vec(), InvalidJson),
        (b"not json".to_vec(), InvalidJson),
        (b"[1, 2]".to_vec(), InvalidJson),
        (b"{\"code\": \"a\"} trailing".to_vec(), InvalidJson),
        (b"{\"code\": \"\\ud800\"}".to_vec(), InvalidJson),
        (b"{\"code\": \"a\", \"x\": NaN}".to_vec(), InvalidJson),
        (b"{\"id\": \"\\ud800\", \"code\": \"a\"}".to_vec(), InvalidJson),
        ([b"{\"code\": \"a\", \"x\": ", &b"[".repeat(100_000)[..]].concat(), InvalidJson),
        (b"{\"code\": \"\xff\"}".to_vec(), InvalidUtf8),
        (b"{\"prompt\": \"a\"}".to_vec(), MissingField),
        (b"{}".to_vec(), MissingField),
        (b"{\"code\": null}".to_vec(), MissingField),
        (b"{\"code\": 1}".to_vec(), WrongType),
        (b"{\"code\": [\"a\"]}".to_vec(), WrongType),
        (b"{\"code\": \"a\", \"instruction\": {}}".to_vec(), WrongType),
        (code("a\0b"), NulByte),
        (code(""), Empty),
        (code(" \n\t\r\n"), Empty),
        (code("\u{feff}"), Empty),
        (code(&"x = 1\n".repeat(1 << 18)), TooManyBytes),
        (code(&"x\n".repeat(5_001)), TooManyLines),
        (code(&"x".repeat(10_001)), LineTooLong),
        (code(&"x".repeat(10 << 20)), TooManyBytes),
        (b"{\"code\": \"a\", \"language\": \"Brainfuck\"}".to_vec(), UnknownLanguage),
        (code("reject"), SyntaxError),
        (code("panic"), Panicked),
    ];
    for (line, expected) in cases {
        assert_eq!(reason(&line), Some(expected), "{}", String::from_utf8_lossy(&line[..line.len().min(60)]));
    }
}

#[test]
fn odd_texts_are_not_bad() {
    for text in ["a\r\nb\r\n", "a\rb", "\u{feff}x = 1\n", "# only\n", "\u{c}\nx\t= 1", &"x\n".repeat(5_000)] {
        let line = format!("{{\"code\": {}}}", serde_json::Value::from(text));
        assert_eq!(reason(line.as_bytes()), None, "{text:?}");
    }
    assert_eq!(reason(b" \t"), None);
}

#[test]
fn rejected_records_can_be_fed_in_again() {
    let folder = tempdir().unwrap();
    let input = folder.path().join("a.jsonl");
    fs::write(&input, "{\"id\": 5, \"x\": \"reject\"}\n").unwrap();
    let rejected = folder.path().join("rejected.jsonl.gz");
    let command = Command {
        rejected: Some(rejected.clone()),
        ..Command::new(&input, &folder.path().join("out.jsonl"))
    };
    command.run();
    let row = &rows(&rejected)[0];
    assert_eq!(row["id"], 5);
    assert_eq!(row["reason"], "missing-field");
    assert_eq!(row["source"], input.display().to_string());
    assert_eq!(row["record"], "{\"id\": 5, \"x\": \"reject\"}");
    let keys: Vec<_> = row.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys, ["id", "source", "line", "reason", "message", "record"]);
}

#[test]
fn a_truncated_file_ends_the_run_and_renames_nothing() {
    let folder = tempdir().unwrap();
    let out = folder.path().join("out.jsonl");
    fs::write(&out, "as before").unwrap();
    for (name, compression) in [("a.jsonl.gz", Compression::Gzip), ("a.jsonl.zst", Compression::Zstd)] {
        let input = folder.path().join(name);
        let mut bytes = pack(&programs(2_000), compression);
        let whole = pack(&programs(2_000), compression);
        bytes.extend_from_slice(&whole[..whole.len() / 2]);
        fs::write(&input, bytes).unwrap();
        let summary = Command::new(&input, &out).run();
        let End::InputFailed(ReadError::Truncated { records, .. }) = summary.end else {
            panic!("{:?}", summary.end)
        };
        assert!(records >= 1_500, "{records}");
        assert_eq!(records, summary.ledger.records_in());
        assert_eq!(fs::read_to_string(&out).unwrap(), "as before");
        assert!(fs::metadata(folder.path().join("out.jsonl.partial")).unwrap().len() > 1_000);
    }
}

#[test]
fn a_truncated_archive_or_parquet_file_is_noticed() {
    let folder = tempdir().unwrap();
    let out = folder.path().join("out.jsonl");
    let mut builder = tar::Builder::new(Vec::new());
    for name in ["a.py", "b.py"] {
        let mut header = tar::Header::new_gnu();
        header.set_size(2_000);
        header.set_cksum();
        builder.append_data(&mut header, name, &b"x = 1 # \n".repeat(300)[..2_000]).unwrap();
    }
    let tar = builder.into_inner().unwrap();
    let input = folder.path().join("a.tar");
    fs::write(&input, &tar[..512 + 2_048 + 512 + 1_000]).unwrap();
    let summary = Command::new(&input, &out).run();
    assert!(
        matches!(summary.end, End::InputFailed(ReadError::Truncated { records: 1, .. })),
        "{:?}",
        summary.end
    );

    let (lines, parquet) = (folder.path().join("a.jsonl"), folder.path().join("a.parquet"));
    fs::write(&lines, programs(100)).unwrap();
    assert_complete(&Command::new(&lines, &parquet).run());
    let bytes = fs::read(&parquet).unwrap();
    for length in [0, 3, bytes.len() / 2, bytes.len() - 1] {
        fs::write(&parquet, &bytes[..length]).unwrap();
        let summary = Command::new(&parquet, &out).run();
        assert!(matches!(summary.end, End::InputFailed(_)), "{length}: {:?}", summary.end);
    }
}

#[test]
fn a_panic_in_a_group_costs_one_record() {
    let folder = tempdir().unwrap();
    let (input, out) = (folder.path().join("a.jsonl"), folder.path().join("out.jsonl"));
    let line = |at| format!("{{\"id\": {at}, \"code\": \"{}\"}}\n", if at == 20 { "panic" } else { "x" });
    let lines: Vec<_> = (0..50).map(line).collect();
    fs::write(&input, lines.concat()).unwrap();
    let summary = Command { group: 8, threads: 2, ..Command::new(&input, &out) }.run();
    assert_complete(&summary);
    assert_eq!(summary.ledger.rejected().collect::<Vec<_>>(), [(Reason::Panicked, 1)]);
    assert_eq!(rows(&out).len(), 49);
}

#[test]
fn a_full_disk_and_a_closed_folder_are_said() {
    let folder = tempdir().unwrap();
    let input = folder.path().join("a.jsonl");
    fs::write(&input, programs(100)).unwrap();
    if fs::metadata("/dev/full").is_ok() {
        let error = Command::new(&input, "/dev/full".as_ref()).try_run(|_| {}).err().unwrap();
        assert!(error.to_string().contains("no space left"), "{error}");
    }
    let error = Command::new(&input, &folder.path().join("none/out.jsonl"))
        .try_run(|_| {})
        .err()
        .unwrap()
        .to_string();
    assert!(error.contains("none/out.jsonl.partial"), "{error}");
    let closed = folder.path().join("closed");
    fs::create_dir(&closed).unwrap();
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o555)).unwrap();
    // The superuser may write anyway.
    if fs::write(closed.join("probe"), "").is_err() {
        let error = Command::new(&input, &closed.join("out.jsonl")).try_run(|_| {}).err().unwrap();
        assert!(error.to_string().contains("not allowed to"), "{error}");
    }
}

proptest! {
    #[test]
    fn decoding_never_fails_otherwise(bytes: Vec<u8>, prefix in "(\\{\"(code|id|path|x)\": ?\"?)?") {
        let bytes = [prefix.as_bytes(), &bytes].concat();
        let options = DecodeOptions {
            fields: FieldNames::default(),
            language: None,
            limits: Limits::default(),
            languages: &Languages,
            is_program: Box::new(|_, _| false),
        };
        for payload in [Payload::Json(bytes.clone()), Payload::Source(bytes)] {
            let record = RawRecord { index: 0, source: "a".into(), path: None, line: None, payload };
            let _ = options.decode(&record);
            let _ = RowDecoder::default().decode(&record);
        }
    }

    #[test]
    fn fenced_code_never_panics(text in "([`~]{3,4}(py|python|)| {0,5}|\"\"\"|'''|x|\n|- |é){0,40}") {
        let _ = lintseq_dataset::fenced_code(&text, |label| label == "py", |_| false);
    }
}
