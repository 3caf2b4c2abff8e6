//! The examples that models are shown, one a prompt: triplets of ours, for every language.

use std::collections::BTreeMap;

use rand::Rng;
use rand::seq::IndexedRandom as _;
use serde::{Deserialize, Serialize};

/// A triplet to be shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shot {
    /// The program before the edit.
    pub before: String,
    /// The edit in full.
    pub descriptive: String,
    /// The edit as somebody in a hurry says it.
    pub lazy: String,
    /// The program after the edit; no model is shown it.
    #[serde(default)]
    pub after: String,
}

/// Examples by language.
#[derive(Clone, Debug, Default)]
pub struct Shots {
    by_language: BTreeMap<String, Vec<Shot>>,
}

macro_rules! built_in {
    ($($language:literal),+ $(,)?) => {
        &[$(($language, include_str!(concat!("../../../seeds/shots/", $language, ".jsonl")))),+]
    };
}

const BUILT_IN: &[(&str, &str)] =
    built_in!["c", "cpp", "go", "java", "javascript", "lua", "python", "rust", "tsx", "typescript"];

impl Shots {
    /// The examples that are built in.
    ///
    /// # Panics
    /// If one of them is malformed, which a test rules out.
    pub fn built_in() -> Self {
        let mut shots = Self::default();
        for (language, text) in BUILT_IN {
            shots.add(language, text).expect("the examples that are built in are tested");
        }
        shots
    }

    /// Takes JSON lines of examples of a language instead of those it has.
    ///
    /// # Errors
    /// If a line is no example.
    pub fn add(&mut self, language: &str, lines: &str) -> Result<(), serde_json::Error> {
        let shots = lines.lines().filter(|line| !line.trim().is_empty()).map(serde_json::from_str);
        self.by_language.insert(language.to_owned(), shots.collect::<Result<_, _>>()?);
        Ok(())
    }

    /// All examples of a language.
    pub fn of(&self, language: &str) -> &[Shot] {
        self.by_language.get(language).map_or(&[], Vec::as_slice)
    }

    /// An example by chance: of the language, else of Python, whose form is the same.
    pub fn draw(&self, language: &str, random: &mut impl Rng) -> Option<&Shot> {
        self.nearest(language).choose(random)
    }

    /// The first of the examples of which one would be drawn.
    pub fn first(&self, language: &str) -> Option<&Shot> {
        self.nearest(language).first()
    }

    fn nearest(&self, language: &str) -> &[Shot] {
        let shots = self.of(language);
        if shots.is_empty() { self.of("python") } else { shots }
    }
}
