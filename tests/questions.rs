//! `instruct`, `label`, `judge` and `mix` as users run them, against a server that is written here.

#![allow(clippy::unwrap_used)]

#[path = "../crates/synth/tests/server/mod.rs"]
mod server;

use std::path::Path;
use std::process::{Command, Output};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::{Value, json};
use server::{Act, Server, batches, completion, last, well};

/// Answers every prompt of the three commands, in batches as well.
fn answering() -> Server {
    let hand_in = batches(|line| {
        let line: Value = serde_json::from_str(line).unwrap();
        let said = line["body"]["messages"].as_array().unwrap().last().unwrap()["content"].as_str().unwrap();
        let body: Value = serde_json::from_str(&completion(&answer(said), 10, 5)).unwrap();
        let response = json!({"status_code": 200, "body": body});
        json!({"custom_id": line["custom_id"], "response": response, "error": null}).to_string()
    });
    Server::start(move |seen| {
        if seen.path.ends_with("/chat/completions") { well(&answer(&last(seen))) } else { hand_in(seen) }
    })
}

fn answer(said: &str) -> String {
    if said.contains("Write the request") {
        return "[Descriptive]\nDo what has to be done, in full.\n\n[Lazy]\ndo it\n".to_owned();
    }
    if let Some((_, rest)) = said.split_once("It has ") {
        let count: usize = rest.split(' ').next().unwrap().parse().unwrap();
        let asked: Vec<usize> = (1..=count).collect();
        return json!({"asked": asked, "undone": false}).to_string();
    }
    if said.contains("chunk 1 of") { "No.".to_owned() } else { "**Yes**, it is.".to_owned() }
}

fn lintseq(folder: &Path, arguments: &[&str]) -> Output {
    let output = Command::new(env!("CARGO_BIN_EXE_lintseq"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("OPENAI_API_KEY")
        .output()
        .unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    output
}

fn rows(path: &Path) -> Vec<Value> {
    let text = std::fs::read_to_string(path).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn write(path: &Path, rows: &[Value]) {
    let lines: String = rows.iter().map(|row| format!("{row}\n")).collect();
    std::fs::write(path, lines).unwrap();
}

fn commit(id: &str) -> Value {
    json!({
        "commit": id, "old_file": "a.py", "new_file": "a.py", "lang": "Python", "message": "a second parameter",
        "old_contents": "def f(x):\n    return x\n\n\ndef g(x):\n    return x\n\n\ndef h(x):\n    return x\n\n\nprint(f(1))\n",
        "new_contents": "def f(x, y):\n    return x\n\n\ndef g(x):\n    return x\n\n\ndef h(x):\n    return x\n\n\nprint(f(1, 2))\n",
    })
}

#[test]
fn what_was_asked_is_not_asked_again() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write(&folder.join("commits.jsonl"), &[commit("one"), commit("two"), json!({"commit": "none"})]);
    let server = answering();
    let model = ["--model", "m", "--base-url", &server.url, "--store", "answers"];
    let run = |arguments: &[&str]| lintseq(folder, &[arguments, &model].concat());

    run(&["label", "commits.jsonl", "-o", "labelled.jsonl", "--rejected", "rejected.jsonl"]);
    let labelled = rows(&folder.join("labelled.jsonl"));
    assert_eq!(labelled.iter().map(|row| &row["label"]).collect::<Vec<_>>(), [&json!(1), &json!(1)]);
    assert_eq!(labelled[0]["old_contents"], commit("one")["old_contents"]);
    assert_eq!(rows(&folder.join("rejected.jsonl"))[0]["reason"], "missing-field");
    let asked = server.count();

    run(&["label", "commits.jsonl", "-o", "again.jsonl"]);
    assert_eq!(rows(&folder.join("again.jsonl")), labelled);
    assert_eq!(server.count(), asked, "the answers are in the store");

    run(&["label", "commits.jsonl", "-o", "chunks.jsonl", "--per-chunk"]);
    let chunks = &rows(&folder.join("chunks.jsonl"))[0];
    assert_eq!((&chunks["label"], &chunks["label_chunks"]), (&json!(0), &json!([false, true])));

    run(&["instruct", "commits.jsonl", "-o", "triplets.jsonl"]);
    let triplets = rows(&folder.join("triplets.jsonl"));
    assert_eq!(triplets.len(), 2);
    assert_eq!(triplets[0]["instruction_lazy"], "do it");
    assert_eq!(triplets[0]["provenance"]["verdicts"][0]["filter"], "coverage");
    assert_eq!(triplets[0]["provenance"]["prompt_version"], "instruct/1");
    lintseq(folder, &["check", "triplets.jsonl"]);

    let mix =
        ["mix", "--part", "triplets.jsonl:lazy=1", "--part", "triplets.jsonl:descriptive=2", "--total", "3"];
    lintseq(folder, &[&mix[..], &["--format", "oce", "-o", "mixed.jsonl"]].concat());
    let mut kinds: Vec<_> =
        rows(&folder.join("mixed.jsonl")).iter().map(|row| row["instr_type"].clone()).collect();
    kinds.sort_by_key(ToString::to_string);
    assert_eq!(kinds, ["m_descriptive", "m_descriptive", "m_lazy"]);
}

/// Fails as long as it is told to, and answers after.
fn failing(is_down: &Arc<AtomicBool>) -> Server {
    let is_down = Arc::clone(is_down);
    Server::start(move |seen| {
        // One of the requests only, so that the run itself is not hopeless.
        if is_down.load(Ordering::SeqCst) && last(seen).contains("the second one") {
            return Act::Reset;
        }
        well("yes")
    })
}

#[test]
fn what_had_no_answer_is_asked_again() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let commits = ["the first one", "the second one", "the third one"].map(|message| {
        let mut commit = commit(message);
        commit["message"] = message.into();
        commit
    });
    write(&folder.join("commits.jsonl"), &commits);
    let predictions = commits.each_ref().map(|commit| {
        json!({"current": commit["old_contents"], "next": commit["new_contents"], "prediction": "x\n",
               "instruction_lazy": commit["message"]})
    });
    write(&folder.join("predictions.jsonl"), &predictions);
    let is_down = Arc::new(AtomicBool::new(true));
    let server = failing(&is_down);
    for (command, input, kept) in [("label", "commits.jsonl", 2), ("judge", "predictions.jsonl", 3)] {
        let output = format!("{command}.jsonl");
        let whole = format!("{command}-whole.jsonl");
        let options = ["--model", "m", "--base-url", &server.url, "--max-wait", "10ms"];
        let run = |output: &str, more: &[&str]| {
            let rejected = format!("{output}.rejected");
            let files = [command, input, "-o", output, "--rejected", &rejected];
            lintseq(folder, &[&files[..], &options[..], more].concat())
        };
        is_down.store(true, Ordering::SeqCst);
        run(&output, &[]);
        assert_eq!(rows(&folder.join(&output)).len(), kept, "{command}");
        assert_eq!(rows(&folder.join(format!("{output}.rejected")))[0]["reason"], "no-answer");
        let asked = server.count();
        let said = String::from_utf8(run(&output, &["--resume"]).stderr).unwrap();
        assert!(said.contains("1 had no answer and are asked again"), "{said}");
        assert!(server.count() > asked, "{command}: still no answer");

        is_down.store(false, Ordering::SeqCst);
        let asked = server.count();
        run(&output, &["--resume"]);
        assert_eq!(server.count(), asked + 1, "{command}: the others are in the store");
        assert_eq!(rows(&folder.join(format!("{output}.rejected"))).len(), 0);
        run(&whole, &[]);
        assert_eq!(std::fs::read(folder.join(&output)).unwrap(), std::fs::read(folder.join(&whole)).unwrap());
        let said = String::from_utf8(run(&output, &["--resume"]).stderr).unwrap();
        assert!(said.contains("nothing to do"), "{said}");
    }
}

#[test]
fn several_models_and_batches_serve_rows_too() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let commits: Vec<Value> = (0..12).map(|number| commit(&format!("commit {number}"))).collect();
    write(&folder.join("commits.jsonl"), &commits);
    let prediction =
        |number: usize| json!({"id": number, "current": "a\n", "next": "b\n", "prediction": "b\n"});
    write(&folder.join("predictions.jsonl"), &(0..12).map(prediction).collect::<Vec<_>>());
    let server = answering();
    let models = ["one", "two"].map(|name| {
        json!({"name": name, "base-url": server.url, "price-input": "1", "price-output": "1"}).to_string()
    });
    let models = ["--models", &models[0], "--models", &models[1]];
    for (command, input, field) in [
        ("instruct", "commits.jsonl", "/provenance/model"),
        ("label", "commits.jsonl", "/label_model"),
        ("judge", "predictions.jsonl", "/judge_model"),
    ] {
        let run = |output: &str, more: &[&str]| {
            lintseq(folder, &[&[command, input, "-o", output], &models[..], more].concat())
        };
        let asked = server.count();
        let estimate = String::from_utf8(run("none", &["--dry-run"]).stdout).unwrap();
        assert!(estimate.contains("prompts      12") && estimate.contains("nobody was asked"), "{estimate}");
        assert_eq!(server.count(), asked, "{command}: an estimate asks nobody");

        let once = format!("{command}-once.jsonl");
        run(&once, &["--budget", "1usd"]);
        let made = rows(&folder.join(&once));
        let by = |name: &str| made.iter().filter(|row| row.pointer(field).unwrap() == name).count();
        assert_eq!(by("one") + by("two"), 12, "{command}");
        assert!(by("one") > 0 && by("two") > 0, "{command}: {} and {}", by("one"), by("two"));
        let again =
            String::from_utf8(run("none", &["--dry-run", "--store", &format!("{once}.store")]).stdout);
        assert!(again.unwrap().contains("are in the store\nnobody"), "{command}: nothing is left to be paid");

        let batched = format!("{command}-batched.jsonl");
        let said = String::from_utf8(run(&batched, &["--batch", "--poll", "10ms"]).stderr).unwrap();
        assert!(said.contains("handed in"), "{said}");
        let bytes = |name: &str| std::fs::read(folder.join(name)).unwrap();
        assert_eq!(bytes(&once), bytes(&batched), "{command}: batches end in the same rows");
    }
}

#[test]
fn every_file_of_a_commit_is_asked_about_by_itself() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let file = |path: &str, old: &str, new: &str| json!({"old_file": path, "new_file": path, "old_contents": old, "new_contents": new});
    let files = [
        file("a.py", "x = 1\n", "x = 2\n"),
        file("same.py", "x = 1\n", "x = 1\n"),
        file("b.rs", "fn f() {}\n", "fn g() {}\n"),
        file("refused.py", "y = 1\n", "y = 2\n"),
    ];
    write(&folder.join("commits.jsonl"), &[json!({"commit": "c", "message": "three files", "files": files})]);
    let server = Server::start(|seen| {
        let said = last(seen);
        assert!(!(said.contains("x = 2") && said.contains("fn g")), "a file at a time: {said}");
        well(&if said.contains("y = 2") { "I cannot.".to_owned() } else { answer(&said) })
    });
    let output =
        ["-o", "triplets.jsonl", "--rejected", "rejected.jsonl", "--model", "m", "--base-url", &server.url];
    lintseq(folder, &[&["instruct", "commits.jsonl"], &output[..]].concat());
    let made = rows(&folder.join("triplets.jsonl"));
    let languages: Vec<_> = made.iter().map(|row| (&row["path"], &row["language"])).collect();
    assert_eq!(languages, [(&json!("a.py"), &json!("python")), (&json!("b.rs"), &json!("rust"))]);
    assert_ne!(made[0]["id"], made[1]["id"]);
    assert_eq!(rows(&folder.join("rejected.jsonl")).len(), 1, "the file whose answer holds no instruction");
    lintseq(folder, &["check", "triplets.jsonl"]);
}

#[test]
fn predictions_are_held_against_the_truth() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let sample = json!({"id": "s", "current": "a\nb\nc\n", "next": "a\nb\nB\nc\n", "language": "python"});
    write(&folder.join("samples.jsonl"), &[sample]);
    let prediction = |text: &str| json!({"id": "s", "prediction": text, "model": "tried"});
    let predictions = [prediction("a\nb\nB\nc\n"), prediction("a\nb\nX\nc\n"), prediction("a\nb\nc\n")];
    write(&folder.join("predictions.jsonl"), &predictions);
    let judge = ["judge", "predictions.jsonl", "--samples", "samples.jsonl"];

    let output = lintseq(folder, &[&judge[..], &["-o", "judged.jsonl"]].concat());
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("exact       33.33 %") && said.contains("position    66.67 %"), "{said}");
    let judged = rows(&folder.join("judged.jsonl"));
    let matches =
        |row: &Value| [&row["exact_match"], &row["partial_match"], &row["position_match"]].map(Value::as_u64);
    let expected = [[1, 1, 1], [0, 0, 1], [0, 0, 0]].map(|row| row.map(Some));
    assert_eq!(judged.iter().map(matches).collect::<Vec<_>>(), expected);
    assert_eq!(judged[0]["llm_as_a_judge"], Value::Null);
    assert!(!folder.join("judged.jsonl.store").exists(), "nobody was asked");

    let server = answering();
    let asked = ["-o", "asked.jsonl", "--model", "m", "--base-url", &server.url];
    let output = lintseq(folder, &[&judge[..], &asked].concat());
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("model      100.00 % of the 3"), "{said}");
    assert_eq!(rows(&folder.join("asked.jsonl"))[1]["llm_as_a_judge"], 1);
}

/// The cases in `tests/cmd/questions.trycmd` have no server, and answers in a store.
#[test]
#[ignore = "writes the store of the cases anew, which a change of a prompt makes necessary"]
fn the_store_of_the_cases() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cmd/questions.in");
    let elsewhere = tempfile::tempdir().unwrap();
    let server = answering();
    let config = std::fs::read_to_string(folder.join("models.toml")).unwrap();
    let config = config.replace("http://127.0.0.1:1/v1", &server.url);
    std::fs::write(elsewhere.path().join("models.toml"), config).unwrap();
    let store = folder.join("answers.store");
    let _ = std::fs::remove_file(&store);
    for (command, input) in
        [("label", "commits.jsonl"), ("instruct", "commits.jsonl"), ("judge", "predictions.jsonl")]
    {
        let input = folder.join(input);
        let files = [input.to_str().unwrap(), "--store", store.to_str().unwrap()];
        lintseq(
            elsewhere.path(),
            &[&[command, "--config", "models.toml", "-o", "rows.jsonl"][..], &files].concat(),
        );
    }
    std::fs::remove_file(folder.join("answers.store.lock")).unwrap();
}
