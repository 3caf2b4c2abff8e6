//! `lintseq instruct`: edits that are known, with instructions.

use std::sync::Arc;

use lintseq_core::{Diff, DiffError, Reason, Rejection, Replay};
use lintseq_dataset::formats::{EditFields, write_line};
use lintseq_dataset::{LanguageTable as _, LeftOut, Outcome, Row};
use lintseq_samples::commits::FileChange;
use lintseq_samples::{Generator, Kind, Provenance, Sample, SampleSchema, State, patch, sample_id};
use lintseq_synth::instruct::{Instruct, Instructed, Instructing, PROMPT};
use lintseq_synth::shots::Shots;
use lintseq_synth::together::Together;
use lintseq_synth::{Languages as _, Mix};
use serde_json::Value;

use crate::arguments::InstructArguments;
use crate::console::Console;
use crate::exit::Failure;
use crate::languages::BuiltIn;
use crate::rows;
use crate::synth::rows::{Job, number, text};
use crate::synth::summary::asked;

/// Asks about all edits.
pub(crate) fn run(
    arguments: &InstructArguments,
    console: Console,
    toolbox: &Arc<BuiltIn>,
) -> Result<(), Failure> {
    let questioning = &arguments.questioning;
    let models = questioning.models.resolve(&questioning.service).map_err(Failure::Usage)?;
    let mix = Mix::new(&models);
    let seed = questioning.wording.seed;
    let instructing = Arc::new(Instructing {
        asking: questioning.wording.asking().map_err(Failure::Usage)?,
        shots: Shots::built_in(),
        languages: Arc::clone(toolbox) as _,
        coverage: !arguments.no_coverage,
        allow_leaks: arguments.allow_leaks,
        seed,
    });
    let begin = |row: &Row| {
        let number = number(row);
        let instruct = |known: Known| Instruct {
            instructing: Arc::clone(&instructing),
            number,
            model: mix.draw(number).to_owned(),
            diff: patch::between(&known.path, &known.before, &known.after, patch::CONTEXT),
            language: known.language,
            before: known.before,
            after: known.after,
            message: text(row, &["message", "subject"]).map(str::to_owned),
        };
        Ok(Together(edits(row, toolbox)?.into_iter().map(instruct).collect()))
    };
    let version = instructing.asking.prompts.get(PROMPT).version();
    let finish = |row: &Row, instructed| {
        let model = mix.draw(number(row));
        Rows { row, model, version: &version, seed, toolbox }.of(instructed)
    };
    Job { arguments, questioning, models }.run(console, toolbox, begin, finish, asked)
}

/// An edit that is known.
struct Known {
    language: String,
    path: String,
    before: String,
    after: String,
}

/// The edits of a row: of a commit, one for each file. A sample holds one file, so that its instruction must make sense
/// without the others.
fn edits(row: &Row, toolbox: &BuiltIn) -> Result<Vec<Known>, Rejection> {
    let mut edits = if is_commit(row) {
        let of_file = |file: FileChange| Known {
            path: Some(file.path().into_owned()).filter(|path| !path.is_empty()).unwrap_or_else(untitled),
            language: file.language,
            before: file.old,
            after: file.new,
        };
        rows::commit(row, toolbox)?.files.into_iter().map(of_file).collect()
    } else if rows::is_sample(row) {
        let sample = rows::sample(row).map_err(|error| Rejection::new(Reason::WrongType, error))?;
        if sample.kind != Kind::Edit {
            let message = "only edits have instructions; this sample is none";
            return Err(Rejection::new(Reason::NoChange, message));
        }
        let Sample { language, path, current: before, next: after, .. } = sample;
        vec![Known { language, path, before, after }]
    } else {
        vec![sequence(row, toolbox)?]
    };
    edits.retain(|edit| edit.before != edit.after);
    if edits.is_empty() {
        let message = "nothing changes, so that nothing can be asked for";
        return Err(Rejection::new(Reason::NoChange, message));
    }
    Ok(edits)
}

/// A sequence as one edit, which writes its program.
fn sequence(row: &Row, toolbox: &BuiltIn) -> Result<Known, Rejection> {
    let Ok(edits) = rows::edits(row, &EditFields::default()) else {
        let message = "neither a sample nor a commit nor a sequence";
        return Err(Rejection::new(Reason::MissingField, message));
    };
    let malformed = |error: DiffError| Rejection::new(Reason::MalformedEdit, error.to_string());
    let mut replay = Replay::new(edits.ends);
    for edit in &edits.edits {
        replay.apply(&Diff::parse(edit).map_err(malformed)?).map_err(malformed)?;
    }
    let path = text(row, &["path"]).map_or_else(untitled, str::to_owned);
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    let named = text(row, &["language", "lang"]).map(|name| toolbox.by_name(name).unwrap_or(name));
    let language = named.or_else(|| toolbox.by_extension(extension)).unwrap_or(toolbox.default_language());
    Ok(Known { language: language.to_owned(), path, before: String::new(), after: replay.text() })
}

fn untitled() -> String {
    "untitled".to_owned()
}

fn is_commit(row: &Row) -> bool {
    !rows::is_sample(row) && ["new_contents", "files"].iter().any(|name| row.fields.contains_key(*name))
}

/// Makes rows of a row.
struct Rows<'a> {
    row: &'a Row,
    model: &'a str,
    version: &'a str,
    seed: u64,
    toolbox: &'a BuiltIn,
}

impl Rows<'_> {
    /// The rows of what came of the edits of a row. Of a commit, files whose instructions fail are left out as long as
    /// one does not.
    fn of(&self, instructed: Vec<Result<Instructed, Rejection>>) -> Result<Outcome<()>, Rejection> {
        let mut lines = Vec::new();
        let mut left_out = Vec::new();
        let mut rows = 0;
        for (edit, (number, instructed)) in
            edits(self.row, self.toolbox)?.into_iter().zip(instructed.into_iter().enumerate())
        {
            match instructed.and_then(|instructed| self.line(edit, number, instructed)) {
                Ok(line) => {
                    write_line(&mut lines, &line);
                    rows += 1;
                }
                Err(rejection) => left_out.push(rejection),
            }
        }
        if rows == 0 {
            return Err(left_out.swap_remove(0));
        }
        let left_out = left_out.into_iter().map(|rejection| {
            let record = Value::Object(self.row.fields.clone()).to_string();
            LeftOut { id: self.row.id.clone(), rejection, record }
        });
        Ok(Outcome { left_out: left_out.collect(), ..Outcome::new(lines, rows, ()) })
    }

    /// The row with its instructions; of a commit, a sample.
    fn line(&self, edit: Known, number: usize, instructed: Instructed) -> Result<Value, Rejection> {
        let Instructed { instructions, verdicts, usage } = instructed;
        let mut sample = if is_commit(self.row) {
            self.commit_sample(edit, number)
        } else if rows::is_sample(self.row) {
            rows::sample(self.row).map_err(|error| Rejection::new(Reason::WrongType, error))?
        } else {
            let mut fields = self.row.fields.clone();
            fields.insert("instruction_lazy".to_owned(), instructions.lazy.into());
            fields.insert("instruction_descriptive".to_owned(), instructions.descriptive.into());
            return Ok(Value::Object(fields));
        };
        sample.instruction_lazy = Some(instructions.lazy);
        sample.instruction_descriptive = Some(instructions.descriptive);
        sample.provenance.model = Some(self.model.to_owned());
        sample.provenance.prompt_version = Some(self.version.to_owned());
        sample.provenance.token_usage = Some(usage);
        sample.provenance.verdicts.extend(verdicts);
        Ok(serde_json::to_value(&sample).expect("a sample of strings and numbers is JSON"))
    }

    /// A file of a commit as a sample: the text before, and all that changes.
    fn commit_sample(&self, edit: Known, number: usize) -> Sample {
        let Known { language, path, before, after } = edit;
        let source_id = rows::name(&self.row.id);
        let mut metadata = self.row.fields.clone();
        metadata.retain(|name, _| !matches!(name.as_str(), "old_contents" | "new_contents" | "files"));
        let said = |name: &str| text(self.row, &[name]).map(str::to_owned);
        Sample {
            schema: SampleSchema::V1,
            id: sample_id(Generator::Commits, &source_id, "instruct", &number.to_string()),
            kind: Kind::Edit,
            no_edit_reason: None,
            jump: None,
            state: State::Whole,
            parses: Some(self.toolbox.parses(&language, &before)),
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
                seed: Some(self.seed),
                ..Provenance::new(Generator::Commits, source_id)
            },
            metadata: Value::Object(metadata).to_string(),
            language,
            path,
        }
    }
}
