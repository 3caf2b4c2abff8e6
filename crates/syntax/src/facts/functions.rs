//! Functions, and what they raise.

use lintseq_core::UnitId;

use super::{ClassId, ExprId, Shape, Symbol};
use crate::tree::Span;

/// A function.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each says a thing of its own")]
pub struct Function {
    /// Its name, if it has one.
    pub name: Option<Symbol>,
    /// Its unit.
    pub unit: UnitId,
    /// The class whose body it stands in.
    pub class: Option<ClassId>,
    /// The units that give back a value, and what kind of value.
    pub results: Vec<(UnitId, Shape)>,
    /// The values that are given back.
    pub returned: Vec<ExprId>,
    /// Whether `results` are a series: then single values do not count.
    pub stream: bool,
    /// The declared type of what it gives back.
    pub declared: Option<ExprId>,
    /// The number of its parameters, where that is fixed and known.
    pub arity: Option<u8>,
    /// Whether it overrides another.
    pub overriding: Overriding,
    /// What it may raise.
    pub raises: Vec<Symbol>,
    /// Whether it must be overridden.
    pub is_abstract: bool,
    /// Whether it only describes another of its name.
    pub is_stub: bool,
    /// Whether it must give back a value.
    pub is_returning: bool,
}

/// Whether a function overrides another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overriding {
    /// Not as far as the program says.
    Unsaid,
    /// It may, one of a base from elsewhere.
    Possible,
    /// It must.
    Declared,
}

/// Something that handles what a body raises.
#[derive(Clone, Debug)]
pub struct Handler {
    /// Its unit.
    pub unit: UnitId,
    /// The unit of the statement that it belongs to.
    pub guard: UnitId,
    /// The bytes that it guards, up to the first handler.
    pub body: Span,
    /// What it handles.
    pub types: Vec<Symbol>,
}

/// Something that raises an object that it makes.
#[derive(Clone, Copy, Debug)]
pub struct Raise {
    /// The class of the object.
    pub name: Symbol,
    /// Its unit.
    pub unit: UnitId,
    /// Where.
    pub at: u32,
}
