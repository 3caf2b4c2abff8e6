//! The pipeline for one program: parse, find facts, make the graph, sample, verify.

use std::time::{Duration, Instant};

use lintseq_core::sampler::{self, Draw, Search};
use lintseq_core::verify::{self, Candidate, Verified};
use lintseq_core::{
    DependencyGraph, Document, EditSequence, Index, IndexVec, LintError, Linter, Reason, Rejection, Source,
    Step, seed,
};
use rustc_hash::FxHashSet;

use crate::depth::DEFAULT_MAX_DEPTH;
use crate::language::Language;
use crate::{engine, frontend};

/// How sequences are made.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// The run's seed.
    pub seed: u64,
    /// Sequences for each program, all different; fewer where a program has no more.
    pub sequences: u32,
    /// How the next deletion is drawn.
    pub draw: Draw,
    /// The search over several children.
    pub search: Search,
    /// Nesting beyond which a program is rejected before a recursive parser sees it.
    pub max_depth: u32,
    /// The longest time for one program, looked at between two steps of the pipeline; none as a rule,
    /// because what a clock decides is not the same everywhere.
    pub timeout: Option<Duration>,
    /// The ablation: random lines instead of units, and no linter.
    pub random: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            seed: 0,
            sequences: 1,
            draw: Draw::Closure(3),
            search: Search::NONE,
            max_depth: DEFAULT_MAX_DEPTH,
            timeout: None,
            random: false,
        }
    }
}

/// How many draws in a row may repeat earlier sequences before a program is taken to have no more.
const ATTEMPTS: u32 = 12;

/// Makes the sequences of some programs: for each, all different, in the order of their index.
///
/// Programs are brought together so that a linter that starts a process sees many states at once; each
/// program's result is its own.
///
/// # Errors
/// For each program apart: if it does not parse, is nested too deep, or cannot be verified.
pub fn generate(
    language: &Language,
    linter: &dyn Linter,
    options: &Options,
    documents: &[Document],
) -> Vec<Result<Vec<Verified>, Rejection>> {
    let sources: Vec<Source<'_>> = documents.iter().map(|document| Source::new(&document.text)).collect();
    let graphs: Vec<Result<DependencyGraph, Rejection>> = sources
        .iter()
        .map(|source| in_time(options, || graph(language, source, options.max_depth)))
        .collect();
    let mut drafts: Vec<Draft<'_>> = documents
        .iter()
        .zip(sources.iter().zip(&graphs))
        .map(|(document, (source, graph))| Draft::new(document, source, graph))
        .collect();
    for attempt in 0..ATTEMPTS {
        let mut drawn: Vec<(usize, u32, Candidate<'_>)> = Vec::new();
        for (at, draft) in drafts.iter_mut().enumerate() {
            let start = Instant::now();
            for number in draft.missing(options.sequences) {
                if options.timeout.is_some_and(|timeout| start.elapsed() > timeout) {
                    draft.failed = Some(timed_out(options));
                    break;
                }
                drawn.extend(draft.draw(options, number, attempt).map(|candidate| (at, number, candidate)));
            }
        }
        if options.random {
            for (at, number, candidate) in drawn {
                let mut random = seed::generator(options.seed, &drafts[at].key, number, u32::MAX - attempt);
                drafts[at].accept(number, Ok(scattered(&candidate, &mut random)));
            }
        } else if !drawn.is_empty() {
            let (places, candidates): (Vec<_>, Vec<_>) =
                drawn.into_iter().map(|(at, number, candidate)| ((at, number), candidate)).unzip();
            for ((at, number), verified) in places.into_iter().zip(verify::verify(candidates, linter)) {
                drafts[at].accept(number, verified);
            }
        }
        if drafts.iter().all(|draft| draft.missing(options.sequences).next().is_none()) {
            break;
        }
    }
    drafts.into_iter().map(Draft::finish).collect()
}

/// What took longer than it may is a rejection, whatever came out.
fn in_time<T>(options: &Options, work: impl FnOnce() -> Result<T, Rejection>) -> Result<T, Rejection> {
    let start = options.timeout.map(|timeout| (Instant::now(), timeout));
    let done = work();
    match start {
        Some((start, timeout)) if start.elapsed() > timeout => Err(timed_out(options)),
        _ => done,
    }
}

fn timed_out(options: &Options) -> Rejection {
    let limit = options.timeout.unwrap_or_default();
    Rejection::new(Reason::TimedOut, format!("took longer than {limit:?}, the limit of --record-timeout"))
}

/// The dependency graph of a text.
///
/// # Errors
/// If the text is nested too deep, or does not parse and the language's parser does not recover.
pub fn graph(language: &Language, source: &Source<'_>, max_depth: u32) -> Result<DependencyGraph, Rejection> {
    let tree = language.parse(source.text(), max_depth)?;
    let (facts, names) = frontend::facts(language, &tree, source);
    Ok(engine::graph(language.settings(), facts, &names))
}

/// The sequences of one program in the making.
struct Draft<'a> {
    key: String,
    source: &'a Source<'a>,
    graph: Option<&'a DependencyGraph>,
    /// What was drawn, so that nothing is verified twice.
    drawn: FxHashSet<Vec<u32>>,
    seen: FxHashSet<EditSequence>,
    accepted: Vec<(u32, Verified)>,
    failed: Option<Rejection>,
}

impl<'a> Draft<'a> {
    fn new(
        document: &Document,
        source: &'a Source<'a>,
        graph: &'a Result<DependencyGraph, Rejection>,
    ) -> Self {
        Self {
            key: document.key(),
            source,
            graph: graph.as_ref().ok(),
            drawn: FxHashSet::default(),
            seen: FxHashSet::default(),
            accepted: Vec::new(),
            failed: graph.as_ref().err().cloned(),
        }
    }

    /// The numbers of sequences that are still to be drawn.
    fn missing(&self, wanted: u32) -> impl Iterator<Item = u32> + use<> {
        let accepted: Vec<u32> = self.accepted.iter().map(|(number, _)| *number).collect();
        let wanted = if self.failed.is_some() { 0 } else { wanted };
        (0..wanted).filter(move |number| !accepted.contains(number))
    }

    /// Draws a sequence; nothing if it repeats one drawn before.
    fn draw(&mut self, options: &Options, number: u32, attempt: u32) -> Option<Candidate<'a>> {
        let graph = self.graph?;
        let mut random = seed::generator(options.seed, &self.key, number, attempt);
        let deletions = sampler::sample(graph, self.source, options.draw, options.search, &mut random);
        let births = sampler::births(graph, &deletions);
        if options.sequences > 1 && !self.drawn.insert(births.as_slice().to_vec()) && !options.random {
            return None;
        }
        Some(Candidate { source: self.source, graph, births })
    }

    fn accept(&mut self, number: u32, verified: Result<Verified, LintError>) {
        match verified {
            Ok(verified) => {
                if self.seen.insert(verified.sequence.clone()) {
                    self.accepted.push((number, verified));
                }
            }
            Err(error) => self.failed = Some(Rejection::new(Reason::LinterFailed, error.to_string())),
        }
    }

    fn finish(mut self) -> Result<Vec<Verified>, Rejection> {
        self.accepted.sort_by_key(|(number, _)| *number);
        match self.failed {
            Some(rejection) => Err(rejection),
            None => Ok(self.accepted.into_iter().map(|(_, verified)| verified).collect()),
        }
    }
}

/// The ablation: as many edits of the same sizes, of random lines, which no linter sees.
fn scattered(candidate: &Candidate<'_>, random: &mut impl rand::Rng) -> Verified {
    let mut births = IndexVec::from_elem(Step::new(0), candidate.source.line_count());
    for (id, unit) in candidate.graph.units().iter_enumerated() {
        for &line in &unit.lines {
            births[line] = Step::new(candidate.births[id] as usize);
        }
    }
    sampler::shuffle(births.as_mut_slice(), random);
    Verified { sequence: EditSequence::new(births), linted: 0, caught: 0 }
}
