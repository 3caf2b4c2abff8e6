//! Parts that only make sense together: the fields of a list, the alternatives that cover a set.

use lintseq_core::UnitId;

use super::{ExprId, Symbol};
use crate::tree::Span;

/// A field in the list of an expression or a pattern.
#[derive(Clone, Copy, Debug)]
pub struct Slot {
    /// The class whose field it is.
    pub class: ExprId,
    /// The field.
    pub name: Symbol,
    /// Its unit.
    pub unit: UnitId,
    /// The unit of the list.
    pub list: UnitId,
    /// Whether the list must mention the field.
    pub required: bool,
    /// The bytes of the field's name.
    pub span: Span,
}

/// A statement whose parts cover a set, such as the variants of an enum.
#[derive(Clone, Debug)]
pub struct Choice {
    /// Its unit.
    pub unit: UnitId,
    /// Its parts, those aside that cover nothing for certain.
    pub parts: Vec<Alternative>,
}

/// A part of a [`Choice`].
#[derive(Clone, Debug)]
pub struct Alternative {
    /// Its unit.
    pub unit: UnitId,
    /// Whether it covers what no other part covers.
    pub default: bool,
    /// Whether another part covers all that it covers.
    pub optional: bool,
    /// What it covers, all of it or a part.
    pub covers: Vec<ExprId>,
}
