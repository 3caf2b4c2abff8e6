//! Whole dialogues, played with answers that are written here.

#![allow(clippy::unwrap_used)]

mod support;

use std::sync::Arc;

use lintseq_core::Reason;
use lintseq_samples::check::faults;
use lintseq_samples::{Kind, NoEditReason, Sample};
use lintseq_synth::asking::{Asking, Sampling};
use lintseq_synth::prompts::Prompts;
use lintseq_synth::response::{Instructions, Reading};
use lintseq_synth::rounds::{NoEdit, Options, Rounds, Triplet};
use lintseq_synth::seeds::Pool;
use lintseq_synth::shots::Shots;
use lintseq_synth::verify::Verification;
use lintseq_synth::{Answer, Dialogue, Failure, Languages, Reply, Request, Role, Step, Usage, checks};
use support::BuiltIn;

const FIRST: &str = "<think>hm</think>\n[Program Before Edit]\n```python\ndef add(a, b):\n    return a - b\n```\n\
                     [Descriptive]\nLet `add` compute the sum.\n[Lazy]\nfix the sign\n";
const SECOND: &str = "[Program After Edit]\n```python\ndef add(a, b):\n    return a + b\n```\n";

#[expect(clippy::unnecessary_wraps, reason = "answers are results")]
fn answer(text: &str) -> Answer {
    let usage = Usage { prompt_tokens: 100, completion_tokens: 10 };
    Ok(Reply { text: text.to_owned(), finish_reason: Some("stop".to_owned()), usage, ..Reply::default() })
}

fn triplet(options: Options) -> Triplet {
    let mut pool = Pool::default();
    pool.add_built_in(Some("python")).unwrap();
    let rounds = Rounds {
        asking: Asking { prompts: Prompts::built_in(), sampling: Sampling::default(), seeded: true },
        shots: Shots::built_in(),
        languages: Arc::new(BuiltIn::load()),
        options,
        verification: Verification::default(),
        seed: 5,
    };
    Triplet { rounds: Arc::new(rounds), number: 3, model: "m".to_owned(), seeds: pool.draw(5, 3).unwrap() }
}

fn asked(step: Step<Result<Vec<Sample>, lintseq_core::Rejection>>) -> Request {
    match step {
        Step::Ask(mut requests) if requests.len() == 1 => requests.remove(0),
        other => panic!("{other:?}"),
    }
}

fn done(options: Options, answers: &[Answer]) -> Result<Vec<Sample>, Reason> {
    match triplet(options).next(answers) {
        Step::Done(result) => result.map_err(|rejection| rejection.reason),
        Step::Ask(requests) => panic!("{requests:?}"),
    }
}

#[test]
fn the_second_round_goes_on_with_the_first() {
    let triplet = triplet(Options::default());
    let first = asked(triplet.next(&[]));
    assert_eq!((first.temperature, first.top_p, first.max_tokens), (Some(0.8), Some(0.95), Some(2048)));
    assert_eq!(first.prompt, "triplet/1");
    assert_eq!(first.messages.iter().map(|turn| turn.role).collect::<Vec<_>>(), [Role::System, Role::User]);
    for snippet in &triplet.seeds.snippets {
        assert!(first.messages[1].content.contains(snippet.text.trim_end()));
    }
    let second = asked(triplet.next(&[answer(FIRST)]));
    assert_eq!(second.messages[..2], first.messages);
    assert!(second.messages[2].content.starts_with("[Program Before Edit]"), "thoughts are not sent back");
    assert!(second.messages[3].content.contains("<UNREASONABLE>"));
    assert_ne!(first.seed, second.seed);
    assert_eq!(asked(triplet.next(&[])), first, "the same answers, the same request");
}

#[test]
fn a_triplet_becomes_a_sample() {
    let samples = done(Options::default(), &[answer(FIRST), answer(SECOND)]).unwrap();
    let [sample] = &samples[..] else { panic!("{samples:?}") };
    assert_eq!(faults(sample), []);
    assert_eq!(sample.kind, Kind::Edit);
    assert_eq!(sample.next, "def add(a, b):\n    return a + b\n");
    assert_eq!(sample.path, "untitled.py");
    assert_eq!(sample.instruction_lazy.as_deref(), Some("fix the sign"));
    let usage = sample.provenance.token_usage.unwrap();
    assert_eq!((usage.prompt, usage.completion), (200, 20));
    assert_eq!(sample.provenance.model.as_deref(), Some("m"));
    assert_eq!(sample.provenance.prompt_version.as_deref(), Some("triplet/1"));
    assert!(sample.metadata.contains("code_snippet"));
}

#[test]
fn texts_that_stay_as_they_are_become_samples_by_option() {
    let refused = [answer(FIRST), answer("<UNREASONABLE>")];
    let unchanged = [answer(FIRST), answer(&SECOND.replace('+', "-"))];
    assert_eq!(done(Options::default(), &refused), Err(Reason::Refused));
    assert_eq!(done(Options::default(), &unchanged), Err(Reason::NoChange));
    let all = Options {
        no_edit: vec![NoEdit::Refused, NoEdit::Unchanged, NoEdit::Satisfied],
        ..Options::default()
    };
    for (answers, reasons) in [
        (refused, &[Some(NoEditReason::InstructionUnreasonable)][..]),
        (unchanged, &[Some(NoEditReason::InstructionMet)]),
        ([answer(FIRST), answer(SECOND)], &[None, Some(NoEditReason::InstructionMet)]),
    ] {
        let samples = done(all.clone(), &answers).unwrap();
        assert_eq!(samples.iter().map(|sample| sample.no_edit_reason).collect::<Vec<_>>(), reasons);
        for sample in &samples {
            assert_eq!(faults(sample), []);
        }
    }
}

#[test]
fn what_fails_has_its_reason() {
    assert_eq!(done(Options::default(), &[Err(Failure::OverBudget)]), Err(Reason::BudgetSpent));
    assert_eq!(done(Options::default(), &[answer("no")]), Err(Reason::MissingSection));
    let broken = answer(&SECOND.replace("return", "retu rn"));
    assert_eq!(done(Options::default(), &[answer(FIRST), broken]), Err(Reason::SyntaxError));
}

/// The examples that models are shown would pass as answers.
#[test]
fn the_examples_are_good() {
    let languages = BuiltIn::load();
    let shots = Shots::built_in();
    for language in languages.names() {
        assert!(!shots.of(language).is_empty(), "no example of {language}");
        for shot in shots.of(language) {
            assert!(languages.parses(language, &shot.before), "{language}: {}", shot.before);
            assert!(languages.parses(language, &shot.after), "{language}: {}", shot.after);
            checks::changes(&shot.before, &shot.after).unwrap();
            let instructions =
                Instructions { descriptive: shot.descriptive.clone(), lazy: shot.lazy.clone() };
            checks::leaks(&instructions, &shot.before, &shot.after).unwrap();
            let text = format!(
                "[Program Before Edit]\n```{language}\n{}```\n[Descriptive]\n{}\n[Lazy]\n{}\n",
                shot.before, shot.descriptive, shot.lazy
            );
            let task = Reading::new(language, &languages).task(answer(&text).as_ref().unwrap()).unwrap();
            assert_eq!((task.program, task.instructions), (shot.before.clone(), instructions));
        }
    }
}
