//! Seeds: snippets of real code, two a prompt, that keep a model from inventing the same program again and again.
//!
//! A snippet is a run of whole units, so that none begins inside a statement or ends before the brace that closes it;
//! the published pipeline takes any lines. Which two snippets a prompt gets depends on the seed, its number and the
//! sources alone, so that prompts that were asked before are asked again unchanged when more are wanted.

use std::collections::BTreeMap;
use std::ops::{Range, RangeInclusive};

use lintseq_core::seed;
use rand::seq::IndexedRandom as _;
use rand::{Rng, RngExt as _};
use serde::{Deserialize, Serialize};

/// The lines of a snippet, as published.
pub const LINES: RangeInclusive<usize> = 5..=15;

/// A snippet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snippet {
    /// The record that it was cut from.
    pub id: String,
    /// Its lines.
    pub text: String,
}

/// Two snippets of one language, and whatever else a prompt draws.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The canonical name of the language.
    pub language: String,
    /// The snippets, of different records where there are several.
    pub snippets: [Snippet; 2],
}

/// Where snippets are drawn from.
#[derive(Clone, Debug, Default)]
pub struct Pool {
    sources: Vec<Source>,
    /// The positions of the sources of every language.
    by_language: BTreeMap<String, Vec<usize>>,
}

/// A record with the snippets that it has.
#[derive(Clone, Debug)]
struct Source {
    id: String,
    language: String,
    /// Its position among the sources of its language.
    rank: usize,
    text: String,
    cuts: Vec<Range<usize>>,
}

impl Pool {
    /// Takes a text in, to be cut at the borders of its units: ranges of lines from zero, nested or apart. Returns
    /// whether it holds a snippet of so many lines.
    pub fn add(
        &mut self,
        id: &str,
        language: &str,
        text: &str,
        units: &[Range<usize>],
        lines: RangeInclusive<usize>,
    ) -> bool {
        let cuts = cuts(text, units, &lines);
        self.take(id, language, text, cuts)
    }

    /// Takes a text in that is a snippet as it stands. Returns whether it says anything.
    pub fn add_verbatim(&mut self, id: &str, language: &str, text: &str) -> bool {
        let count = text.lines().count();
        let is_filled = !text.trim().is_empty();
        self.take(
            id,
            language,
            text,
            if is_filled { std::iter::once(0..count).collect() } else { Vec::new() },
        )
    }

    /// Takes in the snippets that are built in: of a language, or of all.
    ///
    /// # Errors
    /// If the language has none.
    ///
    /// # Panics
    /// If one of them is malformed, which a test rules out.
    pub fn add_built_in(&mut self, language: Option<&str>) -> Result<(), NoSnippets> {
        let wanted = BUILT_IN.iter().filter(|(name, _)| language.is_none_or(|language| *name == language));
        let before = self.sources.len();
        for (name, lines) in wanted {
            for line in lines.lines() {
                let Snippet { id, text } =
                    serde_json::from_str(line).expect("the snippets that are built in are tested");
                self.add_verbatim(&id, name, &text);
            }
        }
        if self.sources.len() == before { Err(NoSnippets) } else { Ok(()) }
    }

    /// The records that hold a snippet.
    pub fn len(&self) -> usize {
        self.sources.len()
    }

    /// Whether no record holds a snippet.
    pub fn is_empty(&self) -> bool {
        self.sources.is_empty()
    }

    /// The snippets of a prompt; nothing if the pool is empty.
    ///
    /// The first record is drawn from all, the second from those of its language. A record alone in its language
    /// gives both snippets, different ones if it has two.
    pub fn draw(&self, seed: u64, prompt: u64) -> Option<Pair> {
        let mut random = generator(seed, prompt);
        let first = self.sources.choose(&mut random)?;
        let peers = self.by_language.get(&first.language)?;
        let one = first.cuts.choose(&mut random)?;
        let (second, other) = if peers.len() > 1 {
            let drawn = random.random_range(0..peers.len() - 1);
            let second = &self.sources[peers[drawn + usize::from(drawn >= first.rank)]];
            (second, second.cuts.choose(&mut random)?)
        } else {
            let rest: Vec<_> = first.cuts.iter().filter(|cut| *cut != one).collect();
            (first, rest.choose(&mut random).copied().unwrap_or(one))
        };
        let snippets = [first.snippet(one), second.snippet(other)];
        Some(Pair { language: first.language.clone(), snippets })
    }

    fn take(&mut self, id: &str, language: &str, text: &str, cuts: Vec<Range<usize>>) -> bool {
        let is_taken = !cuts.is_empty();
        if is_taken {
            let peers = self.by_language.entry(language.to_owned()).or_default();
            let rank = peers.len();
            peers.push(self.sources.len());
            let (id, language, text) = (id.to_owned(), language.to_owned(), text.to_owned());
            self.sources.push(Source { id, language, rank, text, cuts });
        }
        is_taken
    }
}

/// No snippets are built in for a language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no snippets of this language are built in; give some")]
pub struct NoSnippets;

impl Source {
    fn snippet(&self, lines: &Range<usize>) -> Snippet {
        let text = self.text.split_inclusive('\n').skip(lines.start).take(lines.len()).collect();
        Snippet { id: self.id.clone(), text }
    }
}

/// The generator for everything that a prompt draws.
pub fn generator(seed: u64, prompt: u64) -> impl Rng {
    seed::generator(seed, &format!("lintseq.prompt/{prompt}"), 0, 0)
}

/// What the server of a model is to draw with in a round of a prompt. Positive and small enough for any server.
pub fn request_seed(seed: u64, prompt: u64, round: u32) -> u64 {
    let mut random = seed::generator(seed, &format!("lintseq.request/{prompt}"), round, 0);
    u64::from(random.random::<u32>() >> 1)
}

/// The runs of lines of such lengths that begin and end with units and tear none apart. Units that are lines apart
/// have blank lines or comments between them, which come along.
pub fn cuts(text: &str, units: &[Range<usize>], lengths: &RangeInclusive<usize>) -> Vec<Range<usize>> {
    let lines: Vec<&str> = text.lines().collect();
    let count = lines.len();
    let mut ends: Vec<Vec<usize>> = vec![Vec::new(); count + 1];
    let mut is_end = vec![false; count + 1];
    for unit in units.iter().filter(|unit| !unit.is_empty() && unit.end <= count) {
        ends[unit.start].push(unit.end);
        is_end[unit.end] = true;
    }
    let mut cuts = Vec::new();
    // The ends of the units that are open at a line, the innermost last.
    let mut open: Vec<usize> = Vec::new();
    for start in 0..count {
        open.retain(|end| *end > start);
        let limit = open.iter().copied().min().unwrap_or(count);
        if !ends[start].is_empty() && !lines[start].trim().is_empty() {
            let mut furthest = 0;
            for end in start + 1..=limit.min(start + lengths.end()) {
                furthest = ends[end - 1].iter().copied().fold(furthest, usize::max);
                let is_whole = is_end[end] && furthest <= end;
                if is_whole && lengths.contains(&(end - start)) && !lines[end - 1].trim().is_empty() {
                    cuts.push(start..end);
                }
            }
        }
        open.extend(&ends[start]);
    }
    cuts
}

macro_rules! built_in {
    ($($language:literal),+ $(,)?) => {
        &[$(($language, include_str!(concat!("../../../seeds/snippets/", $language, ".jsonl")))),+]
    };
}

/// Snippets of ours.
const BUILT_IN: &[(&str, &str)] =
    built_in!["c", "cpp", "go", "java", "javascript", "lua", "python", "rust", "tsx", "typescript"];

#[cfg(test)]
mod tests {
    use super::*;

    /// A class of two methods, a blank line and a function.
    const TEXT: &str = "class A:\n    def f(self):\n        a\n        b\n        c\n        d\n    def g(self):\n        e\n\ndef h():\n    i\n";

    #[test]
    fn no_cut_tears_a_unit_apart() {
        let units = [0..8, 1..6, 2..3, 3..4, 4..5, 5..6, 6..8, 7..8, 9..11, 10..11];
        let found = cuts(TEXT, &units, &(2..=7));
        for cut in &found {
            for unit in &units {
                let is_torn = unit.start < cut.start && cut.start < unit.end && unit.end < cut.end
                    || cut.start <= unit.start && unit.start < cut.end && cut.end < unit.end;
                assert!(!is_torn, "{cut:?} tears {unit:?}");
            }
        }
        for expected in [1..6, 2..4, 3..6, 6..8, 9..11, 1..8] {
            assert!(found.contains(&expected), "{expected:?} is not in {found:?}");
        }
        for torn in [0..8, 0..6, 5..8, 6..11, 7..10] {
            assert!(!found.contains(&torn), "{torn:?}");
        }
        assert_eq!(cuts(TEXT, &units, &(8..=11)), [0..8, 0..11]);
        assert!(cuts("", &[], &LINES).is_empty());
    }

    #[test]
    fn two_snippets_are_of_one_language_and_of_two_records() {
        let mut pool = Pool::default();
        for (id, language) in [("a", "c"), ("b", "c"), ("c", "go"), ("d", "go"), ("e", "go")] {
            assert!(pool.add_verbatim(id, language, &format!("x{id}\ny\n")));
        }
        assert!(!pool.add_verbatim("f", "c", " \n"));
        let pairs: Vec<Pair> = (0..200).map(|prompt| pool.draw(7, prompt).unwrap()).collect();
        for Pair { language, snippets: [one, other] } in &pairs {
            assert_ne!(one.id, other.id);
            assert!(["a", "b"].contains(&&*one.id) == (language == "c"));
            assert!(["a", "b"].contains(&&*other.id) == (language == "c"));
        }
        assert_eq!(pool.draw(7, 13).as_ref(), Some(&pairs[13]));
        let others: std::collections::BTreeSet<_> = pairs.iter().map(|pair| &pair.snippets[1].id).collect();
        assert_eq!(others.len(), 5);
    }

    #[test]
    fn a_record_alone_gives_two_snippets() {
        let mut pool = Pool::default();
        assert!(pool.add("only", "python", TEXT, &[1..6, 6..8], 2..=5));
        let [one, other] = pool.draw(0, 0).unwrap().snippets;
        assert_ne!(one.text, other.text);
        assert!(Pool::default().draw(0, 0).is_none());
    }

    #[test]
    fn what_is_built_in_is_short() {
        for (language, _) in BUILT_IN {
            let mut pool = Pool::default();
            pool.add_built_in(Some(language)).unwrap();
            assert!(pool.len() >= 5, "{language}: only {} snippets", pool.len());
            let counts = pool.sources.iter().map(|source| (&source.id, source.cuts[0].len()));
            let long: Vec<_> = counts.filter(|(_, count)| !LINES.contains(count)).collect();
            assert!(long.is_empty(), "{language}: {long:?}");
        }
        assert_eq!(Pool::default().add_built_in(Some("cobol")), Err(NoSnippets));
    }
}
