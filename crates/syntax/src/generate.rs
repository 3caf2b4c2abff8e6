//! The pipeline for one program: parse, find facts, make the graph, sample, verify.

use lintseq_core::sampler::{self, Draw, Search};
use lintseq_core::verify::{self, Candidate, Verified};
use lintseq_core::{
    DependencyGraph, Document, EditSequence, Index, IndexVec, Linter, Reason, Rejection, Source, Step, seed,
};
use rustc_hash::FxHashSet;

use crate::language::Language;
use crate::{engine, frontend, treesitter};

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
    /// The ablation: random lines instead of units, and no linter.
    pub random: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { seed: 0, sequences: 1, draw: Draw::Closure(3), search: Search::NONE, random: false }
    }
}

/// How many repeated sequences are thrown away before a program is taken to have no more.
const ATTEMPTS: u32 = 12;

/// Sequences of one program.
#[derive(Clone, Debug)]
pub struct Generated {
    /// The sequences, by their index.
    pub sequences: Vec<Verified>,
}

/// The dependency graph of a text.
///
/// # Errors
/// If the text does not parse and the language's parser does not recover.
pub fn graph(language: &Language, source: &Source<'_>) -> Result<DependencyGraph, Rejection> {
    let tree = treesitter::parse(language, source.text());
    let (facts, names) = frontend::facts(language, &tree, source);
    Ok(engine::graph(language.settings(), facts, &names))
}

/// Makes the sequences of one program.
///
/// # Errors
/// If the program does not parse, or cannot be verified.
pub fn generate(
    language: &Language,
    linter: &dyn Linter,
    options: &Options,
    document: &Document,
) -> Result<Generated, Rejection> {
    let source = Source::new(&document.text);
    let graph = graph(language, &source)?;
    let key = document.key();
    let mut seen = FxHashSet::default();
    let mut sequences: Vec<Verified> = Vec::new();
    for number in 0..options.sequences {
        for attempt in 0..ATTEMPTS {
            let mut random = seed::generator(options.seed, &key, number, attempt);
            let deletions = sampler::sample(&graph, &source, options.draw, options.search, &mut random);
            let births = sampler::births(&graph, &deletions);
            let candidate = Candidate { source: &source, graph: &graph, births };
            let verified = if options.random {
                unverified(candidate, &mut random)
            } else {
                let mut verified = verify::verify(vec![candidate], linter);
                let one = verified.pop().ok_or_else(|| Rejection::new(Reason::Panicked, "the verifier lost a program"))?;
                one.map_err(|error| Rejection::new(Reason::LinterFailed, error.to_string()))?
            };
            if seen.insert(verified.sequence.clone()) {
                sequences.push(verified);
                break;
            }
        }
        if sequences.len() as u32 <= number {
            break;
        }
    }
    Ok(Generated { sequences })
}

/// The ablation: as many edits of the same sizes, of random lines.
fn unverified(candidate: Candidate<'_>, random: &mut impl rand::Rng) -> Verified {
    let mut births = IndexVec::from_elem(Step::new(0), candidate.source.line_count());
    for (id, unit) in candidate.graph.units().iter_enumerated() {
        for &line in &unit.lines {
            births[line] = Step::new(candidate.births[id] as usize);
        }
    }
    sampler::shuffle(births.as_mut_slice(), random);
    Verified { sequence: EditSequence::new(births), linted: 0, caught: 0, own: 0 }
}
