//! The files of a run: where each state goes, and as what.

use std::borrow::Cow;
use std::fs;
use std::io;
use std::path::Path;

use regex::{Regex, RegexBuilder};
use tempfile::TempDir;

use crate::entry::Entry;

/// How states become files.
pub(super) struct Layout {
    captures: Captures,
    /// Replacements whose expressions do not depend on the state, and those that do.
    rewrite: Vec<Rewrite>,
}

struct Rewrite {
    expression: Expression,
    replacement: String,
}

enum Expression {
    Fixed(Regex),
    /// Holds placeholders.
    Open(String),
}

/// The folder of a run.
pub(super) struct Folder {
    folder: TempDir,
}

/// What stands for the number of a state in every name, so that findings lead back to it.
pub(super) fn name_of(state: usize) -> String {
    format!("zz{state:07}")
}

/// The state whose name a text holds.
pub(super) fn state_in(text: &str, names: &Regex) -> Option<usize> {
    names.find(text)?.as_str().trim_start_matches("zz").parse().ok()
}

/// A regular expression as entries have them: `^` and `$` match at every line.
pub(super) fn compile(expression: &str) -> Result<Regex, regex::Error> {
    RegexBuilder::new(expression).multi_line(true).crlf(true).build()
}

impl Layout {
    /// The layout of an entry.
    pub(super) fn new(entry: &Entry) -> Result<Self, regex::Error> {
        let captures = entry.capture.iter().map(|(name, capture)| {
            Ok((format!("{{{name}}}"), compile(&capture.pattern)?, capture.default.clone()))
        });
        let captures = Captures(captures.collect::<Result<_, regex::Error>>()?);
        let example = captures.names(0, "");
        let rewrite = entry.rewrite.iter().map(|[expression, replacement]| {
            // Looked at with an example's names, so that a mistake is told at once.
            let filled = example.fill(expression, regex::escape);
            let compiled = compile(&filled)?;
            let is_open = filled != *expression;
            let expression =
                if is_open { Expression::Open(expression.clone()) } else { Expression::Fixed(compiled) };
            Ok(Rewrite { expression, replacement: replacement.clone() })
        });
        let rewrite = rewrite.collect::<Result<_, regex::Error>>()?;
        Ok(Self { captures, rewrite })
    }

    /// Writes states into a fresh folder; gives back the folder and the path of each state in it.
    pub(super) fn write(&self, entry: &Entry, texts: &[&str]) -> io::Result<(Folder, Vec<String>)> {
        let folder = Folder { folder: tempfile::Builder::new().prefix("states").tempdir()? };
        fs::create_dir(folder.states())?;
        fs::write(folder.empty(), "")?;
        let write = |path: &str, content: &str| {
            let path = folder.states().join(path);
            path.parent().map_or(Ok(()), fs::create_dir_all)?;
            fs::write(path, content)
        };
        for (path, content) in &entry.files {
            write(path, content)?;
        }
        let mut paths = Vec::with_capacity(texts.len());
        let mut list = String::new();
        for (number, text) in texts.iter().enumerate() {
            let names = self.captures.names(number, text);
            let path = names.fill(&entry.path, str::to_owned).replace("{extension}", &entry.extension);
            write(&path, &self.rewritten(text, &names))?;
            if let Some(shape) = &entry.list {
                list.push_str(&names.fill(&shape.each, str::to_owned));
            }
            paths.push(path);
        }
        if let Some(shape) = &entry.list {
            write(&shape.path, &list)?;
        }
        Ok((folder, paths))
    }

    fn rewritten<'t>(&self, text: &'t str, names: &Names) -> Cow<'t, str> {
        let mut text = Cow::Borrowed(text);
        for rewrite in &self.rewrite {
            // A `$` in what a capture found is no group.
            let replacement = names.fill(&rewrite.replacement, |part| part.replace('$', "$$"));
            let replaced = match &rewrite.expression {
                Expression::Fixed(expression) => replace(expression, &text, &replacement),
                Expression::Open(template) => {
                    let expression = compile(&names.fill(template, regex::escape));
                    expression.ok().and_then(|expression| replace(&expression, &text, &replacement))
                }
            };
            if let Some(replaced) = replaced {
                text = Cow::Owned(replaced);
            }
        }
        text
    }
}

/// The names that `path` and `rewrite` may hold, with what finds them and what they are else.
struct Captures(Vec<(String, Regex, String)>);

impl Captures {
    fn names(&self, number: usize, text: &str) -> Names {
        let part = |(name, expression, default): &(String, Regex, String)| {
            let part = expression.captures(text).and_then(|found| found.get(1));
            (name.clone(), part.map_or(default.as_str(), |part| part.as_str()).to_owned())
        };
        let state = ("{state}".to_owned(), name_of(number));
        Names([state].into_iter().chain(self.0.iter().map(part)).collect())
    }
}

/// What the placeholders stand for in one state.
struct Names(Vec<(String, String)>);

impl Names {
    fn fill(&self, template: &str, quote: impl Fn(&str) -> String) -> String {
        let filled = |text: String, (name, part): &(String, String)| {
            if text.contains(name.as_str()) { text.replace(name.as_str(), &quote(part)) } else { text }
        };
        self.0.iter().fold(template.to_owned(), filled)
    }
}

fn replace(expression: &Regex, text: &str, replacement: &str) -> Option<String> {
    match expression.replace_all(text, replacement) {
        Cow::Borrowed(_) => None,
        Cow::Owned(replaced) => Some(replaced),
    }
}

impl Folder {
    /// Holds the states, and is where the tool works.
    pub(super) fn states(&self) -> std::path::PathBuf {
        self.folder.path().join("states")
    }

    /// A file with nothing in it.
    pub(super) fn empty(&self) -> std::path::PathBuf {
        self.folder.path().join("empty")
    }

    /// A file beside the states.
    pub(super) fn beside(&self, name: &str) -> std::path::PathBuf {
        Path::new(self.folder.path()).join(name)
    }
}
