//! Benchmarks as a stage: read once, then asked about every row.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use anyhow::Context as _;
use lintseq_core::{Reason, Rejection};
use lintseq_dataset::{
    BenchmarkFields, Decoder as _, InputSummary, Inputs, LanguageTable, Row, RowDecoder, TaskIndex, Texts,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::arguments::Benchmarks;
use crate::exit::Failure;
use crate::rows;
use crate::run::read_failure;
use crate::summary::grouped;
use crate::toolbox::Toolbox;

/// How many tasks a message names.
const NAMED: usize = 5;

/// Benchmarks, ready to be looked for.
pub(crate) struct Contamination<'a> {
    index: TaskIndex,
    texts: Texts,
    languages: &'a dyn LanguageTable,
    files: Vec<InputSummary>,
}

/// In how many rows every task was found, by benchmark.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct TasksFound(BTreeMap<String, BTreeMap<String, u64>>);

impl<'a> Contamination<'a> {
    /// Reads the benchmarks.
    pub(crate) fn load(
        benchmarks: &Benchmarks,
        fields: &[String],
        toolbox: &'a dyn Toolbox,
    ) -> Result<Self, Failure> {
        let default = toolbox.wanted_language(Some(&benchmarks.benchmark_language));
        let default = default.map_err(Failure::Usage)?.unwrap_or_default();
        let names =
            BenchmarkFields::new(&benchmarks.benchmark_field, benchmarks.benchmark_id_field.as_deref());
        let mut index = TaskIndex::new(benchmarks.options());
        let mut files = Vec::new();
        for name in &benchmarks.benchmark {
            let arguments = [name.clone()];
            let (tasks, summaries) = read(&rows::input_options(&arguments, toolbox))?;
            let tasks = tasks.iter().map(|row| &row.fields);
            index.add(name, tasks, &names, toolbox, &default).map_err(Failure::usage)?;
            files.extend(summaries);
        }
        index.build().context("the benchmarks are too large").map_err(Failure::Failed)?;
        Ok(Self { index, texts: Texts::new(fields).and_instruction(), languages: toolbox, files })
    }

    /// The benchmarks with the hashes of their contents, which are part of what a run is.
    pub(crate) fn identity(&self) -> Value {
        let file = |file: &InputSummary| Value::String(format!("{} {}", file.path, file.blake3));
        self.files.iter().map(file).collect()
    }

    /// Whether a row holds no task; the tasks that it holds are counted.
    pub(crate) fn judge(&self, row: &Row, found: &mut TasksFound) -> Result<(), Rejection> {
        let Some(texts) = self.texts.named(&row.fields) else { return Err(self.texts.missing()) };
        let comments = self.languages.comments(self.language(&row.fields));
        let mut messages = Vec::new();
        let mut tasks = BTreeSet::new();
        for (field, text) in texts {
            for hit in self.index.judge(text, &comments) {
                messages.push(format!("{field}:{hit}"));
                tasks.insert((hit.benchmark, hit.task));
            }
        }
        tasks.into_iter().for_each(|(benchmark, task)| found.add(benchmark, task));
        if messages.is_empty() {
            return Ok(());
        }
        let others = messages.len().saturating_sub(NAMED);
        messages.truncate(NAMED);
        let mut message = messages.join("; ");
        if others > 0 {
            message = format!("{message}; and {others} more");
        }
        Err(Rejection::new(Reason::Contaminated, message))
    }

    /// The figures for people.
    pub(crate) const fn table<'t>(&'t self, found: &'t TasksFound) -> Table<'t> {
        Table { index: &self.index, found }
    }

    fn language<'r>(&'r self, fields: &'r Map<String, Value>) -> &'r str {
        let text = |name: &&str| fields.get(*name).and_then(Value::as_str);
        let named = ["language", "lang"].iter().find_map(text).and_then(|name| self.languages.by_name(name));
        let path = || ["path", "new_file"].iter().find_map(text)?.rsplit_once('.');
        let by_path = || self.languages.by_extension(path()?.1);
        named.or_else(by_path).unwrap_or_else(|| self.languages.default_language())
    }
}

fn read(options: &lintseq_dataset::InputOptions<'_>) -> Result<(Vec<Row>, Vec<InputSummary>), Failure> {
    let inputs = Inputs::find(options).map_err(Failure::usage)?;
    let mut reader = inputs.read(options);
    let mut tasks = Vec::new();
    for record in &mut reader {
        let record = record.map_err(read_failure)?;
        let place = || format!("{}:{}", record.source, record.line.unwrap_or(record.index + 1));
        let task = RowDecoder::default().decode(&record).map_err(|rejected| rejected.rejection);
        tasks.push(
            task.with_context(|| format!("{}: not a task of a benchmark", place()))
                .map_err(Failure::Usage)?,
        );
    }
    Ok((tasks, reader.into_summaries()))
}

impl TasksFound {
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

/// What was found of each benchmark.
pub(crate) struct Table<'t> {
    index: &'t TaskIndex,
    found: &'t TasksFound,
}

impl fmt::Display for Table<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SHOWN: usize = 3;
        for (at, benchmark) in self.index.benchmarks().iter().enumerate() {
            let none = BTreeMap::new();
            let tasks = self.found.0.get(&benchmark.name).unwrap_or(&none);
            let mut most: Vec<_> = tasks.iter().collect();
            // The map is in the order of names, and the sort is stable.
            most.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
            let head = if at == 0 { "benchmarks " } else { "\n           " };
            write!(
                f,
                "{head}  {}: {} of {} tasks found",
                benchmark.name,
                grouped(tasks.len() as u64),
                grouped(benchmark.tasks)
            )?;
            for (at, (task, count)) in most.iter().take(SHOWN).enumerate() {
                let head = if at == 0 { "; most often" } else { "," };
                write!(f, "{head} {task} ({})", grouped(**count))?;
            }
        }
        Ok(())
    }
}
