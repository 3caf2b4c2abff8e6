//! A record as filters see it: a sample, a row with a text before and after, or a row with one text.
//!
//! The row itself is what filters look at, whatever it is, so that nothing is copied for a filter that asks for
//! little, and so that a row that stays is written as it came.

use std::borrow::Cow;

use lintseq_core::{Diff, Mark, Reason, Rejection};
use lintseq_samples::SampleSchema;
use serde_json::{Map, Value};

use crate::language::{LanguageTable, extension};
use crate::texts::Texts;

/// The texts before and after, the first pair that is present: of CommitPackFT, of OpenCodeEdit (mixed, and as it is
/// generated), and what people call them.
const PAIRS: [(&str, &str); 4] = [
    ("old_contents", "new_contents"),
    ("old_code", "new_code"),
    ("code_before_purify", "code_after_purify"),
    ("before", "after"),
];
/// The program texts of a sample.
const OF_SAMPLE: [&str; 3] = ["original", "current", "next"];
const INSTRUCTIONS: [&str; 4] =
    ["instruction_lazy", "instruction_descriptive", "instruct_purify", "instruction"];
const LANGUAGES: [&str; 2] = ["language", "lang"];
const PATHS: [&str; 5] = ["path", "new_file", "old_file", "file_path", "max_stars_repo_path"];
const LICENSES: [&str; 4] = ["license", "licenses", "detected_licenses", "max_stars_repo_licenses"];

/// Which fields of a row mean what to filters.
#[derive(Clone, Debug, Default)]
pub struct FilterFields {
    /// The texts; by default all programs of a sample, both texts of an edit, or the program of any other row.
    pub texts: Vec<String>,
    /// The text before an edit, and the text after; by default the first known pair.
    pub pair: Option<(String, String)>,
    /// The instruction; by default all that are known.
    pub instruction: Option<String>,
    /// The language of rows that say nothing about theirs; by default that of the language table.
    pub language: Option<String>,
}

/// What filters need to know about languages; a parser is behind it. Without one, nobody knows.
pub trait Grammars: LanguageTable {
    /// Whether a text parses; `None` where nobody knows the language.
    fn parses(&self, _language: &str, _text: &str) -> Option<bool> {
        None
    }

    /// Whether two texts are one program but for layout and comments: not where nobody knows the language, or a text
    /// does not parse.
    fn is_same_program(&self, _language: &str, _one: &str, _other: &str) -> bool {
        false
    }

    /// The comments of a text, in order; none where nobody knows the language.
    fn comments_of(&self, _language: &str, _text: &str) -> Vec<String> {
        Vec::new()
    }
}

/// A record.
#[derive(Clone, Copy)]
pub struct Record<'a> {
    fields: &'a Map<String, Value>,
    names: &'a FilterFields,
    grammars: &'a dyn Grammars,
}

/// What a record changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edit<'a> {
    /// One text into another.
    Texts {
        /// The text before.
        before: &'a str,
        /// The text after.
        after: &'a str,
    },
    /// A file of which the record holds nothing else: a unified diff.
    Patch(&'a str),
}

/// What was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Instruction<'a> {
    /// The words.
    pub text: &'a str,
    /// Whether somebody in a hurry says it.
    pub is_lazy: bool,
}

impl<'a> Record<'a> {
    /// A row, with what its fields mean.
    pub const fn new(
        fields: &'a Map<String, Value>,
        names: &'a FilterFields,
        grammars: &'a dyn Grammars,
    ) -> Self {
        Self { fields, names, grammars }
    }

    /// The same record with other fields.
    pub(super) const fn with<'b>(&'b self, fields: &'b Map<String, Value>) -> Record<'b> {
        Record { fields, names: self.names, grammars: self.grammars }
    }

    /// The row.
    pub const fn fields(&self) -> &'a Map<String, Value> {
        self.fields
    }

    /// The fields that the user named for texts.
    pub(super) fn named_texts(&self) -> &'a [String] {
        &self.names.texts
    }

    /// Whether the row is a canonical sample.
    pub fn is_sample(&self) -> bool {
        self.text("schema") == Some(SampleSchema::NAME)
    }

    /// The programs.
    ///
    /// # Errors
    /// If there is none.
    pub fn texts(&self) -> Result<Vec<&'a str>, Rejection> {
        if self.names.texts.is_empty() {
            if self.is_sample() {
                return Ok(OF_SAMPLE.iter().filter_map(|name| self.text(name)).collect());
            }
            if let Some(pair) = self.pair() {
                return pair.map(|(before, after)| vec![before, after]);
            }
        }
        let texts = Texts::new(&self.names.texts).and_sequences();
        texts.of(self.fields).ok_or_else(|| texts.missing())
    }

    /// The program that says most about the record: the text after an edit, else the first.
    ///
    /// # Errors
    /// If there is none.
    pub fn main_text(&self) -> Result<&'a str, Rejection> {
        self.texts().map(|texts| texts.last().copied().unwrap_or_default())
    }

    /// What the record changes; `None` of a sample in which nothing is to be done.
    ///
    /// # Errors
    /// If the row has no texts before and after.
    pub fn edit(&self) -> Result<Option<Edit<'a>>, Rejection> {
        if !self.is_sample() {
            let (before, after) = self.pair().ok_or_else(no_pair)??;
            return Ok(Some(Edit::Texts { before, after }));
        }
        let target = self.text("target").unwrap_or_default();
        let (before, after) = (self.text("current"), self.text("next"));
        Ok(match (before, after) {
            _ if target.is_empty() => None,
            (Some(before), Some(after)) if before != after => Some(Edit::Texts { before, after }),
            // The jump of a sample leads into another file.
            _ => Some(Edit::Patch(target)),
        })
    }

    /// What was asked for, as far as it is known.
    ///
    /// # Errors
    /// If the field that the user named is not there.
    pub fn instructions(&self) -> Result<Vec<Instruction<'a>>, Rejection> {
        let kind = self.text("instr_type").or_else(|| self.text("instruct_type")).unwrap_or_default();
        let instruction = |name: &str| {
            let text = self.text(name).filter(|text| !text.trim().is_empty())?;
            Some(Instruction { text, is_lazy: name.contains("lazy") || kind.ends_with("lazy") })
        };
        match &self.names.instruction {
            None => Ok(INSTRUCTIONS.iter().filter_map(|name| instruction(name)).collect()),
            Some(name) => {
                let missing = format!("no text in `{name}`, which --instruction-field names");
                let found = instruction(name).ok_or_else(|| Rejection::new(Reason::MissingField, missing))?;
                Ok(vec![found])
            }
        }
    }

    /// What the record says its language is: the canonical name where lintseq knows it.
    pub fn said_language(&self) -> Option<Cow<'a, str>> {
        let named = LANGUAGES.iter().find_map(|name| self.text(name)).filter(|name| !name.is_empty());
        if let Some(name) = named {
            let known = self.grammars.by_name(name);
            return Some(known.map_or_else(|| name.to_lowercase().into(), |name| name.to_owned().into()));
        }
        let extension = extension(self.path()?)?;
        self.grammars.by_extension(extension).map(|name| name.to_owned().into())
    }

    /// The language that the texts are read as.
    pub fn language(&self) -> Cow<'a, str> {
        let default = || self.names.language.as_deref().unwrap_or_else(|| self.grammars.default_language());
        self.said_language().unwrap_or_else(|| default().into())
    }

    /// The path of the file, where one is known.
    pub fn path(&self) -> Option<&'a str> {
        PATHS.iter().find_map(|name| self.text(name)).filter(|path| !path.is_empty())
    }

    /// The licences that the record names, one or many.
    pub fn licenses(&self) -> Vec<&'a str> {
        let named = LICENSES.iter().find_map(|name| match self.fields.get(*name) {
            Some(Value::String(license)) if !license.is_empty() => Some(vec![license.as_str()]),
            Some(Value::Array(licenses)) if !licenses.is_empty() => {
                Some(licenses.iter().filter_map(Value::as_str).collect())
            }
            _ => None,
        });
        named.unwrap_or_default()
    }

    /// Whether a field of the record says so.
    pub fn says(&self, field: &str) -> bool {
        self.fields.get(field) == Some(&Value::Bool(true))
    }

    /// The parsers.
    pub const fn grammars(&self) -> &'a dyn Grammars {
        self.grammars
    }

    fn text(&self, name: &str) -> Option<&'a str> {
        self.fields.get(name).and_then(Value::as_str)
    }

    /// The texts before and after; an absent text is null, and means an empty one.
    fn pair(&self) -> Option<Result<(&'a str, &'a str), Rejection>> {
        let text = |name: &str| match self.fields.get(name) {
            Some(Value::String(text)) => Ok(text.as_str()),
            Some(Value::Null) => Ok(""),
            Some(_) => {
                Err(Rejection::new(Reason::WrongType, format!("`{name}` holds something else than a text")))
            }
            None => Err(Rejection::new(Reason::MissingField, format!("no `{name}`"))),
        };
        let both = |before: &str, after: &str| Ok((text(before)?, text(after)?));
        if let Some((before, after)) = &self.names.pair {
            return Some(both(before, after));
        }
        let has = |name: &&str| self.fields.contains_key(*name);
        let (before, after) = PAIRS.iter().find(|(before, after)| has(before) && has(after))?;
        Some(both(before, after))
    }
}

impl<'a> Edit<'a> {
    /// The lines that the edit brings, without those that stood before it.
    pub fn inserted_lines(&self) -> Vec<&'a str> {
        match self {
            Self::Texts { before, after } => {
                let old: rustc_hash::FxHashSet<&str> = before.lines().map(str::trim).collect();
                after.lines().map(str::trim).filter(|line| !old.contains(line)).collect()
            }
            Self::Patch(_) => self.rows(Mark::Inserted),
        }
    }

    /// All that the record shows of the edited text, before and after.
    pub fn shown(&self) -> Vec<&'a str> {
        match self {
            Self::Texts { before, after } => vec![before, after],
            Self::Patch(patch) => vec![patch],
        }
    }

    fn rows(&self, mark: Mark) -> Vec<&'a str> {
        let Self::Patch(patch) = self else { return Vec::new() };
        let diff = Diff::parse(patch).unwrap_or_default();
        let rows = diff.hunks.iter().flat_map(|hunk| &hunk.rows).filter(|row| row.mark == mark);
        rows.map(|row| row.text).collect()
    }
}

fn no_pair() -> Rejection {
    let known: Vec<_> = PAIRS.iter().map(|(before, after)| format!("`{before}` and `{after}`")).collect();
    let message = format!(
        "no texts before and after; known are {}; name others with --before-field and --after-field",
        known.join(", ")
    );
    Rejection::new(Reason::MissingField, message)
}
