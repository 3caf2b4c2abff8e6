//! References: uses of names, and what gives names values that their definitions did not give.

use lintseq_core::UnitId;

use super::{Demand, FunctionId, ReferenceId, ScopeId, Symbol};
use crate::tree::Span;

/// A use of a name.
#[derive(Clone, Copy, Debug)]
pub struct Reference {
    /// The name.
    pub name: Symbol,
    /// The scope that it is looked up from.
    pub scope: ScopeId,
    /// Its unit.
    pub unit: UnitId,
    /// Its bytes.
    pub span: Span,
    /// Whether it only gives the name a value.
    pub writes: bool,
    /// The number of arguments with which it is called, where it is.
    pub arity: Option<u8>,
    /// Whether it tells the type of the value.
    pub tells: bool,
    /// Whether it is looked up only when everything is defined.
    pub deferred: bool,
    /// How the name is used.
    pub manner: Manner,
    /// What the use asks of the value.
    pub demand: Demand,
}

impl Reference {
    /// A name by itself, of which nothing more is known.
    pub const fn bare(name: Symbol, scope: ScopeId, unit: UnitId, span: Span) -> Self {
        Self {
            name,
            scope,
            unit,
            span,
            writes: false,
            arity: None,
            tells: false,
            deferred: false,
            manner: Manner::Bare,
            demand: Demand::Any,
        }
    }
}

/// How a name is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// By itself.
    Bare,
    /// Behind the name of its class or module.
    Qualified(Option<ReferenceId>),
    /// Only asking whether it is there.
    Probe,
}

/// Something that gives a name, or a member of the object around, a value.
#[derive(Clone, Copy, Debug)]
pub struct Write {
    /// What is written to.
    pub target: WriteTarget,
    /// Its unit.
    pub unit: UnitId,
    /// Where.
    pub at: u32,
    /// From where on it has taken effect, and up to where it has certainly run.
    pub reign: Span,
    /// The function that it stands in.
    pub function: Option<FunctionId>,
}

/// What is written to.
#[derive(Clone, Copy, Debug)]
pub enum WriteTarget {
    /// A name.
    Name(ReferenceId),
    /// A member: a place in [`Facts::member_uses`](super::Facts::member_uses).
    Member(usize),
}
