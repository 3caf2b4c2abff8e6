//! Rows counted.

use std::collections::BTreeMap;

use lintseq_core::Diff;
use lintseq_dataset::{Merge, Row};
use lintseq_samples::Sample;
use lintseq_samples::patch::place;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::examples::Examples;
use super::spread::Spread;
use crate::rows;
use crate::summary::SampleCounts;
use crate::tokenizer::Tokenizer;

/// Columns whose length nobody asks for.
const NO_TEXTS: [&str; 5] = ["schema", "language", "lang", "path", "metadata"];

/// How often every name came.
pub(crate) type Counts = BTreeMap<String, u64>;

/// What is in rows.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Figures {
    /// All rows.
    pub(crate) rows: u64,
    /// Samples that cannot be read.
    pub(crate) unreadable: u64,
    /// Samples by kind.
    pub(crate) samples: SampleCounts,
    /// Rows by language.
    pub(crate) languages: Counts,
    /// Samples by licence.
    pub(crate) licenses: Counts,
    /// Samples by whether their current text parses.
    pub(crate) parses: Counts,
    /// The linter's rules, by how many samples show them.
    pub(crate) diagnostics: Counts,
    /// Samples with a rejected text.
    pub(crate) rejected: u64,
    /// The lines between cursor and next edit.
    pub(crate) distances: Spread,
    /// The lines that an edit removes and inserts.
    pub(crate) edit_lines: Spread,
    /// The edits of a history, or of a sequence.
    pub(crate) edits: Spread,
    /// Tokens, by what is counted.
    pub(crate) tokens: BTreeMap<String, Spread>,
    /// Samples to look at.
    pub(crate) examples: Examples,
}

impl Figures {
    /// The figures of one row.
    pub(crate) fn of(row: &Row, tokenizer: Tokenizer, examples: usize) -> Self {
        let mut figures = Self { rows: 1, ..Self::default() };
        if rows::is_sample(row) {
            match rows::sample(row) {
                Ok(sample) => figures.add_sample(sample, tokenizer, examples),
                Err(_) => figures.unreadable = 1,
            }
        } else {
            figures.add_row(row, tokenizer);
        }
        figures
    }

    fn add_sample(&mut self, sample: Sample, tokenizer: Tokenizer, examples: usize) {
        self.samples.add(&sample);
        count(&mut self.languages, &sample.language);
        count(&mut self.licenses, sample.license.as_deref().unwrap_or("unknown"));
        let parses = match sample.parses {
            Some(true) => "parses",
            Some(false) => "does not",
            None => "not asked",
        };
        count(&mut self.parses, parses);
        let mut codes: Vec<&str> = sample.diagnostics.iter().map(|found| found.code.as_str()).collect();
        codes.sort_unstable();
        codes.dedup();
        for code in codes {
            count(&mut self.diagnostics, code);
        }
        self.rejected += u64::from(sample.rejected.is_some());
        self.edits.add(sample.history.len());
        if !sample.target.is_empty() {
            self.edit_lines.add(changed_lines(&sample.target));
            let is_here = sample.jump.as_ref().is_none_or(|jump| jump.path == sample.path);
            let line = Diff::parse(&sample.target).ok().and_then(|diff| place(&diff));
            if let (true, Some(line), Some(cursor)) = (is_here, line, sample.cursor) {
                self.distances.add(line.abs_diff(cursor.line) as usize);
            }
        }
        let history: usize = sample.history.iter().map(|edit| tokenizer.count(&edit.diff)).sum();
        self.add_tokens("history", history);
        self.add_tokens("current text", tokenizer.count(&sample.current));
        self.add_tokens("next edit", tokenizer.count(&sample.target));
        self.examples = Examples::of(sample, examples);
    }

    fn add_row(&mut self, row: &Row, tokenizer: Tokenizer) {
        if let Some(language) = ["language", "lang"].iter().find_map(|key| row.fields.get(*key)?.as_str()) {
            count(&mut self.languages, language);
        }
        let edits = ["edits", "edit_path"].iter().find_map(|key| row.fields.get(*key)?.as_array());
        if let Some(edits) = edits {
            self.edits.add(edits.len());
            edits.iter().filter_map(Value::as_str).for_each(|edit| self.edit_lines.add(changed_lines(edit)));
        }
        let texts = row.fields.iter().filter(|(key, _)| !NO_TEXTS.contains(&key.as_str()));
        for (key, value) in texts {
            if let Some(text) = value.as_str().filter(|_| value != &row.id) {
                self.add_tokens(key, tokenizer.count(text));
            }
        }
    }

    fn add_tokens(&mut self, what: &str, tokens: usize) {
        self.tokens.entry(what.to_owned()).or_default().add(tokens);
    }
}

impl Merge for Figures {
    fn merge(&mut self, later: Self) {
        self.rows += later.rows;
        self.unreadable += later.unreadable;
        self.rejected += later.rejected;
        self.samples.merge(&later.samples);
        let counts = [
            (&mut self.languages, later.languages),
            (&mut self.licenses, later.licenses),
            (&mut self.parses, later.parses),
            (&mut self.diagnostics, later.diagnostics),
        ];
        for (to, from) in counts {
            for (name, count) in from {
                *to.entry(name).or_default() += count;
            }
        }
        self.distances.merge(later.distances);
        self.edit_lines.merge(later.edit_lines);
        self.edits.merge(later.edits);
        for (what, spread) in later.tokens {
            self.tokens.entry(what).or_default().merge(spread);
        }
        self.examples.merge(later.examples);
    }
}

fn count(counts: &mut Counts, name: &str) {
    match counts.get_mut(name) {
        Some(count) => *count += 1,
        None => drop(counts.insert(name.to_owned(), 1)),
    }
}

/// The rows of a diff that remove or insert, without its file headers.
fn changed_lines(diff: &str) -> usize {
    diff.lines().skip_while(|row| !row.starts_with("@@")).filter(|row| row.starts_with(['+', '-'])).count()
}
