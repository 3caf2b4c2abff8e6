//! `lintseq label`: which commits have chunks that belong together.

use std::sync::Arc;

use lintseq_core::{Reason, Rejection};
use lintseq_dataset::formats::write_line;
use lintseq_dataset::{LanguageTable as _, Merge, Outcome, Row};
use lintseq_synth::label::{Label, Labelled, Labelling, diff};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::arguments::LabelArguments;
use crate::console::Console;
use crate::exit::Failure;
use crate::languages::BuiltIn;
use crate::summary::grouped;
use crate::synth::rows::{Job, asking, one_model, text};
use crate::synth::summary::asked;

/// Asks about all commits.
pub(crate) fn run(
    arguments: &LabelArguments,
    console: Console,
    toolbox: &Arc<BuiltIn>,
) -> Result<(), Failure> {
    let (model, models) = one_model(&arguments.models, &arguments.service)?;
    let labelling = Arc::new(Labelling {
        asking: asking(&arguments.wording)?,
        model,
        form: arguments.answer.into(),
        per_chunk: arguments.per_chunk,
        threshold: arguments.threshold.0,
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
        let language = text(row, &["language", "lang"]).unwrap_or_default();
        Ok(Labelled {
            labelling: Arc::clone(&labelling),
            number,
            language: toolbox.by_name(language).unwrap_or(language).to_owned(),
            diff: diff_of(row)?,
            message: text(row, &["message", "subject"]).map(str::to_owned),
        })
    };
    job.run(console, toolbox, begin, finish, |ended| {
        let Labels { related, unrelated } = ended.summary.stats;
        let [related, unrelated] = [related, unrelated].map(grouped);
        let asked = asked(&ended.summary.ledger, &ended.figures, ended.elapsed);
        console.say(format_args!("rows         {related} related, {unrelated} not\n{asked}"));
    })
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

fn finish(row: &Row, label: Result<Label, Rejection>) -> Result<Outcome<Labels>, Rejection> {
    let Label { related, probability, chunks, usage: _ } = label?;
    let mut fields = row.fields.clone();
    fields.insert("label".to_owned(), u8::from(related).into());
    fields.insert("label_probability".to_owned(), probability.into());
    fields.insert("label_chunks".to_owned(), chunks.into());
    let mut lines = Vec::new();
    write_line(&mut lines, &fields);
    let stats = Labels { related: u64::from(related), unrelated: u64::from(!related) };
    Ok(Outcome::new(lines, 1, stats))
}

/// What a commit changes, as the published pipeline shows it.
fn diff_of(row: &Row) -> Result<String, Rejection> {
    if let Some(diff) = text(row, &["diff"]) {
        return Ok(diff.to_owned());
    }
    let files: Vec<&Map<String, Value>> = match row.fields.get("files").and_then(Value::as_array) {
        Some(files) => files.iter().filter_map(Value::as_object).collect(),
        None => vec![&row.fields],
    };
    let of_file = |fields: &Map<String, Value>| {
        let text =
            |names: &[&str]| names.iter().find_map(|name| fields.get(*name)?.as_str().map(str::to_owned));
        let path = text(&["path", "new_file", "old_file"]).unwrap_or_default();
        let paths =
            [text(&["old_file"]), text(&["new_file"])].map(|named| named.unwrap_or_else(|| path.clone()));
        let contents = (text(&["old_contents"]), text(&["new_contents"]));
        match contents {
            (None, None) => None,
            (old, new) => {
                let (old, new) = (old.unwrap_or_default(), new.unwrap_or_default());
                Some(diff(&old, &new, &paths[0], &paths[1]))
            }
        }
    };
    let diffs: Vec<String> = files.into_iter().filter_map(of_file).filter(|diff| !diff.is_empty()).collect();
    if diffs.is_empty() {
        let message = "no commit: `diff`, `old_contents` and `new_contents`, or `files` that have them";
        return Err(Rejection::new(Reason::MissingField, message));
    }
    Ok(diffs.join("\n"))
}
