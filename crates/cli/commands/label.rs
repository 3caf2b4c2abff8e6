//! `lintseq label`: which commits have chunks that belong together.

use std::sync::Arc;

use lintseq_core::{Reason, Rejection};
use lintseq_dataset::formats::write_line;
use lintseq_dataset::{LanguageTable as _, Merge, Outcome, Row};
use lintseq_samples::commits::FileChange;
use lintseq_synth::Mix;
use lintseq_synth::label::{Label, Labelled, Labelling, diff};
use serde::{Deserialize, Serialize};

use crate::arguments::LabelArguments;
use crate::console::Console;
use crate::exit::Failure;
use crate::languages::BuiltIn;
use crate::rows;
use crate::summary::grouped;
use crate::synth::rows::{Job, number, text};
use crate::synth::run::Ended;
use crate::synth::summary::asked;

/// Asks about all commits.
pub(crate) fn run(
    arguments: &LabelArguments,
    console: Console,
    toolbox: &Arc<BuiltIn>,
) -> Result<(), Failure> {
    let questioning = &arguments.questioning;
    let models = questioning.models.resolve(&questioning.service).map_err(Failure::Usage)?;
    let mix = Mix::new(&models);
    let labelling = Arc::new(Labelling {
        asking: questioning.wording.asking().map_err(Failure::Usage)?,
        form: arguments.answer.into(),
        per_chunk: arguments.per_chunk,
        threshold: arguments.threshold.0,
        seed: questioning.wording.seed,
    });
    let begin = |row: &Row| {
        let language = text(row, &["language", "lang"]).unwrap_or_default();
        let number = number(row);
        Ok(Labelled {
            labelling: Arc::clone(&labelling),
            number,
            model: mix.draw(number).to_owned(),
            language: toolbox.by_name(language).unwrap_or(language).to_owned(),
            diff: diff_of(row, toolbox)?,
            message: text(row, &["message", "subject"]).map(str::to_owned),
        })
    };
    let finish =
        |row: &Row, label: Result<Label, Rejection>| Ok(labelled(row, label?, mix.draw(number(row))));
    let table = |ended: &Ended<Labels>| {
        let Labels { related, unrelated } = ended.summary.stats;
        let [related, unrelated] = [related, unrelated].map(grouped);
        format!("rows         {related} related, {unrelated} not\n{}", asked(ended))
    };
    Job { arguments, questioning, models }.run(console, toolbox, begin, finish, table)
}

/// How many commits are related.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
struct Labels {
    related: u64,
    unrelated: u64,
}

impl Merge for Labels {
    fn merge(&mut self, later: Self) {
        self.related += later.related;
        self.unrelated += later.unrelated;
    }
}

/// The commit with its label, and who gave it.
fn labelled(row: &Row, label: Label, model: &str) -> Outcome<Labels> {
    let Label { related, probability, chunks, usage: _ } = label;
    let mut fields = row.fields.clone();
    fields.insert("label".to_owned(), u8::from(related).into());
    fields.insert("label_probability".to_owned(), probability.into());
    fields.insert("label_chunks".to_owned(), chunks.into());
    fields.insert("label_model".to_owned(), model.into());
    let mut lines = Vec::new();
    write_line(&mut lines, &fields);
    Outcome::new(lines, 1, Labels { related: u64::from(related), unrelated: u64::from(!related) })
}

/// What a commit changes, as the published pipeline shows it.
fn diff_of(row: &Row, toolbox: &BuiltIn) -> Result<String, Rejection> {
    if let Some(diff) = text(row, &["diff"]) {
        return Ok(diff.to_owned());
    }
    let commit = rows::commit(row, toolbox)?;
    let of_file = |file: &FileChange| {
        let path = |own: &Option<String>, other: &Option<String>| {
            own.as_ref().or(other.as_ref()).cloned().unwrap_or_default()
        };
        let FileChange { old_path, new_path, old, new, .. } = file;
        diff(old, new, &path(old_path, new_path), &path(new_path, old_path))
    };
    let diffs: Vec<String> = commit.files.iter().map(of_file).filter(|diff| !diff.is_empty()).collect();
    if diffs.is_empty() {
        return Err(Rejection::new(Reason::NoChange, "no text changes"));
    }
    Ok(diffs.join("\n"))
}
