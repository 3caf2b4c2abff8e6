//! `grammar.toml`: what a language says of itself beside its patterns.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use serde::Deserialize;

/// The settings of one language.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[expect(clippy::struct_excessive_bools, reason = "each says a thing of its own")]
pub struct Settings {
    /// The canonical name.
    pub name: String,
    /// Other names that mean it, in lower case.
    pub aliases: Vec<String>,
    /// File extensions, without the dot.
    pub extensions: Vec<String>,
    /// Extensions that another language has as well: a text is that language's where only its grammar parses it.
    pub shared_extensions: BTreeMap<String, String>,
    /// The linters that know the language, the default first.
    pub linters: Vec<String>,
    /// Who parses: `ruff`, or tree-sitter where it is empty.
    pub parser: String,
    /// How names find their definitions.
    pub resolution: Resolution,
    /// Whether methods see the members of their class under their bare names.
    pub implicit_members: bool,
    /// Whether functions and variables of one name are different things.
    pub functions_apart: bool,
    /// Whether a class must define what its bases leave open, and handlers need something that raises.
    pub complete_classes: bool,
    /// Bases from elsewhere that leave nothing open.
    pub complete_bases: Vec<String>,
    /// Methods of every object: overriding them is nobody's demand.
    pub optional_overrides: Vec<String>,
    /// What may be raised without being declared: its handlers come and go.
    pub unchecked: Vec<String>,
    /// What is handled without anything that is known to raise it, because unchecked things are of it, too.
    pub catch_all: Vec<String>,
    /// What foreign functions raise: for each class, the functions that may.
    pub raisers: BTreeMap<String, Vec<String>>,
    /// What starts a comment that ends with the line.
    pub line_comment: String,
    /// What starts and what ends a comment of any length.
    pub block_comment: [String; 2],
    /// Whether a string that stands as a statement is documentation.
    pub docstrings: bool,
    /// The characters that open and close strings.
    pub quotes: String,
    /// Node kinds that are comments.
    pub comments: Vec<String>,
    /// Node kinds that are strings.
    pub strings: Vec<String>,
    /// Node kinds whose children stand in for them.
    pub transparent: Vec<String>,
    /// Node kinds that say nothing.
    pub ignored: Vec<String>,
    /// Words and signs that are nodes of their own, for declarations to speak of: `var`, `?`.
    pub tokens: Vec<String>,
    /// Node kinds that go on in the next line, unless a semicolon ends them, where that line starts with one of
    /// the characters of `continuing`.
    pub continued: Vec<String>,
    /// See `continued`.
    pub continuing: String,
    /// Whether a use of a member on an object of which nothing is known needs that of every written-out object.
    pub checked_objects: bool,
    /// Names that are there without a definition.
    pub builtins: Vec<String>,
    /// For each header, the names that it declares, parted by blanks. A name that no header of the program
    /// declares may come from any of them.
    pub headers: Headers,
    /// What the name of a function that stands for an operator begins with, such as `operator` in `operator+`.
    pub operators: String,
    /// Methods that run first: a member that they define is there for all others.
    pub initializers: Vec<String>,
    /// Methods that a constructor call goes to.
    pub constructors: Vec<String>,
    /// Methods that must give back a value whoever calls them.
    pub returning: Vec<String>,
    /// Members that stand in for those that a class does not define.
    pub fallbacks: Vec<String>,
    /// Members that come only together: where the class has both, each needs the other.
    pub together: Vec<[String; 2]>,
    /// Texts in an `@open` value that leave its type open, such as `Vec::new()`.
    pub open_values: Vec<String>,
    /// Whether handing a value on takes it from the variable that held it.
    pub moves: bool,
    /// Whether a class must mention each of its type parameters.
    pub mentioned_parameters: bool,
    /// Names whose import gives methods to what is there: no use shows that it is needed.
    pub silent_imports: Vec<String>,
    /// Traits, protocols or interfaces that need others: a class that takes on the first takes on these, too.
    pub supertraits: BTreeMap<String, Vec<String>>,
    /// Classes of the standard library that cannot be made before these members are overridden.
    pub abstract_bases: BTreeMap<String, Vec<String>>,
    /// Members of which a class that has all of a group is used as something that needs them.
    pub implied_bases: Vec<Vec<String>>,
    /// What a use of an object needs of its class.
    pub protocols: Protocols,
}

/// How names find their definitions.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Resolution {
    /// Names are bound while the program runs: any definition that has certainly run will do.
    #[default]
    Dynamic,
    /// Names are declared: a use means the nearest declaration that it sees.
    Lexical,
    /// Names are declared before they are used, some of them several times, in headers, and by macros.
    Ordered,
}

/// Which headers declare which names. A word such as `<stdio.h>` means all names of that header.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(from = "BTreeMap<String, String>")]
pub struct Headers {
    by_name: FxHashMap<Box<str>, Vec<u16>>,
    headers: Vec<String>,
}

impl From<BTreeMap<String, String>> for Headers {
    fn from(names: BTreeMap<String, String>) -> Self {
        let mut headers = Self::default();
        for (header, list) in &names {
            let number = headers.headers.len() as u16;
            for word in list.split_whitespace() {
                let other = word.strip_prefix('<').and_then(|word| names.get(word.strip_suffix('>')?));
                for name in other.map_or(word, String::as_str).split_whitespace() {
                    headers.by_name.entry(name.into()).or_default().push(number);
                }
            }
            headers.headers.push(header.clone());
        }
        headers
    }
}

impl Headers {
    /// The headers that declare a name.
    pub fn of(&self, name: &str) -> impl Iterator<Item = &str> {
        let numbers = self.by_name.get(name).map_or(&[][..], Vec::as_slice);
        numbers.iter().map(|&number| self.headers[usize::from(number)].as_str())
    }
}

/// Members that the language calls by itself: for each use, groups of which any member will do.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Protocols {
    /// `for x in object`.
    pub iterate: Vec<Vec<String>>,
    /// `object[x]`.
    pub subscript: Vec<Vec<String>>,
    /// `with object`.
    pub enter: Vec<Vec<String>>,
    /// `x in object`.
    pub contains: Vec<Vec<String>>,
    /// An operator on `object`; all groups are needed, because nobody says which operator.
    pub operate: Vec<Vec<String>>,
    /// `object()`.
    pub call: Vec<Vec<String>>,
}
