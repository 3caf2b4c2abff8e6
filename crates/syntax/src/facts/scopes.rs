//! Scopes, and what decides whether code in them runs: branches, loops, exits, guards.

use lintseq_core::UnitId;

use super::{ClassId, ScopeId, Symbol};
use crate::tree::Span;

/// What kind of names a scope holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScopeKind {
    /// The program's own.
    Program,
    /// A function's: its body runs later.
    Function,
    /// A class's: nested functions do not see it.
    Class(ClassId),
    /// A comprehension's: runs at once.
    Inline,
    /// A block's: names are seen after they are bound.
    Block,
}

/// A scope.
#[derive(Clone, Debug)]
pub struct Scope {
    /// What kind of scope.
    pub kind: ScopeKind,
    /// The scope around it.
    pub parent: Option<ScopeId>,
    /// Its bytes.
    pub span: Span,
    /// Whether nested functions see the members of a class under their bare names.
    pub open: bool,
}

/// A statement of alternative regions, such as `if … else`.
#[derive(Clone, Debug)]
pub struct Branch {
    /// Its bytes.
    pub span: Span,
    /// The units of its regions, where they are units of their own.
    pub clauses: Vec<UnitId>,
}

/// A statement that leaves its region.
#[derive(Clone, Copy, Debug)]
pub struct Exit {
    /// Where.
    pub at: u32,
    /// Its unit.
    pub unit: UnitId,
}

/// A statement that tells what objects are, for the code after it.
#[derive(Clone, Debug)]
pub struct Guard {
    /// Its unit.
    pub unit: UnitId,
    /// The names of the objects.
    pub names: Vec<Symbol>,
    /// The code that knows.
    pub reach: Span,
}
