//! From samples to rows that have been proved.

use lintseq_core::{Column, Reason, Rejection};
use serde_json::{Map, Value};

use super::layout::fields;
use super::{AnswerPlace, Format, FormatName, FormatRow, Parameters, jumps, pairs};
use crate::{Jump, Sample};

/// What a row teaches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Task {
    /// The next edit.
    #[default]
    Next,
    /// The next edit and a worse one.
    Pairs {
        /// As message lists rather than text.
        messages: bool,
    },
    /// Where the next edit is.
    Jumps {
        /// As `path:line` rather than a bare line.
        path: bool,
    },
}

/// Makes the rows of a format.
pub struct Exporter {
    name: FormatName,
    parameters: Parameters,
    format: Box<dyn Format>,
    task: Task,
    offsets: bool,
    keep_sample: bool,
}

/// A format that has no prompt to build on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{format}` rows have no prompt; choose a format with one, such as zeta2 or pochi")]
pub struct NoPrompt {
    /// The format.
    pub format: FormatName,
}

impl Exporter {
    /// An exporter to a format.
    ///
    /// # Errors
    /// If the task needs a prompt and the format has none.
    pub fn new(name: FormatName, parameters: Parameters, task: Task) -> Result<Self, NoPrompt> {
        let format = name.build(parameters.clone());
        if task != Task::Next && !format.has_prompt() {
            return Err(NoPrompt { format: name });
        }
        Ok(Self { name, parameters, format, task, offsets: false, keep_sample: false })
    }

    /// Adds `answer_column`, `answer_start` and `answer_end`: where the answer stands, in characters.
    #[must_use]
    pub const fn with_offsets(mut self, offsets: bool) -> Self {
        self.offsets = offsets;
        self
    }

    /// Adds `sample` and `export`, JSON texts from which the row can be made and verified again.
    #[must_use]
    pub const fn with_sample(mut self, keep_sample: bool) -> Self {
        self.keep_sample = keep_sample;
        self
    }

    /// The format.
    pub const fn name(&self) -> FormatName {
        self.name
    }

    /// The columns of every row.
    pub fn columns(&self) -> Vec<Column> {
        let mut columns = match self.task {
            Task::Next => self.format.columns(),
            Task::Pairs { messages } => pairs::columns(messages),
            Task::Jumps { .. } => jumps::columns(self.format.as_ref()),
        };
        if self.offsets {
            columns.extend([
                Column::text("answer_column"),
                Column::int("answer_start"),
                Column::int("answer_end"),
            ]);
        }
        if self.keep_sample {
            columns.extend(["export", "sample"].map(Column::text));
        }
        columns
    }

    /// The row of a sample. `index` is its position in the input.
    ///
    /// # Errors
    /// If the format cannot hold the sample, with the reason.
    pub fn encode(&self, sample: &Sample, index: u64) -> Result<Map<String, Value>, Rejection> {
        collides(self.format.as_ref(), sample)?;
        let FormatRow { mut fields, answer } = match self.task {
            Task::Next => self.next(sample, index)?,
            Task::Pairs { messages } => self.pair(sample, messages)?,
            Task::Jumps { path } => self.jump(sample, path)?,
        };
        if self.offsets {
            fields.extend(offsets(&answer));
        }
        if self.keep_sample {
            fields.extend(self.origin(sample));
        }
        Ok(fields)
    }

    fn next(&self, sample: &Sample, index: u64) -> Result<FormatRow, Rejection> {
        within_file(sample)?;
        let format = self.format.as_ref();
        let answer = format.answer(sample, &sample.next)?;
        let prompt = format.prompt(sample, answer.len())?;
        let has_answer = !answer.is_empty();
        let row = format.row(sample, prompt, answer, index);
        let written = row.answer.find(&row.fields);
        let written = written.ok_or_else(|| unproved("the answer is not where it is said to be"))?;
        // A pylintseq row of a complete program has no edit that would be an answer.
        if has_answer || format.has_prompt() {
            self.prove(sample, written, &sample.next)?;
        }
        Ok(row)
    }

    fn pair(&self, sample: &Sample, messages: bool) -> Result<FormatRow, Rejection> {
        within_file(sample)?;
        let (row, chosen, rejected) = pairs::row(self.format.as_ref(), sample, messages)?;
        self.prove(sample, &chosen, &sample.next)?;
        self.prove(sample, &rejected, sample.rejected.as_deref().unwrap_or_default())?;
        if chosen == rejected {
            return Err(unproved("the format says the next and the rejected text in the same words"));
        }
        Ok(row)
    }

    fn jump(&self, sample: &Sample, path: bool) -> Result<FormatRow, Rejection> {
        let (row, answer, place) = jumps::row(self.format.as_ref(), sample, path)?;
        let Jump { path, line, .. } = place;
        match jumps::decode(&answer, sample) {
            Ok(decoded) if decoded == (path, line) => Ok(row),
            Ok(_) => Err(unproved("the answer names another place")),
            Err(error) => Err(unproved(format!("jump: {error}"))),
        }
    }

    fn prove(&self, sample: &Sample, answer: &str, text: &str) -> Result<(), Rejection> {
        match self.format.decode(answer, sample) {
            Ok(decoded) if decoded == text => Ok(()),
            Ok(_) => Err(unproved("the answer makes another text")),
            Err(error) => Err(unproved(format!("{}: {error}", self.name))),
        }
    }

    /// What [`verify_row`](super::verify_row) makes the row of again.
    fn origin(&self, sample: &Sample) -> Map<String, Value> {
        let export = Origin {
            format: self.name.to_string(),
            task: self.task,
            offsets: self.offsets,
            parameters: self.parameters.clone(),
        };
        let text = |value: serde_json::Result<String>| value.expect("texts and numbers are JSON");
        fields([
            ("export", text(serde_json::to_string(&export)).into()),
            ("sample", text(serde_json::to_string(sample)).into()),
        ])
    }
}

/// How a row was made.
#[derive(Debug, serde::Serialize, serde::Deserialize)]
pub(super) struct Origin {
    format: String,
    task: Task,
    offsets: bool,
    parameters: Parameters,
}

impl Origin {
    /// The exporter that made the row.
    pub(super) fn exporter(self) -> Result<Exporter, String> {
        let exporter = Exporter::new(self.format.parse()?, self.parameters, self.task);
        Ok(exporter.map_err(|error| error.to_string())?.with_offsets(self.offsets).with_sample(true))
    }
}

fn offsets(place: &AnswerPlace) -> Map<String, Value> {
    fields([
        ("answer_column", place.column.as_str().into()),
        ("answer_start", place.span.start.into()),
        ("answer_end", place.span.end.into()),
    ])
}

fn within_file(sample: &Sample) -> Result<(), Rejection> {
    match &sample.jump {
        Some(jump) if jump.path != sample.path => {
            let message = "the next edit is in another file; only jump rows can say so";
            Err(Rejection::new(Reason::NotInFormat, message))
        }
        _ => Ok(()),
    }
}

fn collides(format: &dyn Format, sample: &Sample) -> Result<(), Rejection> {
    let texts = [&sample.original, &sample.current, &sample.next, &sample.path].map(String::as_str);
    let optional = [&sample.rejected, &sample.instruction_lazy, &sample.instruction_descriptive];
    let optional = optional.into_iter().filter_map(|text| text.as_deref());
    let history = sample.history.iter().map(|edit| edit.diff.as_str());
    let reserved = format.reserved();
    for text in texts.into_iter().chain(optional).chain(history) {
        if let Some(token) = reserved.iter().find(|token| text.contains(**token)) {
            let message = format!("a text of the sample holds `{}`", token.escape_debug());
            return Err(Rejection::new(Reason::TokenCollision, message));
        }
    }
    Ok(())
}

fn unproved(message: impl Into<String>) -> Rejection {
    Rejection::new(Reason::NotReversible, message)
}
