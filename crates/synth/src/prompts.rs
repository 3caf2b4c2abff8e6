//! What is said to models: templates in folders, built in or a user's.
//!
//! A prompt is a folder of `seeds/prompts`: `prompt.toml` with its version and the sampling it was written for, and a
//! template for every turn. A user's folder replaces whole prompts by name. All templates are compiled and their
//! variables checked before anything is sent, because a misspelt variable would otherwise cost money to find.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use minijinja::value::Serde;
use minijinja::{Environment, UndefinedBehavior, Value, context};
use serde::{Deserialize, Serialize};

/// A prompt that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum PromptError {
    /// A file of a folder cannot be read.
    #[error("{path}: {error}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: std::io::Error,
    },
    /// The settings are malformed.
    #[error("prompt `{prompt}`, prompt.toml: {message}")]
    Settings {
        /// The prompt.
        prompt: String,
        /// What is wrong.
        message: String,
    },
    /// A template is malformed, or uses what it is not given.
    #[error("prompt `{prompt}`, {turn}.j2: {message}")]
    Template {
        /// The prompt.
        prompt: String,
        /// The turn.
        turn: String,
        /// What is wrong.
        message: String,
    },
    /// A folder holds a prompt that nothing asks for.
    #[error("{folder}: no prompt is called so; there are {known}")]
    Unknown {
        /// The folder.
        folder: PathBuf,
        /// The names of all prompts.
        known: String,
    },
}

/// What a prompt says of itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Its version, which rows carry.
    pub version: String,
    /// The temperature that it was written for.
    #[serde(default)]
    pub temperature: Option<f64>,
    /// The share of probability that it was written for.
    #[serde(default)]
    pub top_p: Option<f64>,
    /// The longest answer that makes sense, in tokens.
    #[serde(default)]
    pub max_tokens: Option<u32>,
}

/// All prompts, by name.
#[derive(Debug)]
pub struct Prompts {
    prompts: BTreeMap<String, Prompt>,
}

/// One prompt.
#[derive(Debug)]
pub struct Prompt {
    name: String,
    settings: Settings,
    environment: Environment<'static>,
}

/// A prompt that is built in: its turns with the variables that each is given.
struct BuiltIn {
    name: &'static str,
    settings: &'static str,
    turns: &'static [(&'static str, &'static str, &'static [&'static str])],
}

macro_rules! built_in {
    ($($name:literal: { $($turn:literal: [$($variable:literal),*]),+ $(,)? }),+ $(,)?) => {
        &[$(BuiltIn {
            name: $name,
            settings: include_str!(concat!("../../../seeds/prompts/", $name, "/prompt.toml")),
            turns: &[$((
                $turn,
                include_str!(concat!("../../../seeds/prompts/", $name, "/", $turn, ".j2")),
                &["language", "label", $($variable),*],
            )),+],
        }),+]
    };
}

const BUILT_IN: &[BuiltIn] = built_in! {
    "triplet": {
        "system": [],
        "round-one": ["snippets", "shot"],
        "round-two": ["snippets", "shot"],
    },
    "instruct": { "system": [], "user": ["before", "diff", "hunks", "message", "shot"] },
    "label": { "user": ["diff", "message", "chunks", "chunk", "form"] },
    "judge": { "user": ["prompt", "history", "instruction", "current", "truth", "prediction"] },
    "coverage": { "user": ["instruction", "diff", "hunks"] },
    "apply": { "user": ["before", "instruction"] },
    "vote": { "user": ["before", "instruction", "diff"] },
    "tests": { "user": ["before", "instruction", "file", "test_file"] },
};

impl Prompts {
    /// The prompts that are built in.
    ///
    /// # Panics
    /// If one of them is malformed, which a test rules out.
    pub fn built_in() -> Self {
        let build = |built_in: &BuiltIn| {
            let turns = built_in.turns.iter().map(|(turn, text, _)| ((*turn).to_owned(), (*text).to_owned()));
            let prompt = Prompt::new(built_in, built_in.settings, turns);
            (built_in.name.to_owned(), prompt.expect("the prompts that are built in are tested"))
        };
        Self { prompts: BUILT_IN.iter().map(build).collect() }
    }

    /// The prompts that are built in, those replaced that a folder has under the same name.
    ///
    /// # Errors
    /// If a file cannot be read, a template is malformed or uses an unknown variable, or a name is unknown.
    pub fn with_folder(folder: &Path) -> Result<Self, PromptError> {
        let mut prompts = Self::built_in();
        for path in entries(folder)?.into_iter().filter(|path| path.is_dir()) {
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            let Some(built_in) = BUILT_IN.iter().find(|built_in| built_in.name == name) else {
                let known = BUILT_IN.iter().map(|built_in| built_in.name).collect::<Vec<_>>().join(", ");
                return Err(PromptError::Unknown { folder: path, known });
            };
            let settings = read(&path.join("prompt.toml"))?;
            let mut turns = Vec::new();
            for file in entries(&path)? {
                if file.extension().is_some_and(|extension| extension == "j2") {
                    let turn = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
                    turns.push((turn, read(&file)?));
                }
            }
            prompts.prompts.insert(name.to_owned(), Prompt::new(built_in, &settings, turns)?);
        }
        Ok(prompts)
    }

    /// A prompt by its name.
    ///
    /// # Panics
    /// If there is none of that name; all names stand in the program.
    pub fn get(&self, name: &str) -> &Prompt {
        self.prompts.get(name).unwrap_or_else(|| panic!("`{name}` is the name of no prompt"))
    }
}

impl Prompt {
    fn new(
        built_in: &BuiltIn,
        settings: &str,
        turns: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, PromptError> {
        let prompt = built_in.name.to_owned();
        let settings = toml::from_str(settings)
            .map_err(|error| PromptError::Settings { prompt: prompt.clone(), message: error.to_string() })?;
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::SemiStrict);
        environment.add_filter("fenced", |text: &str, label: &str| fenced(text, label));
        let malformed = |turn: &str, message: String| PromptError::Template {
            prompt: prompt.clone(),
            turn: turn.to_owned(),
            message,
        };
        for (turn, text) in turns {
            let known = built_in.turns.iter().find(|(name, ..)| *name == turn);
            let Some((_, _, variables)) = known else {
                let message = format!("nothing asks for this turn of `{prompt}`");
                return Err(malformed(&turn, message));
            };
            environment
                .add_template_owned(turn.clone(), text)
                .map_err(|error| malformed(&turn, error.to_string()))?;
            let template = environment.get_template(&turn).expect("the template was just added");
            let given: BTreeSet<&str> = variables.iter().copied().collect();
            let used = template.undeclared_variables(false);
            let mut unknown: Vec<&String> =
                used.iter().filter(|name| !given.contains(name.as_str())).collect();
            unknown.sort();
            if let Some(name) = unknown.first() {
                let given = variables.join(", ");
                return Err(malformed(&turn, format!("no variable `{name}`; there are {given}")));
            }
        }
        // The system's turn may be left out; every other is asked for.
        for (turn, ..) in built_in.turns.iter().filter(|(turn, ..)| *turn != "system") {
            if environment.get_template(turn).is_err() {
                return Err(malformed(turn, "the file is missing".to_owned()));
            }
        }
        Ok(Self { name: prompt, settings, environment })
    }

    /// What it says of itself.
    pub const fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Its name and version, as rows carry it: `triplet/1`.
    pub fn version(&self) -> String {
        format!("{}/{}", self.name, self.settings.version)
    }

    /// Whether it has a turn.
    pub fn has(&self, turn: &str) -> bool {
        self.environment.get_template(turn).is_ok()
    }

    /// What is said in a turn about a language, with further values.
    ///
    /// # Errors
    /// If the template makes no sense of the values.
    pub fn render(&self, turn: &str, language: &str, values: &impl Serialize) -> Result<String, PromptError> {
        let malformed = |error: &minijinja::Error| PromptError::Template {
            prompt: self.name.clone(),
            turn: turn.to_owned(),
            message: error.to_string(),
        };
        let template = self.environment.get_template(turn).map_err(|error| malformed(&error))?;
        let of_language = context! { language => display_name(language), label => label(language) };
        let values = context! { ..Value::from(Serde(values)), ..of_language };
        let text = template.render(values).map_err(|error| malformed(&error))?;
        Ok(text.trim().to_owned())
    }
}

/// A text in a fence that is longer than any in it.
pub fn fenced(text: &str, label: &str) -> String {
    let longest = text.split(|sign| sign != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    let end = if text.ends_with('\n') || text.is_empty() { "" } else { "\n" };
    format!("{fence}{label}\n{text}{end}{fence}")
}

/// A language as people write it.
pub fn display_name(language: &str) -> String {
    let name = match language {
        "cpp" => "C++",
        "javascript" => "JavaScript",
        "typescript" => "TypeScript",
        "tsx" => "TypeScript (TSX)",
        other => {
            let mut signs = other.chars();
            return signs.next().map(|first| first.to_uppercase().chain(signs).collect()).unwrap_or_default();
        }
    };
    name.to_owned()
}

/// The label of a fence around code of a language.
fn label(language: &str) -> &str {
    language
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, PromptError> {
    let unreadable = |error| PromptError::Unreadable { path: folder.to_owned(), error };
    let entries = fs::read_dir(folder).map_err(unreadable)?;
    let mut paths = entries
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<Vec<_>, _>>()
        .map_err(unreadable)?;
    paths.sort();
    Ok(paths)
}

fn read(path: &Path) -> Result<String, PromptError> {
    fs::read_to_string(path).map_err(|error| PromptError::Unreadable { path: path.to_owned(), error })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_turn_says_what_it_is_given() {
        let prompts = Prompts::built_in();
        let triplet = prompts.get("triplet");
        assert_eq!(triplet.version(), "triplet/1");
        assert_eq!(triplet.settings().temperature, Some(0.8));
        let shot = serde_json::json!({"before": "x = 1\n", "descriptive": "In full.", "lazy": "short"});
        let values = serde_json::json!({"snippets": ["a = `````\n", "b = 2\n"], "shot": shot});
        let text = triplet.render("round-one", "cpp", &values).unwrap();
        for said in ["C++", "``````cpp\na = `````\n``````\n", "```cpp\nb = 2\n```", "[Lazy]\nshort"] {
            assert!(text.contains(said), "{said}:\n{text}");
        }
        assert!(triplet.render("round-one", "cpp", &serde_json::json!({})).is_err());
    }

    #[test]
    fn a_folder_replaces_a_prompt() {
        let folder = tempfile::tempdir().unwrap();
        let vote = folder.path().join("vote");
        fs::create_dir(&vote).unwrap();
        fs::write(vote.join("prompt.toml"), "version = \"mine\"\n").unwrap();
        fs::write(vote.join("user.j2"), "Is {{ diff }} right?").unwrap();
        let prompts = Prompts::with_folder(folder.path()).unwrap();
        assert_eq!(prompts.get("vote").version(), "vote/mine");
        let said = prompts.get("vote").render("user", "c", &serde_json::json!({"diff": "-a"}));
        assert_eq!(said.unwrap(), "Is -a right?");
        assert_eq!(prompts.get("triplet").version(), "triplet/1");

        let error = |text: &str| {
            fs::write(vote.join("user.j2"), text).unwrap();
            Prompts::with_folder(folder.path()).unwrap_err().to_string()
        };
        assert!(error("{{ instructon }}").contains("no variable `instructon`; there are language"));
        assert!(error("{% if %}").starts_with("prompt `vote`, user.j2: "));
        fs::create_dir(folder.path().join("triplets")).unwrap();
        assert!(error("").contains("triplets: no prompt is called so"));
    }
}
