//! Questions about edits, and what is made of the answers.

#![allow(clippy::unwrap_used)]

mod support;

use std::sync::Arc;

use lintseq_core::{Reason, Rejection};
use lintseq_synth::asking::{Asking, Sampling};
use lintseq_synth::edit::Edit;
use lintseq_synth::instruct::{Instruct, Instructed, Instructing};
use lintseq_synth::judge::{Case, Judged, Judgement, Judging};
use lintseq_synth::label::{Form, Label, Labelled, Labelling, count_chunks, diff};
use lintseq_synth::prompts::Prompts;
use lintseq_synth::response::Instructions;
use lintseq_synth::shots::Shots;
use lintseq_synth::verify::{RoundTrip, Verdicts, Verification, Verified};
use lintseq_synth::{Answer, Dialogue, Reply, Request, Step};
use serde_json::json;
use support::BuiltIn;

const OLD: &str =
    "def f(x):\n    return x\n\n\ndef g(x):\n    return x\n\n\ndef h(x):\n    return x\n\n\nprint(f(1))\n";

#[expect(clippy::unnecessary_wraps, reason = "answers are results")]
fn answer(text: &str) -> Answer {
    Ok(Reply { text: text.to_owned(), finish_reason: Some("stop".to_owned()), ..Reply::default() })
}

fn asking() -> Asking {
    Asking { prompts: Prompts::built_in(), sampling: Sampling::default(), seeded: true }
}

fn asked<T>(step: Step<T>) -> Vec<Request> {
    match step {
        Step::Ask(requests) => requests,
        Step::Done(_) => panic!("it is done already"),
    }
}

fn done<T>(step: Step<T>) -> T {
    match step {
        Step::Done(output) => output,
        Step::Ask(requests) => panic!("{requests:?}"),
    }
}

fn labelled(form: Form, per_chunk: bool) -> Labelled {
    let new = OLD.replace("f(x)", "f(x, y)").replace("print(f(1))", "print(f(1, 2))");
    let labelling = Labelling { asking: asking(), form, per_chunk, threshold: 0.5, seed: 1 };
    let diff = diff(OLD, &new, "a.py", "a.py");
    assert_eq!(count_chunks(&diff), 2);
    let language = "python".to_owned();
    Labelled {
        labelling: Arc::new(labelling),
        number: 9,
        model: "m".to_owned(),
        language,
        diff,
        message: None,
    }
}

fn label(form: Form, per_chunk: bool, answers: &[Answer]) -> Result<Label, Reason> {
    done(labelled(form, per_chunk).next(answers)).map_err(|rejection| rejection.reason)
}

#[test]
fn a_commit_is_asked_about_once_or_by_chunk() {
    let whole = asked(labelled(Form::Words, false).next(&[]));
    assert_eq!((whole.len(), whole[0].temperature), (1, Some(0.0)));
    assert!(whole[0].messages[0].content.contains("+def f(x, y):"));
    let each = asked(labelled(Form::Words, true).next(&[]));
    assert_eq!(each.len(), 2);
    assert!(each[1].messages[0].content.contains("Is chunk 2 of 2"));
    let chance = asked(labelled(Form::Probability, false).next(&[]));
    assert_eq!(chance[0].extra["logprobs"], json!(true));
    assert!(asked(labelled(Form::Json, true).next(&[]))[0].messages[0].content.contains("\"chunks\""));
}

#[test]
fn a_label_is_read_in_four_ways() {
    assert!(label(Form::Words, false, &[answer("Yes.")]).unwrap().related);
    assert_eq!(label(Form::Words, false, &[answer("perhaps")]), Err(Reason::UnclearAnswer));
    let each = label(Form::Words, true, &[answer("yes"), answer("No.")]).unwrap();
    assert_eq!((each.related, each.chunks), (false, Some(vec![true, false])));
    assert!(!label(Form::Published, false, &[answer("Yes.")]).unwrap().related);
    assert!(label(Form::Published, false, &[answer("yes")]).unwrap().related);
    let object = label(Form::Json, false, &[answer("{\"related\": true, \"chunks\": [2]}")]).unwrap();
    assert_eq!((object.related, object.chunks), (true, Some(vec![false, true])));
    let beyond = answer("{\"related\": true, \"chunks\": [3]}");
    assert_eq!(label(Form::Json, false, &[beyond]), Err(Reason::UnclearAnswer));
    let logprobs = json!({"content": [{"token": "no", "logprob": -0.1, "top_logprobs": [
        {"token": "no", "logprob": -0.1}, {"token": "yes", "logprob": -2.4},
    ]}]});
    let sure = Ok(Reply { text: "no".to_owned(), logprobs: Some(logprobs), ..Reply::default() });
    let found = label(Form::Probability, false, &[sure]).unwrap();
    assert!(!found.related && (found.probability.unwrap() - 0.0911).abs() < 1e-3, "{found:?}");
}

#[test]
fn a_judge_is_asked_only_where_there_is_one() {
    let case = |model: Option<&str>| {
        let (truth, prediction) = (OLD.replace("g(x)", "g(y)"), OLD.to_owned());
        let case = Case { current: OLD.to_owned(), truth, prediction, ..Case::default() };
        let model = model.map(str::to_owned);
        let judging = Judging { asking: asking(), published: false, seed: 0 };
        Judgement { judging: Arc::new(judging), number: 0, model, case }
    };
    let Judged { matches, reasonable, .. } = done(case(None).next(&[]));
    assert!(!matches.exact && reasonable.is_none());
    let requests = asked(case(Some("m")).next(&[]));
    assert!(requests[0].messages[0].content.contains("+def g(y):"));
    assert_eq!(done(case(Some("m")).next(&[answer("No.")])).reasonable, Some(Ok(false)));
    assert!(matches!(done(case(Some("m")).next(&[answer("?")])).reasonable, Some(Err(_))));
}

fn instruct(coverage: bool, answers: &[Answer]) -> Step<Result<Instructed, Rejection>> {
    let instructing = Instructing {
        asking: asking(),
        shots: Shots::built_in(),
        languages: Arc::new(BuiltIn::load()),
        coverage,
        allow_leaks: false,
        seed: 3,
    };
    let after = OLD.replace("f(x)", "f(x, y)").replace("print(f(1))", "print(f(1, 2))");
    Instruct {
        instructing: Arc::new(instructing),
        number: 1,
        model: "m".to_owned(),
        language: "python".to_owned(),
        before: OLD.to_owned(),
        diff: lintseq_samples::patch::between("a.py", OLD, &after, 3),
        after,
        message: Some("another parameter".to_owned()),
    }
    .next(answers)
}

#[test]
fn every_hunk_must_be_asked_for() {
    let written = answer("[Descriptive]\nGive `f` a second parameter.\n\n[Lazy]\nadd a parameter to f\n");
    let first = asked(instruct(true, &[])).remove(0);
    assert!(first.messages[1].content.contains("another parameter"));
    assert!(first.messages[1].content.contains("2 places"), "{}", first.messages[1].content);
    let second = asked(instruct(true, std::slice::from_ref(&written))).remove(0);
    assert!(second.messages[0].content.contains("Give `f` a second parameter."));
    let end = |said: &str| done(instruct(true, &[written.clone(), answer(said)])).map_err(|no| no.reason);
    assert_eq!(end("{\"asked\": [1, 2], \"undone\": false}").unwrap().verdicts.len(), 1);
    assert_eq!(end("{\"asked\": [1], \"undone\": false}"), Err(Reason::UnaskedHunk));
    assert_eq!(end("{\"asked\": [1, 2], \"undone\": true}"), Err(Reason::UnaskedHunk));
    assert_eq!(end("all"), Err(Reason::UnclearAnswer));
    assert!(done(instruct(false, &[written])).is_ok());
    let leaking = answer("[Descriptive]\nWrite `def f(x, y):` and `print(f(1, 2))`.\n[Lazy]\ndo it\n");
    assert_eq!(done(instruct(true, &[leaking])).unwrap_err().reason, Reason::InstructionLeaks);
}

fn verify(verification: &Verification, after: &str, answers: &[Answer]) -> Result<Step<Verdicts>, Reason> {
    let instructions = Instructions { descriptive: "in full".to_owned(), lazy: "short".to_owned() };
    let (language, before) = ("python".to_owned(), "a = 1\nb = 2\n".to_owned());
    let edit = Edit { language, before, after: after.to_owned(), instructions };
    let verified = Verified { edit: &edit, model: "m", seed: 0, number: 0 };
    let next = verification.next(&verified, &asking(), &BuiltIn::load(), answers);
    next.map_err(|rejection| rejection.reason)
}

#[test]
fn each_verification_has_its_price() {
    let nothing = Verification::default();
    assert_eq!(done(verify(&nothing, "a = 1\n", &[]).unwrap()), Verdicts::default());
    let all = Verification {
        linter: true,
        coverage: true,
        round_trip: Some(RoundTrip { tries: 3, agree: 2 }),
        voters: vec!["n".to_owned(), "o".to_owned()],
        tests: true,
    };
    let requests = asked(verify(&all, "a = 1\nb = 3\n", &[]).unwrap());
    assert_eq!(requests.len(), 1 + 3 + 2 + 1);
    assert_eq!(requests.iter().map(|request| request.nonce).collect::<Vec<_>>(), [0, 0, 1, 2, 0, 0, 0]);
    assert_eq!(requests[4].model, "n");
    let program = |text: &str| answer(&format!("[Program After Edit]\n```python\n{text}```\n"));
    let answers = |regenerated: &str, vote: &str| {
        let mut answers = vec![answer("{\"asked\": [1], \"undone\": false}")];
        answers.extend([program("a = 1\nb = 3\n"), program(regenerated), answer("I would rather not.")]);
        answers.extend([answer("yes"), answer(vote), program("import program\nassert program.b == 3\n")]);
        answers
    };
    let end = |answers: &[Answer]| verify(&all, "a = 1\nb = 3\n", answers).map(done);
    let verdicts = end(&answers("a = 1\nb = 3  # three\n", "Yes.")).unwrap();
    let said: Vec<_> = verdicts.verdicts.iter().map(|verdict| verdict.filter.as_str()).collect();
    assert_eq!(said, ["linter", "coverage", "round-trip", "vote"]);
    assert_eq!(verdicts.test.as_deref(), Some("import program\nassert program.b == 3\n"));
    assert_eq!(end(&answers("a = 1\nb = 4\n", "yes")), Err(Reason::RoundTripDiffers));
    assert_eq!(end(&answers("a = 1\nb = 3\n", "no")), Err(Reason::VotedDown));
    assert_eq!(verify(&all, "a = 1\nb = undefined\n", &[]).map(|_| ()), Err(Reason::NewDiagnostics));
}
