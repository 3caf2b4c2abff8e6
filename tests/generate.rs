//! `lintseq generate` through the command line, on real and on hostile input.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

const EXAMPLES: &str = "examples/programs.jsonl";

fn lintseq(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_lintseq")).args(arguments).output().expect("the binary runs")
}

fn generate(input: &str, output: &Path, more: &[&str]) -> Output {
    let output = output.to_str().expect("a temporary path is text");
    lintseq(&[&["generate", input, "-o", output], more].concat())
}

fn rows(text: &[u8]) -> Vec<Value> {
    let text = std::str::from_utf8(text).expect("rows are text");
    text.lines().map(|line| serde_json::from_str(line).expect("a row is JSON")).collect()
}

#[test]
fn the_example_output_is_what_comes_out() {
    let made = lintseq(&["generate", EXAMPLES, "-o", "-", "-q"]);
    assert_eq!(made.status.code(), Some(0), "{}", String::from_utf8_lossy(&made.stderr));
    let expected = std::fs::read("examples/sequences.jsonl").expect("the example output is there");
    assert!(
        made.stdout == expected,
        "the output has changed; if that is wanted: lintseq generate {EXAMPLES} -o examples/sequences.jsonl"
    );
}

#[test]
fn the_example_output_passes_check_and_apply_gives_the_programs_back() {
    let check = lintseq(&["check", "examples/sequences.jsonl"]);
    assert_eq!(check.status.code(), Some(0), "{}", String::from_utf8_lossy(&check.stdout));
    let applied = lintseq(&["apply", "examples/sequences.jsonl", "-q"]);
    let programs = rows(&std::fs::read(EXAMPLES).expect("the examples are there"));
    let applied = rows(&applied.stdout);
    assert_eq!(applied.len(), programs.len());
    for (applied, program) in applied.iter().zip(&programs) {
        assert_eq!(applied["id"], program["id"]);
        assert_eq!(applied["source"], program["response"]);
    }
}

#[test]
fn every_format_replays_to_the_programs() {
    let folder = tempfile::tempdir().expect("a folder");
    let programs = rows(&std::fs::read(EXAMPLES).expect("the examples are there"));
    for format in ["sequences", "pylintseq", "text"] {
        let path = folder.path().join(format!("{format}.jsonl"));
        assert_eq!(generate(EXAMPLES, &path, &["--format", format, "-q"]).status.code(), Some(0));
        let applied = lintseq(&["apply", path.to_str().expect("text"), "-q"]);
        let sources: Vec<Value> =
            rows(&applied.stdout).into_iter().map(|row| row["source"].clone()).collect();
        let expected: Vec<Value> = programs.iter().map(|row| row["response"].clone()).collect();
        assert_eq!(sources, expected, "{format}");
    }
}

#[test]
fn threads_and_shards_do_not_change_a_byte() {
    let folder = tempfile::tempdir().expect("a folder");
    let make = |name: &str, more: &[&str]| {
        let path = folder.path().join(format!("{name}.jsonl"));
        let more = [&["-q", "--sequences-per-program", "2", "--seed", "5"], more].concat();
        assert_eq!(generate(EXAMPLES, &path, &more).status.code(), Some(0));
        std::fs::read_to_string(&path).expect("the output is there")
    };
    let whole = make("one.jsonl", &["--threads", "1"]);
    assert_eq!(whole, make("two.jsonl", &["--threads", "2"]));
    let shards: Vec<String> =
        (0..4).map(|part| make(&format!("{part}.jsonl"), &["--shard", &format!("{part}/4")])).collect();
    let mut lines: Vec<&str> = shards.iter().flat_map(|shard| shard.lines()).collect();
    let mut expected: Vec<&str> = whole.lines().collect();
    lines.sort_unstable();
    expected.sort_unstable();
    assert_eq!(lines, expected);
}

#[test]
fn several_sequences_of_a_program_differ_and_share_its_id() {
    let made = lintseq(&["generate", EXAMPLES, "-o", "-", "-q", "--sequences-per-program", "5"]);
    let mut by_id: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for row in rows(&made.stdout) {
        by_id.entry(row["id"].to_string()).or_default().push(row);
    }
    assert_eq!(by_id.len(), 24);
    for rows in by_id.values() {
        for (at, row) in rows.iter().enumerate() {
            assert_eq!(row["sequence_index"], at);
            assert!(rows[..at].iter().all(|other| other["edits"] != row["edits"]), "{} repeats", row["id"]);
        }
    }
}

/// Each bad record has its reason, the good ones beside it are unharmed, and the counts add up.
#[test]
fn hostile_records_cost_only_themselves() {
    let folder = tempfile::tempdir().expect("a folder");
    let good = r#"{"id": "good", "response": "x = 1\ny = x\n"}"#;
    let row = |text: &str| serde_json::json!({ "id": "hostile", "response": text }).to_string().into_bytes();
    let blocks: String = (0..1000).map(|depth| format!("{}if x:\n", " ".repeat(depth))).collect();
    let brackets = format!("x = {}\n", format!("{}\n", "[".repeat(100)).repeat(1000));
    let hostile: Vec<(Vec<u8>, &str)> = vec![
        (b"{\"response\": \"\xff\xfe\"}".to_vec(), "invalid-utf8"),
        (row("x = 1\0"), "nul-byte"),
        (row(&format!("x = '{}'", "a".repeat(10_000_000))), "too-many-bytes"),
        (row(&"x\n".repeat(6_000)), "too-many-lines"),
        (row(&format!("x = '{}'", "a".repeat(20_000))), "line-too-long"),
        (row(&brackets), "too-deep"),
        (row(&format!("{blocks}{}pass\n", " ".repeat(1000))), "too-deep"),
        (row("if x:\n\ty = 1\n        z = 2\n"), "syntax-error"),
        (row(""), "empty"),
        (row(" \n\n"), "empty"),
        (row("def f(:\n"), "syntax-error"),
        (row("print 'python two'\n"), "syntax-error"),
        (br#"{"id": 1}"#.to_vec(), "missing-field"),
        (br#"{"id": 1, "response": 5}"#.to_vec(), "wrong-type"),
        (br#"{"id": 1, "response": "x = 1"#.to_vec(), "invalid-json"),
        (b"[1, 2]".to_vec(), "invalid-json"),
    ];
    let mut corpus = Vec::new();
    for (line, _) in &hostile {
        corpus.extend_from_slice(good.as_bytes());
        corpus.push(b'\n');
        corpus.extend_from_slice(line);
        corpus.push(b'\n');
    }
    let input = folder.path().join("hostile.jsonl");
    std::fs::write(&input, corpus).expect("the folder is writable");
    let (output, rejected) = (folder.path().join("out.jsonl"), folder.path().join("rejected.jsonl"));
    let flag = ["--rejected", rejected.to_str().expect("text")];
    let run = generate(input.to_str().expect("text"), &output, &flag);
    assert_eq!(run.status.code(), Some(0), "{}", String::from_utf8_lossy(&run.stderr));
    let reasons: Vec<Value> = rows(&std::fs::read(&rejected).expect("the rejected rows are there"))
        .into_iter()
        .map(|row| row["reason"].clone())
        .collect();
    let expected: Vec<&str> = hostile.iter().map(|(_, reason)| *reason).collect();
    assert_eq!(reasons, expected);
    let made = rows(&std::fs::read(&output).expect("the output is there"));
    assert_eq!(made.len(), hostile.len(), "equal ids are kept");
    assert!(made.iter().all(|row| row == &made[0]), "the same id and text give the same result");
}

#[test]
fn odd_line_ends_survive() {
    let folder = tempfile::tempdir().expect("a folder");
    let texts = [
        "import os\r\nprint(os.sep)\r\n",
        "x = 1\ry = x\r",
        "x = 1\r\ny = x\nz = y\r",
        "\u{feff}x = 1\ny = 2\n",
        "x = 1\n\u{c}\ny = 2",
        "if 1:\n\tx = 1\n\ty = 2\n",
        "# only\n\n# remarks\n",
        "x = 1\n\n\n\n\n\n\ny = 2\n\n\n\n",
    ];
    let input = folder.path().join("odd.jsonl");
    let corpus: String = texts
        .iter()
        .map(|text| {
            serde_json::json!({ "id": text, "response": text, "unknown": { "a": [1] } }).to_string() + "\n"
        })
        .collect();
    std::fs::write(&input, corpus).expect("the folder is writable");
    let output = folder.path().join("out.jsonl");
    assert_eq!(generate(input.to_str().expect("text"), &output, &["-q"]).status.code(), Some(0));
    let applied = lintseq(&["apply", output.to_str().expect("text"), "-q"]);
    let sources: Vec<String> =
        rows(&applied.stdout).iter().map(|row| row["source"].as_str().expect("a text").to_owned()).collect();
    assert_eq!(sources, texts);
    assert_eq!(lintseq(&["check", output.to_str().expect("text")]).status.code(), Some(0));
}

#[test]
fn answers_in_markdown_lose_their_prose_and_docstrings_keep_their_fences() {
    let folder = tempfile::tempdir().expect("a folder");
    let answer =
        "Here it is:\n\n```python\nimport os\n```\n\nand then\n\n```python\nprint(os.sep)\n```\nDone.";
    let program =
        "def f():\n    \"\"\"Use it:\n\n    ```python\n    f()\n    ```\n    \"\"\"\n    return 1\n";
    let input = folder.path().join("answers.jsonl");
    let corpus: String =
        [answer, program].map(|text| serde_json::json!({ "response": text }).to_string() + "\n").concat();
    std::fs::write(&input, corpus).expect("the folder is writable");
    let made = rows(&lintseq(&["generate", input.to_str().expect("text"), "-q"]).stdout);
    assert_eq!(made[0]["source"].as_str().map(str::trim_end), Some("import os\n\nprint(os.sep)"));
    assert_eq!(made[1]["source"], program);
}

/// A dump of many languages: each row in its own, with its own linter, and figures for each.
#[test]
fn a_mixed_dump_keeps_every_language_apart() {
    const MIXED: &str = "tests/data/languages/programs.jsonl";
    let folder = tempfile::tempdir().expect("a folder");
    let output = folder.path().join("out.jsonl");
    let run = generate(MIXED, &output, &[]);
    let said = String::from_utf8_lossy(&run.stderr).into_owned();
    assert_eq!(run.status.code(), Some(0), "{said}");
    let programs = rows(&std::fs::read(MIXED).expect("the programs are there"));
    let made = rows(&std::fs::read(&output).expect("the output is there"));
    assert_eq!(made.len(), programs.len(), "{said}");
    for (made, program) in made.iter().zip(&programs) {
        assert_eq!((&made["id"], &made["language"]), (&program["id"], &program["language"]));
        assert_eq!(made["source"], program["response"]);
    }
    for language in ["c", "cpp", "go", "java", "javascript", "rust", "typescript"] {
        assert!(said.contains(&format!("\n  {language} ")), "{language} in {said}");
    }
    let check = lintseq(&["check", output.to_str().expect("text")]);
    assert_eq!(check.status.code(), Some(0), "{}", String::from_utf8_lossy(&check.stdout));
    let only = lintseq(&["generate", MIXED, "-q", "--language", "golang"]);
    assert!(rows(&only.stdout).iter().all(|row| row["language"] == "go"));
    assert_eq!(rows(&only.stdout).len(), 6);
    assert_eq!(lintseq(&["generate", MIXED, "--language", "go", "--linter", "ruff"]).status.code(), Some(2));
}

#[test]
fn headers_are_what_their_text_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("writable");
    write("a.h", "struct template { int x; };\n");
    write(
        "b.h",
        "namespace n {\ntemplate <class T> class A : public B<T> {\npublic:\n    A() = default;\n};\n}\n",
    );
    write("c.c", "int x;\n");
    write("d.cpp", "class D;\n");
    let languages = |more: &[&str]| {
        let folder = folder.path().to_str().expect("text");
        let made = rows(&lintseq(&[&["generate", folder, "-q"], more].concat()).stdout);
        made.into_iter().map(|row| row["language"].clone()).collect::<Vec<Value>>()
    };
    assert_eq!(languages(&[]), ["c", "cpp", "c", "cpp"]);
    assert_eq!(languages(&["--language", "c"]), ["c", "c"]);
    assert_eq!(languages(&["--language", "cpp"]), ["cpp", "cpp"]);
}

#[test]
fn exit_codes_tell_what_went_wrong() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).to_str().expect("text").to_owned();
    assert_eq!(lintseq(&["generate", "not-there.jsonl", "-o", &path("a.jsonl")]).status.code(), Some(2));
    assert_eq!(lintseq(&["generate", EXAMPLES, "--no-such-flag"]).status.code(), Some(2));
    assert_eq!(
        lintseq(&["generate", EXAMPLES, "--linter", "nobody", "-o", &path("b.jsonl")]).status.code(),
        Some(2)
    );
    assert_eq!(lintseq(&["generate", EXAMPLES, "-o", &path("missing/c.jsonl")]).status.code(), Some(1));
    std::fs::write(path("cut.jsonl.gz"), &include_bytes!("data/rows.jsonl.gz")[..200]).expect("writable");
    let cut = lintseq(&["generate", &path("cut.jsonl.gz"), "-o", &path("cut.jsonl")]);
    assert_eq!(cut.status.code(), Some(1), "{}", String::from_utf8_lossy(&cut.stderr));
    assert!(!Path::new(&path("cut.jsonl")).exists(), "a partial is never taken for whole");
    let complete = ["generate", EXAMPLES, "-o", &path("d.jsonl"), "--resume", "-q"].map(str::to_owned);
    let complete: Vec<&str> = complete.iter().map(String::as_str).collect();
    assert_eq!(lintseq(&complete).status.code(), Some(0));
    assert_eq!(lintseq(&complete).status.code(), Some(0), "what is complete stays");
    assert_eq!(lintseq(&[complete.as_slice(), &["--seed", "9"]].concat()).status.code(), Some(2));
}

/// A run goes on only as what it was: files that options name are known by what they say.
#[test]
fn a_run_with_other_settings_in_the_same_file_does_not_go_on() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).to_str().expect("text").to_owned();
    let (linters, prompt, output) = (path("linters.toml"), path("prompt.txt"), path("out.jsonl"));
    let arguments = ["generate", EXAMPLES, "-o", &output, "--resume", "-q", "--format", "zeta2"];
    let files = ["--linter-config", &linters, "--system-prompt", &prompt];
    let run = || lintseq(&[arguments.as_slice(), &files].concat()).status.code();
    std::fs::write(&linters, "").expect("writable");
    std::fs::write(&prompt, "Edit.").expect("writable");
    assert_eq!([run(), run()], [Some(0); 2], "what is complete stays");
    std::fs::write(&linters, "# Nothing yet.\n").expect("writable");
    assert_eq!(run(), Some(2));
    std::fs::write(&linters, "").expect("writable");
    assert_eq!(run(), Some(0));
    std::fs::write(&prompt, "Go on.").expect("writable");
    assert_eq!(run(), Some(2));
}

#[test]
fn a_folder_is_a_data_set_also_with_an_empty_split() {
    let folder = tempfile::tempdir().expect("a folder");
    let set = folder.path().join("set");
    let run = lintseq(&["generate", EXAMPLES, "-q", "-o", &format!("{}/", set.display())]);
    assert_eq!(run.status.code(), Some(0), "{}", String::from_utf8_lossy(&run.stderr));
    for file in ["README.md", "manifest.json", "_SUCCESS", "rejected/rejected.jsonl.zst"] {
        assert!(set.join(file).exists(), "{file}");
    }
    let applied =
        lintseq(&["apply", set.join("data/train-00000-of-00001.jsonl.zst").to_str().expect("text"), "-q"]);
    let test =
        lintseq(&["apply", set.join("data/test-00000-of-00001.jsonl.zst").to_str().expect("text"), "-q"]);
    assert_eq!((applied.status.code(), test.status.code()), (Some(0), Some(0)));
    assert_eq!(rows(&applied.stdout).len() + rows(&test.stdout).len(), 24, "every row is in one split");
}

#[test]
fn languages_of_rows_go_by_any_of_their_names() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("rows.jsonl");
    let made = std::fs::read_to_string("examples/sequences.jsonl").expect("the example output is there");
    std::fs::write(&path, made.replace("\"language\":\"python\"", "\"language\":\"Python\""))
        .expect("writable");
    let check = lintseq(&["check", path.to_str().expect("text"), "--language", "py"]);
    assert_eq!(check.status.code(), Some(0), "{}", String::from_utf8_lossy(&check.stdout));
}

#[test]
fn check_finds_what_is_broken() {
    let made = rows(&std::fs::read("examples/sequences.jsonl").expect("the example output is there"));
    let folder = tempfile::tempdir().expect("a folder");
    let check = |name: &str, row: &Value| {
        let path = folder.path().join(format!("{name}.jsonl"));
        std::fs::write(&path, row.to_string() + "\n").expect("writable");
        let done = lintseq(&["check", path.to_str().expect("text")]);
        (done.status.code(), String::from_utf8_lossy(&done.stdout).into_owned())
    };
    assert_eq!(check("good", &made[0]).0, Some(0));
    let mut lost = made[0].clone();
    lost["edits"].as_array_mut().expect("edits are a list").pop();
    assert_eq!(check("lost", &lost).0, Some(1));
    let undefined = serde_json::json!({
        "schema": "lintseq.sequence/1", "id": 1, "source": "x = 1\nprint(x)\n",
        "edits": ["@@ -0,0 +1 @@\n+print(x)\n", "@@ -0,0 +1 @@\n+x = 1\n"]
    });
    let (code, said) = check("undefined", &undefined);
    assert_eq!(code, Some(1));
    assert!(said.contains("F821"), "{said}");
    let blank = serde_json::json!({
        "schema": "lintseq.sequence/1", "id": 1, "source": "x = 1\n\n",
        "edits": ["@@ -0,0 +1 @@\n+x = 1\n", "@@ -1,0 +2 @@\n+\n"]
    });
    assert_eq!(check("blank", &blank).0, Some(1));
}
