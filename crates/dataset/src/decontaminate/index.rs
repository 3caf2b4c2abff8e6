//! The tasks of all benchmarks, made ready for one pass over any text.

use std::num::NonZeroUsize;

use aho_corasick::{AhoCorasick, BuildError};
use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::{Map, Value};

use super::benchmark::{Benchmark, BenchmarkError, BenchmarkFields, TaskText, language};
use super::grams::grams;
use super::squeeze::Squeezed;
use crate::language::LanguageTable;

/// How many bytes of a text the automaton looks for; the rest is compared where they are found. So the automaton
/// stays small whatever the length of the tasks.
const PROBE: usize = 32;

/// What counts as contamination.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ContaminationOptions {
    /// The fewest bytes without white space that tell a program.
    pub min_program: usize,
    /// The fewest bytes without white space that tell a statement or a part of a program.
    pub min_part: usize,
    /// How many tokens a run has.
    pub gram: NonZeroUsize,
    /// The share of a task's runs that a text must have; none where any single run is enough.
    pub share: Option<f64>,
    /// The fewest runs by which a task can be told at all, so that no idiom is a task.
    pub min_grams: usize,
}

impl Default for ContaminationOptions {
    fn default() -> Self {
        Self {
            min_program: 20,
            min_part: 60,
            gram: NonZeroUsize::new(10).unwrap_or(NonZeroUsize::MIN),
            share: Some(0.5),
            min_grams: 16,
        }
    }
}

/// The tasks of all benchmarks.
#[derive(Debug)]
pub struct TaskIndex {
    pub(super) options: ContaminationOptions,
    pub(super) benchmarks: Vec<Benchmark>,
    pub(super) tasks: Vec<Task>,
    pub(super) patterns: Patterns,
    pub(super) grams: Grams,
}

/// A task.
#[derive(Debug)]
pub(super) struct Task {
    pub(super) benchmark: usize,
    pub(super) name: String,
}

/// A text of a task, as it is or without comments.
#[derive(Clone, Copy, Debug)]
struct Form<'a> {
    task: usize,
    text: &'a TaskText,
    content: &'a str,
}

/// Whole texts, to be found without white space.
#[derive(Debug, Default)]
pub(super) struct Patterns {
    pub(super) all: Vec<Pattern>,
    /// The patterns that begin with a probe.
    pub(super) of_probe: Vec<Vec<u32>>,
    pub(super) probes: Option<AhoCorasick>,
    numbers: FxHashMap<Vec<u8>, usize>,
    known: FxHashSet<(usize, Vec<u8>)>,
}

#[derive(Debug)]
pub(super) struct Pattern {
    pub(super) task: usize,
    pub(super) field: String,
    pub(super) bytes: Vec<u8>,
}

/// Runs of tokens.
#[derive(Debug, Default)]
pub(super) struct Grams {
    /// The texts that have a run.
    pub(super) owners: FxHashMap<u64, Vec<u32>>,
    pub(super) texts: Vec<GramText>,
}

#[derive(Debug)]
pub(super) struct GramText {
    pub(super) task: usize,
    pub(super) field: String,
    /// How many different runs it has.
    pub(super) grams: u32,
}

impl TaskIndex {
    /// An index without tasks.
    pub fn new(options: ContaminationOptions) -> Self {
        Self {
            options,
            benchmarks: Vec::new(),
            tasks: Vec::new(),
            patterns: Patterns::default(),
            grams: Grams::default(),
        }
    }

    /// Adds a benchmark.
    ///
    /// # Errors
    /// If it has no rows, or a row without any of the fields.
    pub fn add<'r>(
        &mut self,
        name: &str,
        rows: impl IntoIterator<Item = &'r Map<String, Value>>,
        fields: &BenchmarkFields,
        languages: &dyn LanguageTable,
        default_language: &str,
    ) -> Result<(), BenchmarkError> {
        let benchmark = self.benchmarks.len();
        let mut tasks = 0;
        for row in rows {
            tasks += 1;
            let task_name = fields.task(row, tasks);
            let texts = fields.texts(row);
            if texts.is_empty() {
                let names = fields.names();
                return Err(BenchmarkError::NoText { benchmark: name.to_owned(), task: task_name, names });
            }
            let language = language(row).and_then(|name| languages.by_name(name)).unwrap_or(default_language);
            let task = self.tasks.len();
            self.tasks.push(Task { benchmark, name: task_name });
            for text in &texts {
                let bare = languages.comments(language).blank(&text.text);
                self.add_form(Form { task, text, content: &text.text });
                if bare != text.text {
                    self.add_form(Form { task, text, content: &bare });
                }
            }
        }
        if tasks == 0 {
            return Err(BenchmarkError::Empty { benchmark: name.to_owned() });
        }
        self.benchmarks.push(Benchmark { name: name.to_owned(), tasks });
        Ok(())
    }

    /// Makes the index ready; nothing can be found before.
    ///
    /// # Errors
    /// If there are more tasks than an automaton holds, which are billions of bytes.
    pub fn build(&mut self) -> Result<(), BuildError> {
        self.patterns.build()
    }

    /// The benchmarks, in the order in which they were added.
    pub fn benchmarks(&self) -> &[Benchmark] {
        &self.benchmarks
    }

    fn add_form(&mut self, form: Form<'_>) {
        let least = if form.text.is_program { self.options.min_program } else { self.options.min_part };
        let bytes = Squeezed::of(form.content).bytes;
        if bytes.len() >= least.max(1) {
            self.patterns.add(&form, bytes);
        }
        let runs: FxHashSet<u64> = grams(form.content, self.options.gram).map(|gram| gram.hash).collect();
        if runs.len() >= self.options.min_grams.max(1) {
            let number = self.grams.texts.len() as u32;
            let grams = runs.len() as u32;
            self.grams.texts.push(GramText { task: form.task, field: form.text.field.clone(), grams });
            for run in runs {
                self.grams.owners.entry(run).or_default().push(number);
            }
        }
    }
}

impl Patterns {
    fn add(&mut self, form: &Form<'_>, bytes: Vec<u8>) {
        if !self.known.insert((form.task, bytes.clone())) {
            return;
        }
        let probe = bytes[..bytes.len().min(PROBE)].to_vec();
        let next = self.of_probe.len();
        let at = *self.numbers.entry(probe).or_insert(next);
        if at == next {
            self.of_probe.push(Vec::new());
        }
        self.of_probe[at].push(self.all.len() as u32);
        self.all.push(Pattern { task: form.task, field: form.text.field.clone(), bytes });
    }

    fn build(&mut self) -> Result<(), BuildError> {
        let mut probes: Vec<(Vec<u8>, usize)> = self.numbers.drain().collect();
        probes.sort_unstable_by_key(|(_, number)| *number);
        self.known = FxHashSet::default();
        self.probes = Some(AhoCorasick::new(probes.into_iter().map(|(probe, _)| probe))?);
        Ok(())
    }
}
