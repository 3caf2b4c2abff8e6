//! All linters by name: one explicit list, to which a user's file adds.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use lintseq_core::Linter;

use crate::command::{Command, EntryError};
use crate::entry::{Entry, EntryFile};
use crate::oxc::Oxc;
use crate::ruff::Ruff;
use crate::syn::Syn;

/// The ready entries for external tools.
const ENTRIES: [&str; 11] = [
    include_str!("../linters/gcc.toml"),
    include_str!("../linters/go.toml"),
    include_str!("../linters/gpp.toml"),
    include_str!("../linters/javac.toml"),
    include_str!("../linters/luac.toml"),
    include_str!("../linters/node.toml"),
    include_str!("../linters/oxlint.toml"),
    include_str!("../linters/pylint.toml"),
    include_str!("../linters/pyright.toml"),
    include_str!("../linters/rustc.toml"),
    include_str!("../linters/tsc.toml"),
];

/// The names of the linters in process.
const BUILT_IN: [&str; 3] = ["oxc", "ruff", "syn"];

/// The linters that can be asked for by name.
#[derive(Clone, Debug)]
pub struct Registry {
    entries: BTreeMap<String, Entry>,
}

/// A linter that cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum RegistryError {
    /// The file is no TOML, or not of the shape of linter entries.
    #[error("the linter entries cannot be read: {0}")]
    Unreadable(#[from] toml::de::Error),
    /// An entry is wrong.
    #[error(transparent)]
    Entry(#[from] EntryError),
    /// The name is taken by a linter in process.
    #[error("the linter `{0}` is built in; give the entry another name")]
    Reserved(String),
    /// There is no linter of this name.
    #[error("there is no linter `{name}`; there are {known}, and an entry `[linter.{name}]` would add it")]
    Unknown {
        /// The name asked for.
        name: String,
        /// The names there are.
        known: String,
    },
}

impl Registry {
    /// The linters that ship.
    ///
    /// # Panics
    /// Never: the entries that ship are tested.
    pub fn new() -> Self {
        static SHIPPED: LazyLock<Registry> = LazyLock::new(|| {
            let mut registry = Registry { entries: BTreeMap::new() };
            for text in ENTRIES {
                registry.add(text).expect("the entries that ship are tested");
            }
            registry
        });
        SHIPPED.clone()
    }

    /// Adds the `[linter.NAME]` entries of a TOML text; a name that is known already is replaced.
    ///
    /// # Errors
    /// If the text is no TOML, an entry has unknown or contradicting keys, or a name is not free.
    pub fn add(&mut self, text: &str) -> Result<(), RegistryError> {
        let file: EntryFile = toml::from_str(text)?;
        for (name, entry) in file.linter {
            if BUILT_IN.contains(&name.as_str()) {
                return Err(RegistryError::Reserved(name));
            }
            Command::new(&name, entry.clone())?;
            self.entries.insert(name, entry);
        }
        Ok(())
    }

    /// All names, in the order of the alphabet.
    pub fn names(&self) -> Vec<&str> {
        let mut names: Vec<_> = self.entries.keys().map(String::as_str).chain(BUILT_IN).collect();
        names.sort_unstable();
        names
    }

    /// Whether a linter of this name runs in this process; without a process to start, it is always ready.
    pub fn is_built_in(name: &str) -> bool {
        BUILT_IN.contains(&name)
    }

    /// The extension of the files that an external tool reads, which says whose language it knows.
    pub fn extension(&self, name: &str) -> Option<&str> {
        self.entries.get(name).map(|entry| entry.extension.as_str())
    }

    /// The linter of a name, for a language.
    ///
    /// # Errors
    /// If there is none.
    pub fn get(&self, name: &str, language: &str) -> Result<Box<dyn Linter>, RegistryError> {
        match (name, self.entries.get(name)) {
            ("ruff", _) => Ok(Box::new(Ruff::new())),
            ("syn", _) => Ok(Box::new(Syn)),
            ("oxc", _) => Ok(Box::new(match language {
                "typescript" => Oxc::typescript(),
                "tsx" => Oxc::tsx(),
                _ => Oxc::javascript(),
            })),
            (_, Some(entry)) => {
                let mut entry = entry.clone();
                if let Some(extension) = entry.extensions.get(language) {
                    entry.extension.clone_from(extension);
                }
                Ok(Box::new(Command::new(name, entry)?))
            }
            (_, None) => {
                Err(RegistryError::Unknown { name: name.to_owned(), known: self.names().join(", ") })
            }
        }
    }
}

impl Default for Registry {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_compiler_that_gives_up_finds_something() {
        let registry = Registry::new();
        for name in ["gcc", "g++"] {
            let mut entry = registry.entries[name].clone();
            let says = r#"echo "$1:2:7: internal compiler error: Segmentation fault" >&2; exit 1"#;
            entry.command = ["sh", "-c", says, "sh", "{files}"].map(str::to_owned).to_vec();
            let found = Command::new(name, entry).expect("an entry").lint_texts(&["x\ny\n"]).expect("it ran");
            assert_eq!(found[0].len(), 1, "{name}");
            assert_eq!((found[0][0].line, found[0][0].code.as_str()), (1, "internal-compiler"));
        }
    }

    #[test]
    fn a_users_file_adds_and_replaces() {
        let mut registry = Registry::new();
        let entry = |name: &str| {
            let pattern = "(?<file>a)(?<line>b)(?<message>c)";
            format!("[linter.{name}]\ncommand = ['true']\nextension = 'py'\npattern = '{pattern}'\n")
        };
        registry.add(&entry("mine")).expect("a new name");
        registry.add(&entry("pylint")).expect("a name that is replaced");
        let new = registry.names().into_iter().filter(|name| !Registry::new().names().contains(name));
        assert_eq!(new.collect::<Vec<_>>(), ["mine"]);
        assert!(matches!(registry.add(&entry("ruff")), Err(RegistryError::Reserved(_))));
        assert!(matches!(registry.add("[linter.x]\nno = 1"), Err(RegistryError::Unreadable(_))));
        let error = registry.get("yours", "python").err().expect("there is none").to_string();
        assert!(error.contains("mine, node, oxc, oxlint, pylint"), "{error}");
    }
}
