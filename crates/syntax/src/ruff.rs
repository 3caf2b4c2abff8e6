//! Trees of Python by ruff's parser: the shape of tree-sitter's trees, several times as fast.
//!
//! Tree-sitter serves every language, and its Python grammar lags behind Python's own. Ruff's parser knows
//! the newest Python and is the one that the linter uses, so what it rejects would be rejected anyway. This
//! module walks ruff's syntax tree and writes down the nodes that tree-sitter would have: same kinds, same
//! fields, same nesting, same bytes. One set of declarations therefore reads both trees, and a test compares
//! them node by node. A second set of declarations for a second set of names was decided against: every rule
//! would have to be kept twice.
//!
//! What ruff does not keep (parentheses, keywords, commas) is read again from the few bytes between two
//! nodes; no token is looked up.
//!
//! # Where the trees differ
//! Tree-sitter's tree is followed also where it is odd: `(a) = 1` assigns to a `tuple_pattern` of one, and
//! `list[int] | None` is a `union_type` where `None | list[int]` is a `binary_operator`. It is not followed
//! where its grammar misreads Python:
//! - **Python 2.** `print >> f` is a shift.
//! - **Soft keywords.** `type(a).b = c` assigns to an attribute; it is no type alias.
//! - **Precedence.** `a ^ b & c` and `await a ** b` group as in Python.
//! - **Splats.** In `[*a.b()]` all of `a.b()` is splatted; tree-sitter at times splats `a` and calls the result.
//!   The same holds in annotations: `*tuple[int]`, `*a.b`.
//! - **`f"{x:=10}"`** formats `x`; it names nothing.
//! - **`with (a,):`** has one item, not a tuple.
//! - **Defaults of type parameters**, which tree-sitter rejects, stand last in the `constrained_type` that
//!   holds the bound: `[T: int = str]`, `[*Ts = x]`.
//!
//! Of 15,465 distinct files (benchmarks, projects, the standard library, installed packages) that both
//! parse, all but 31 have the same tree; the first difference in each of those is one of the above.

mod compound;
mod expressions;
mod names;
mod parameters;
mod patterns;
mod scan;
mod statements;
mod strings;
mod targets;
mod types;

use ruff_python_ast::{Mod, PythonVersion, token::TokenKind};
use ruff_python_parser::{Mode, ParseOptions, parse_unchecked};
use ruff_text_size::{Ranged, TextRange};

pub use names::PythonNames;
use scan::Scan;

use crate::tree::{Field, Kind, Span, Tree, TreeBuilder};

/// Text that is not Python.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {message}")]
pub struct SyntaxError {
    /// The line, counted from one.
    pub line: u32,
    /// What the parser expected.
    pub message: String,
}

/// Parses a Python module.
///
/// Only what no version of Python parses is an error; what a parser can tell beyond that (`return` outside
/// a function, syntax of a newer version) is the linter's to say.
///
/// # Errors
/// If the text does not parse: says where, and why.
pub fn parse(names: &PythonNames, text: &str) -> Result<Tree, SyntaxError> {
    let options = ParseOptions::from(Mode::Module).with_target_version(PythonVersion::latest_preview());
    let parsed = parse_unchecked(text, options);
    if let Some(error) = parsed.errors().first() {
        let before = &text[..error.location.start().to_usize()];
        let line = before.matches('\n').count() as u32 + 1;
        return Err(SyntaxError { line, message: error.error.to_string() });
    }
    let mut walk = Walk { names, scan: Scan::new(text), tree: TreeBuilder::for_text(text) };
    for token in parsed.tokens() {
        if token.kind() == TokenKind::Comment {
            walk.tree.comment(span(token.range()));
        }
    }
    walk.tree.open(names.module, Field::NONE, Span { start: 0, end: text.len() as u32 });
    if let Mod::Module(module) = parsed.syntax() {
        walk.statements(&module.body);
    }
    walk.tree.close();
    Ok(walk.tree.finish())
}

/// The walk over ruff's tree. Its methods are grouped by what they walk, a file each.
///
/// Recursion is as deep as the syntax tree; the depth guard bounds it.
struct Walk<'t> {
    names: &'t PythonNames,
    scan: Scan<'t>,
    tree: TreeBuilder,
}

impl Walk<'_> {
    fn open(&mut self, kind: Kind, field: Field, start: u32, end: u32) {
        self.tree.open(kind, field, Span { start, end });
    }

    fn close(&mut self) {
        self.tree.close();
    }

    fn leaf(&mut self, kind: Kind, field: Field, node: &impl Ranged) {
        self.tree.leaf(kind, field, span(node.range()));
    }
}

const fn span(range: TextRange) -> Span {
    Span { start: range.start().to_u32(), end: range.end().to_u32() }
}

fn start(node: &impl Ranged) -> u32 {
    node.start().to_u32()
}

fn end(node: &impl Ranged) -> u32 {
    node.end().to_u32()
}
