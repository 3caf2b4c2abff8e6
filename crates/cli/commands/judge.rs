//! `lintseq judge`: predictions beside what was written.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use lintseq_core::{Reason, Rejection};
use lintseq_dataset::formats::write_line;
use lintseq_dataset::{Decoder as _, LanguageTable as _, LeftOut, Merge, Outcome, Row, RowDecoder};
use lintseq_samples::metrics::Match;
use lintseq_synth::Mix;
use lintseq_synth::judge::{Case, Judged, Judgement, Judging};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::arguments::JudgeArguments;
use crate::console::Console;
use crate::exit::Failure;
use crate::languages::BuiltIn;
use crate::rows;
use crate::run::read_failure;
use crate::synth::rows::{Job, number, text};
use crate::synth::run::Ended;
use crate::synth::summary::asked;

/// Judges all predictions.
pub(crate) fn run(
    arguments: &JudgeArguments,
    console: Console,
    toolbox: &Arc<BuiltIn>,
) -> Result<(), Failure> {
    let questioning = &arguments.questioning;
    let samples = match &arguments.samples {
        Some(file) => Samples::read(file, questioning.id_field.as_ref(), toolbox)?,
        None => Samples::default(),
    };
    let models = if questioning.models.is_given() {
        questioning.models.resolve(&questioning.service).map_err(Failure::Usage)?
    } else {
        Vec::new()
    };
    let mix = (!models.is_empty()).then(|| Mix::new(&models));
    let model = |number| mix.as_ref().map(|mix| mix.draw(number));
    let judging = Arc::new(Judging {
        asking: questioning.wording.asking().map_err(Failure::Usage)?,
        published: arguments.published,
        seed: questioning.wording.seed,
    });
    let begin = |row: &Row| {
        let case = case(row, samples.of(row), arguments.prediction_field.as_deref(), toolbox)?;
        let number = number(row);
        Ok(Judgement { judging: Arc::clone(&judging), number, model: model(number).map(str::to_owned), case })
    };
    let finish = |row: &Row, judged| Ok(finish(row, judged, model(number(row))));
    let table = |ended: &Ended<Figures>| format!("{}\n{}", ended.summary.stats, asked(ended));
    Job { arguments, questioning, models }.run(console, toolbox, begin, finish, table)
}

/// The rows that predictions are of.
#[derive(Default)]
struct Samples {
    rows: Vec<Row>,
    by_id: HashMap<String, usize>,
}

impl Samples {
    fn read(file: &str, id_field: Option<&String>, toolbox: &BuiltIn) -> Result<Self, Failure> {
        let files = [file.to_owned()];
        let input_options = rows::input_options(&files, toolbox);
        let inputs = rows::find(&input_options)?;
        let decoder = RowDecoder { id_field: id_field.cloned() };
        let mut samples = Self::default();
        for record in inputs.read(&input_options) {
            let record = record.map_err(read_failure)?;
            let row = decoder.decode(&record).map_err(|rejected| Failure::usage(rejected.rejection))?;
            samples.by_id.insert(rows::name(&row.id), samples.rows.len());
            samples.rows.push(row);
        }
        Ok(samples)
    }

    /// The row that a prediction is of: the one with its id, else the one in its place.
    fn of(&self, row: &Row) -> Option<&Row> {
        let by_id = self.by_id.get(&rows::name(&row.id)).copied();
        self.rows.get(by_id.unwrap_or(usize::try_from(row.index).unwrap_or(usize::MAX)))
    }
}

fn case(
    row: &Row,
    sample: Option<&Row>,
    prediction_field: Option<&str>,
    toolbox: &BuiltIn,
) -> Result<Case, Rejection> {
    let find = |names: &[&str]| text(row, names).or_else(|| text(sample?, names));
    let needed = |names: &[&str], what: &str| {
        find(names).map(str::to_owned).ok_or_else(|| {
            let message = format!("no {what}: none of `{}`", names.join("`, `"));
            Rejection::new(Reason::MissingField, message)
        })
    };
    let language = find(&["language", "lang"]).unwrap_or_default();
    let history = |row: &Row| -> Option<String> {
        let history = row.fields.get("history")?.as_array()?;
        Some(history.iter().filter_map(|edit| edit.get("diff")?.as_str()).collect())
    };
    let predictions = match prediction_field {
        Some(name) => vec![name],
        None => vec!["prediction", "model_output"],
    };
    Ok(Case {
        language: toolbox.by_name(language).unwrap_or(language).to_owned(),
        current: needed(&["current", "current_contents"], "text before")?,
        truth: needed(&["next", "ground_truth", "new_contents"], "truth")?,
        prediction: needed(&predictions, "prediction")?,
        history: history(row).or_else(|| history(sample?)).unwrap_or_default(),
        instruction: find(&["instruction_descriptive", "instruction_lazy"]).map(str::to_owned),
        prompt: find(&["prompt"]).map(str::to_owned),
    })
}

fn finish(row: &Row, judged: Judged, judge: Option<&str>) -> Outcome<Figures> {
    let Judged { matches: Match { exact, partial, position, similarity }, reasonable, .. } = judged;
    let (said, failure) = match reasonable {
        None => (None, None),
        Some(Ok(said)) => (Some(said), None),
        // What no answer was got to is judged by the matches alone, and said to be.
        Some(Err(rejection)) => (None, Some(rejection)),
    };
    let unread = failure.as_ref().map(ToString::to_string);
    let left_out = failure.map(|rejection| {
        let record = Value::Object(row.fields.clone()).to_string();
        LeftOut { id: rows::id(row).clone(), rejection, record }
    });
    let left_out = left_out.into_iter().collect();
    let matches = [exact, partial, position];
    let line = json!({
        "id": rows::id(row),
        "exact_match": u8::from(exact),
        "partial_match": u8::from(partial),
        "position_match": u8::from(position),
        "edit_similarity": similarity,
        "llm_as_a_judge": said.map(u8::from),
        "judge_failure": unread,
        "judge_model": judge,
        "model": row.fields.get("model").cloned().unwrap_or(Value::Null),
    });
    let mut lines = Vec::new();
    write_line(&mut lines, &line);
    let agrees = |matched: &bool| u64::from(said == Some(*matched));
    let stats = Figures {
        count: 1,
        matches: matches.map(u64::from),
        similarity: similarity.unwrap_or(0.0),
        compared: u64::from(similarity.is_some()),
        judged: u64::from(said.is_some()),
        reasonable: u64::from(said == Some(true)),
        agree: matches.each_ref().map(agrees),
    };
    Outcome { left_out, ..Outcome::new(lines, 1, stats) }
}

/// How good the predictions are.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
struct Figures {
    count: u64,
    /// Exact, partial, position.
    matches: [u64; 3],
    similarity: f64,
    compared: u64,
    judged: u64,
    reasonable: u64,
    /// How often each match says what the model says.
    agree: [u64; 3],
}

impl Merge for Figures {
    fn merge(&mut self, later: Self) {
        self.count += later.count;
        self.similarity += later.similarity;
        self.compared += later.compared;
        self.judged += later.judged;
        self.reasonable += later.reasonable;
        for at in 0..3 {
            self.matches[at] += later.matches[at];
            self.agree[at] += later.agree[at];
        }
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let share = |part: f64, whole: u64| if whole == 0 { 0.0 } else { part / whole as f64 * 100.0 };
        write!(f, "match        share of all")?;
        if self.judged > 0 {
            write!(f, ", and how often it says what the model says")?;
        }
        for (at, name) in ["exact", "partial", "position"].into_iter().enumerate() {
            write!(f, "\n  {name:<10} {:>6.2} %", share(self.matches[at] as f64, self.count))?;
            if self.judged > 0 {
                write!(f, " {:>9.2} %", share(self.agree[at] as f64, self.judged))?;
            }
        }
        write!(f, "\n  similarity {:>6.2} %", share(self.similarity, self.compared))?;
        if self.judged > 0 {
            let reasonable = share(self.reasonable as f64, self.judged);
            write!(f, "\n  model      {reasonable:>6.2} % of the {} that it judged", self.judged)?;
        }
        Ok(())
    }
}
