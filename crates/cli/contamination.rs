//! Benchmarks as a stage: read once, then asked about every row.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::{fmt, iter};

use anyhow::Context as _;
use lintseq_core::{Document, Reason, Rejection};
use lintseq_dataset::{
    BenchmarkFields, ContaminationOptions, Decoder as _, InputOptions, Inputs, LanguageTable, Row,
    RowDecoder, TaskIndex, Texts,
};
use lintseq_samples::Sample;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::arguments::Benchmarks;
use crate::exit::Failure;
use crate::rows;
use crate::run::read_failure;
use crate::summary::grouped;
use crate::toolbox::Toolbox;

/// How many tasks a message names.
const NAMED: usize = 20;

/// Benchmarks, ready to be looked for.
pub(crate) struct Contamination<'a> {
    index: TaskIndex,
    languages: &'a dyn LanguageTable,
}

/// In how many rows every task was found, by benchmark.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct TasksFound(BTreeMap<String, BTreeMap<String, u64>>);

impl<'a> Contamination<'a> {
    /// Reads the benchmarks; nothing if none is named.
    pub(crate) fn load(
        benchmarks: &Benchmarks,
        options: ContaminationOptions,
        toolbox: &'a dyn Toolbox,
    ) -> Result<Option<Self>, Failure> {
        if benchmarks.benchmark.is_empty() {
            return Ok(None);
        }
        let default = toolbox.wanted_language(benchmarks.benchmark_language.as_deref());
        let default = default.map_err(Failure::Usage)?;
        let default = default.as_deref().unwrap_or_else(|| toolbox.default_language());
        let names =
            BenchmarkFields::new(&benchmarks.benchmark_field, benchmarks.benchmark_id_field.as_deref());
        let mut index = TaskIndex::new(options);
        for name in &benchmarks.benchmark {
            let arguments = [name.clone()];
            let tasks = read(&rows::input_options(&arguments, toolbox))?;
            let tasks = tasks.iter().map(|row| &row.fields);
            index.add(name, tasks, &names, toolbox, default).map_err(Failure::usage)?;
        }
        index.build().context("the benchmarks are too large").map_err(Failure::Failed)?;
        Ok(Some(Self { index, languages: toolbox }))
    }

    /// Whether a row holds no task in these texts; the tasks that it holds are counted.
    pub(crate) fn judge_row(
        &self,
        row: &Row,
        texts: &Texts,
        found: &mut TasksFound,
    ) -> Result<(), Rejection> {
        let named = texts.named(&row.fields).ok_or_else(|| texts.missing())?;
        self.judge(self.language(&row.fields), named, found)
    }

    /// Whether a program and its instruction hold no task.
    pub(crate) fn judge_document(
        &self,
        document: &Document,
        found: &mut TasksFound,
    ) -> Result<(), Rejection> {
        let instruction = document.instruction.as_deref().map(|text| ("instruction", text));
        let texts = iter::once(("program", document.text.as_str())).chain(instruction);
        self.judge(&document.language, texts, found)
    }

    /// Whether no text of a sample holds a task.
    pub(crate) fn judge_sample(&self, sample: &Sample, found: &mut TasksFound) -> Result<(), Rejection> {
        let texts = [("original", &sample.original), ("current", &sample.current), ("next", &sample.next)];
        let instructions = [
            ("instruction_lazy", &sample.instruction_lazy),
            ("instruction_descriptive", &sample.instruction_descriptive),
        ];
        let instructions = instructions.into_iter().filter_map(|(name, text)| Some((name, text.as_deref()?)));
        let texts = texts.into_iter().map(|(name, text)| (name, text.as_str())).chain(instructions);
        self.judge(&sample.language, texts, found)
    }

    fn judge<'t>(
        &self,
        language: &str,
        texts: impl IntoIterator<Item = (&'t str, &'t str)>,
        found: &mut TasksFound,
    ) -> Result<(), Rejection> {
        let comments = self.languages.comments(language);
        let mut messages = Vec::new();
        let mut tasks = BTreeSet::new();
        for (field, text) in texts {
            for hit in self.index.judge(text, &comments) {
                messages.push(format!("{field}:{hit}"));
                tasks.insert((hit.benchmark, hit.task));
            }
        }
        if messages.is_empty() {
            return Ok(());
        }
        for (benchmark, task) in tasks {
            found.add(benchmark, task);
        }
        let others = messages.len().saturating_sub(NAMED);
        messages.truncate(NAMED);
        let mut message = messages.join("; ");
        if others > 0 {
            message = format!("{message}; and {others} more");
        }
        Err(Rejection::new(Reason::Contaminated, message))
    }

    fn language<'r>(&'r self, fields: &'r Map<String, Value>) -> &'r str {
        let text = |name: &&str| fields.get(*name).and_then(Value::as_str);
        let named = ["language", "lang"].iter().find_map(text).and_then(|name| self.languages.by_name(name));
        let path = || ["path", "new_file"].iter().find_map(text)?.rsplit_once('.');
        let by_path = || self.languages.by_extension(path()?.1);
        named.or_else(by_path).unwrap_or_else(|| self.languages.default_language())
    }
}

fn read(options: &InputOptions<'_>) -> Result<Vec<Row>, Failure> {
    let inputs = Inputs::find(options).map_err(Failure::usage)?;
    let mut tasks = Vec::new();
    for record in inputs.read(options) {
        let record = record.map_err(read_failure)?;
        let place = || format!("{}:{}", record.source, record.line.unwrap_or(record.index + 1));
        let task = RowDecoder::default().decode(&record).map_err(|rejected| rejected.rejection);
        tasks.push(
            task.with_context(|| format!("{}: not a task of a benchmark", place()))
                .map_err(Failure::Usage)?,
        );
    }
    Ok(tasks)
}

impl TasksFound {
    /// Whether nothing was found.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn add(&mut self, benchmark: &str, task: &str) {
        let tasks = self.0.entry(benchmark.to_owned()).or_default();
        *tasks.entry(task.to_owned()).or_default() += 1;
    }

    /// Adds the counts of another part of the run.
    pub(crate) fn merge(&mut self, other: Self) {
        for (benchmark, tasks) in other.0 {
            let known = self.0.entry(benchmark).or_default();
            for (task, count) in tasks {
                *known.entry(task).or_default() += count;
            }
        }
    }
}

impl fmt::Display for TasksFound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SHOWN: usize = 3;
        for (benchmark, tasks) in &self.0 {
            let mut most: Vec<_> = tasks.iter().collect();
            // The map is in the order of names, and the sort is stable.
            most.sort_by_key(|(_, count)| Reverse(**count));
            let most: Vec<String> = most
                .into_iter()
                .take(SHOWN)
                .map(|(task, count)| format!("{task} ({})", grouped(*count)))
                .collect();
            let count = grouped(tasks.len() as u64);
            write!(f, "\nbenchmark    {benchmark}: tasks found {count}, most often {}", most.join(", "))?;
        }
        Ok(())
    }
}
