//! A language, ready for use: its settings, and its declarations compiled for its grammar.

use lintseq_core::{Reason, Rejection};
use lintseq_grammars::Grammar;

use crate::depth::{Lexis, nesting_depth};
use crate::features::features;
use crate::pattern;
use crate::ruff::{self, PythonNames};
use crate::settings::Settings;
use crate::table::{Names, RoleTable};
use crate::tree::{Kind, Tree};
use crate::treesitter;

/// A language that lintseq can take apart.
#[derive(Debug)]
pub struct Language {
    settings: Settings,
    grammar: tree_sitter::Language,
    names: Names,
    table: RoleTable,
    /// One kind for all that share a name: grammars number aliases apart.
    canonical: Vec<Kind>,
    classes: Vec<Option<Class>>,
    continued: Vec<Kind>,
    features: Vec<&'static str>,
    parser: Parser,
}

/// Who parses: everything after the tree is the same.
#[derive(Debug)]
enum Parser {
    TreeSitter,
    Ruff(Box<PythonNames>),
}

/// What the settings say of a kind of node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    Comment,
    Ignored,
    Transparent,
    String,
    Token,
}

/// A language whose files do not fit together.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}: {message}")]
pub struct LanguageError {
    /// The file.
    pub file: String,
    /// What is wrong in it.
    pub message: String,
}

impl Language {
    /// Reads a language's files.
    ///
    /// # Errors
    /// If a file is malformed, or speaks of nodes that the grammar does not have.
    pub fn load(files: &Grammar) -> Result<Self, LanguageError> {
        let error = |file: &str, message: String| LanguageError { file: file.to_owned(), message };
        let settings: Settings =
            toml::from_str(files.settings).map_err(|e| error("grammar.toml", e.to_string()))?;
        let grammar = tree_sitter::Language::new(files.parser);
        let (names, canonical) = number(&grammar);
        let mut patterns = Vec::new();
        let own = [("units.scm", files.units), ("names.scm", files.names)];
        let own = own.map(|(file, text)| (format!("{}/{file}", settings.name), text));
        let shared = files.shared.iter().map(|&(file, text)| (file.to_owned(), text));
        for (file, text) in shared.chain(own) {
            patterns.extend(pattern::parse(text).map_err(|e| error(&file, e.to_string()))?);
        }
        let table = RoleTable::new(&patterns, &names).map_err(|e| error(&settings.name, e))?;
        let mut classes = vec![None; canonical.len()];
        let listed = [
            (&settings.comments, Class::Comment),
            (&settings.ignored, Class::Ignored),
            (&settings.transparent, Class::Transparent),
            (&settings.strings, Class::String),
            (&settings.tokens, Class::Token),
        ];
        let kind = |name: &String| {
            names.kinds.get(name).copied().ok_or_else(|| {
                error("grammar.toml", format!("{}: the grammar has no node `{name}`", settings.name))
            })
        };
        for (list, class) in listed {
            for name in list {
                classes[usize::from(kind(name)?.0)] = Some(class);
            }
        }
        let continued = settings.continued.iter().map(kind).collect::<Result<_, _>>()?;
        let parser = match settings.parser.as_str() {
            "" => Parser::TreeSitter,
            "ruff" => Parser::Ruff(Box::new(
                PythonNames::resolve(&names).map_err(|message| error(&settings.name, message))?,
            )),
            other => {
                return Err(error("grammar.toml", format!("`{other}` is no parser: use \"ruff\", or none")));
            }
        };
        let features = features(
            [files.units, files.names].into_iter().chain(files.shared.iter().map(|(_, text)| *text)),
        );
        Ok(Self { settings, grammar, names, table, canonical, classes, continued, features, parser })
    }

    /// The canonical name.
    pub fn name(&self) -> &str {
        &self.settings.name
    }

    /// What the language says of itself.
    pub const fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Parses a text.
    ///
    /// # Errors
    /// If the text is nested too deep for a recursive parser, or if it does not parse and the language's
    /// parser does not recover.
    pub fn parse(&self, text: &str, max_depth: u32) -> Result<Tree, Rejection> {
        let lexis =
            Lexis { line_comment: &self.settings.line_comment, quotes: self.settings.quotes.as_bytes() };
        let depth = nesting_depth(text, lexis);
        if depth > max_depth {
            let message = format!("nested {depth} deep, and --max-depth is {max_depth}");
            return Err(Rejection::new(Reason::TooDeep, message));
        }
        match &self.parser {
            Parser::TreeSitter => Ok(treesitter::parse(self, text)),
            Parser::Ruff(names) => ruff::parse(names, text)
                .map_err(|error| Rejection::new(Reason::SyntaxError, error.to_string())),
        }
    }

    /// What the declarations tell of programs, for people.
    pub fn features(&self) -> &[&'static str] {
        &self.features
    }

    /// Whether trees come from tree-sitter, which recovers from errors and can start from an earlier tree.
    pub const fn is_parsed_by_tree_sitter(&self) -> bool {
        matches!(self.parser, Parser::TreeSitter)
    }

    /// The tree-sitter grammar.
    pub const fn grammar(&self) -> &tree_sitter::Language {
        &self.grammar
    }

    /// What the declarations say about nodes.
    pub const fn table(&self) -> &RoleTable {
        &self.table
    }

    /// Kinds and fields by name.
    pub const fn names(&self) -> &Names {
        &self.names
    }

    /// The one kind for all that share this kind's name.
    #[inline]
    pub(crate) fn canonical(&self, kind: u16) -> Kind {
        self.canonical.get(usize::from(kind)).copied().unwrap_or(Kind(kind))
    }

    /// Whether nodes of this kind are comments.
    #[inline]
    pub(crate) fn is_comment(&self, kind: Kind) -> bool {
        self.is(kind, Class::Comment)
    }

    /// Whether nodes of this kind are strings.
    #[inline]
    pub(crate) fn is_string(&self, kind: Kind) -> bool {
        self.is(kind, Class::String)
    }

    /// Whether nodes of this kind are left out of trees.
    #[inline]
    pub(crate) fn is_ignored(&self, kind: Kind) -> bool {
        self.is(kind, Class::Ignored)
    }

    /// Whether nodes of this kind are replaced by their children.
    #[inline]
    pub(crate) fn is_transparent(&self, kind: Kind) -> bool {
        self.is(kind, Class::Transparent)
    }

    /// Whether nodes of this kind go on in the next line where nothing ends them.
    pub(crate) fn is_continued(&self, kind: Kind) -> bool {
        self.continued.contains(&kind)
    }

    /// Whether unnamed nodes of this kind are kept.
    #[inline]
    pub(crate) fn is_token(&self, kind: Kind) -> bool {
        self.is(kind, Class::Token)
    }

    #[inline]
    fn is(&self, kind: Kind, class: Class) -> bool {
        self.classes.get(usize::from(kind.0)) == Some(&Some(class))
    }
}

/// Numbers the kinds and fields of a grammar.
fn number(grammar: &tree_sitter::Language) -> (Names, Vec<Kind>) {
    let mut names = Names::default();
    let mut canonical = Vec::new();
    let count = grammar.node_kind_count() as u16;
    // Named kinds come first, so that a token of the same text does not take a kind's name.
    for named in [true, false] {
        for id in (0..count).filter(|&id| grammar.node_kind_is_named(id) == named) {
            if let Some(name) =
                grammar.node_kind_for_id(id).filter(|_| named || grammar.node_kind_is_visible(id))
            {
                names.kinds.entry(name.to_owned()).or_insert(Kind(id));
            }
        }
    }
    for id in 0..count {
        let name = grammar.node_kind_for_id(id).unwrap_or_default();
        let shared = names
            .kinds
            .get(name)
            .filter(|kind| grammar.node_kind_is_named(kind.0) == grammar.node_kind_is_named(id));
        canonical.push(shared.copied().unwrap_or(Kind(id)));
    }
    for id in 1..=grammar.field_count() as u16 {
        if let Some(name) = grammar.field_name_for_id(id) {
            names.fields.insert(name.to_owned(), crate::tree::Field(id));
        }
    }
    (names, canonical)
}
