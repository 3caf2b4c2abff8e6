//! `lintseq instruct`: edits that are known, with instructions.

use std::sync::Arc;

use lintseq_core::{Diff, Reason, Rejection, Replay};
use lintseq_dataset::formats::{EditFields, write_line};
use lintseq_dataset::{LanguageTable as _, Outcome, Row};
use lintseq_samples::{Generator, Kind, Provenance, Sample, SampleSchema, State, patch, sample_id};
use lintseq_synth::Languages as _;
use lintseq_synth::instruct::{Instruct, Instructed, Instructing, PROMPT};
use lintseq_synth::shots::Shots;
use serde_json::Value;

use crate::arguments::InstructArguments;
use crate::console::Console;
use crate::exit::Failure;
use crate::languages::BuiltIn;
use crate::rows;
use crate::synth::rows::{Job, asking, one_model, text};
use crate::synth::summary::asked;

/// Asks about all edits.
pub(crate) fn run(
    arguments: &InstructArguments,
    console: Console,
    toolbox: &Arc<BuiltIn>,
) -> Result<(), Failure> {
    let (model, models) = one_model(&arguments.models, &arguments.service)?;
    let instructing = Arc::new(Instructing {
        asking: asking(&arguments.wording)?,
        shots: Shots::built_in(),
        languages: Arc::clone(toolbox) as _,
        coverage: !arguments.no_coverage,
        allow_leaks: arguments.allow_leaks,
        seed: arguments.wording.seed,
    });
    let job = Job {
        arguments,
        rows: &arguments.rows,
        service: &arguments.service,
        folder: &arguments.folder,
        models,
        without_effect: &[],
    };
    let begin = |row: &Row, number| {
        let Known { language, path, before, after, message } = Known::of(row, toolbox)?;
        let diff = patch::between(&path, &before, &after, patch::CONTEXT);
        Ok(Instruct {
            instructing: Arc::clone(&instructing),
            number,
            model: model.clone(),
            language,
            before,
            after,
            diff,
            message,
        })
    };
    let version = instructing.asking.prompts.get(PROMPT).version();
    let finish = |row: &Row, instructed: Result<Instructed, Rejection>| {
        let line = instructed_row(row, instructed?, &model, &version, arguments.wording.seed, toolbox)?;
        let mut lines = Vec::new();
        write_line(&mut lines, &line);
        Ok(Outcome::new(lines, 1, ()))
    };
    job.run(console, toolbox, begin, finish, |ended| {
        console.say(asked(&ended.summary.ledger, &ended.figures, ended.elapsed));
    })
}

/// An edit that is known.
struct Known {
    language: String,
    path: String,
    before: String,
    after: String,
    message: Option<String>,
}

impl Known {
    fn of(row: &Row, toolbox: &BuiltIn) -> Result<Self, Rejection> {
        let reject = |reason, message: &str| Err(Rejection::new(reason, message));
        let path = text(row, &["path", "new_file", "old_file"]).unwrap_or("untitled");
        let named = text(row, &["language", "lang"]);
        let by_path = || toolbox.by_extension(path.rsplit_once('.').map_or("", |(_, extension)| extension));
        let language = named.and_then(|name| toolbox.by_name(name).or(Some(name))).or_else(by_path);
        let mut known = Self {
            language: language.unwrap_or(toolbox.default_language()).to_owned(),
            path: path.to_owned(),
            before: String::new(),
            after: String::new(),
            message: text(row, &["message", "subject"]).map(str::to_owned),
        };
        if rows::is_sample(row) {
            let sample = rows::sample(row).map_err(|error| Rejection::new(Reason::WrongType, error))?;
            if sample.kind != Kind::Edit {
                return reject(Reason::NoChange, "only edits have instructions; this sample is none");
            }
            (known.before, known.after) = (sample.current, sample.next);
        } else if let Some(new) = text(row, &["new_contents"]) {
            known.before.push_str(text(row, &["old_contents"]).unwrap_or_default());
            known.after.push_str(new);
        } else if let Ok(edits) = rows::edits(row, &EditFields::default()) {
            let malformed =
                |error: lintseq_core::DiffError| Rejection::new(Reason::MalformedEdit, error.to_string());
            let mut replay = Replay::new(edits.ends);
            for edit in &edits.edits {
                replay.apply(&Diff::parse(edit).map_err(malformed)?).map_err(malformed)?;
            }
            known.after = replay.text();
        } else {
            return reject(Reason::MissingField, "neither a sample nor a commit nor a sequence");
        }
        if known.before == known.after {
            return reject(Reason::NoChange, "nothing changes, so that nothing can be asked for");
        }
        Ok(known)
    }
}

/// The row with its instructions; of a commit, a sample.
fn instructed_row(
    row: &Row,
    instructed: Instructed,
    model: &str,
    version: &str,
    seed: u64,
    toolbox: &BuiltIn,
) -> Result<Value, Rejection> {
    let Instructed { instructions, verdicts, usage } = instructed;
    let is_commit = !rows::is_sample(row) && row.fields.contains_key("new_contents");
    if !rows::is_sample(row) && !is_commit {
        let mut fields = row.fields.clone();
        fields.insert("instruction_lazy".to_owned(), instructions.lazy.into());
        fields.insert("instruction_descriptive".to_owned(), instructions.descriptive.into());
        return Ok(Value::Object(fields));
    }
    let mut sample = if is_commit {
        commit_sample(row, seed, toolbox)?
    } else {
        rows::sample(row).map_err(|error| Rejection::new(Reason::WrongType, error))?
    };
    sample.instruction_lazy = Some(instructions.lazy);
    sample.instruction_descriptive = Some(instructions.descriptive);
    sample.provenance.model = Some(model.to_owned());
    sample.provenance.prompt_version = Some(version.to_owned());
    sample.provenance.token_usage = Some(usage);
    sample.provenance.verdicts.extend(verdicts);
    Ok(serde_json::to_value(&sample).expect("a sample of strings and numbers is JSON"))
}

/// A commit of one file as a sample: the text before, and all that changes.
fn commit_sample(row: &Row, seed: u64, toolbox: &BuiltIn) -> Result<Sample, Rejection> {
    let Known { language, path, before, after, .. } = Known::of(row, toolbox)?;
    let source_id = rows::name(&row.id);
    let mut metadata = row.fields.clone();
    metadata.retain(|name, _| !matches!(name.as_str(), "old_contents" | "new_contents"));
    let said = |name: &str| row.fields.get(name).and_then(Value::as_str).map(str::to_owned);
    Ok(Sample {
        schema: SampleSchema::V1,
        id: sample_id(Generator::Commits, &source_id, "instruct", "0"),
        kind: Kind::Edit,
        no_edit_reason: None,
        jump: None,
        state: State::Whole,
        parses: Some(toolbox.parses(&language, &before)),
        repo: said("repo").or_else(|| Some(said("repos")?.split(',').next()?.to_owned())),
        license: said("license"),
        original: before.clone(),
        history: Vec::new(),
        cursor: None,
        diagnostics: Vec::new(),
        target: patch::between(&path, &before, &after, patch::CONTEXT),
        current: before,
        next: after,
        rejected: None,
        instruction_lazy: None,
        instruction_descriptive: None,
        provenance: Provenance {
            generator: Generator::Commits,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            source_id,
            seed: Some(seed),
            sequence_index: None,
            step: None,
            model: None,
            prompt_version: None,
            token_usage: None,
            verdicts: Vec::new(),
        },
        metadata: Value::Object(metadata).to_string(),
        language,
        path,
    })
}
