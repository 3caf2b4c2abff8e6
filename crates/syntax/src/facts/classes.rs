//! Classes, and what binds and uses their members.

use lintseq_core::UnitId;

use super::{Demand, ExprId, FunctionId, Shape, Symbol};
use crate::tree::Span;

/// A class.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each says a thing of its own")]
pub struct Class {
    /// Its unit.
    pub unit: UnitId,
    /// The class that its members join, where it only adds to another.
    pub extended: Option<ExprId>,
    /// Its base classes.
    pub bases: Vec<ExprId>,
    /// Whether it is an interface.
    pub is_interface: bool,
    /// Whether it may leave open what its bases leave open.
    pub is_open: bool,
    /// Whether it is a written-out object, or the description of one.
    pub is_object: bool,
    /// Whether its constructor takes its fields.
    pub is_record: bool,
    /// The units of its fields.
    pub fields: Vec<UnitId>,
}

/// A binding of a member.
#[derive(Clone, Copy, Debug)]
pub struct MemberStore {
    /// The object.
    pub object: ExprId,
    /// The member's name.
    pub name: Symbol,
    /// Its unit.
    pub unit: UnitId,
    /// Where.
    pub at: u32,
    /// The function that it stands in.
    pub function: Option<FunctionId>,
    /// What kind of value is bound.
    pub shape: Shape,
    /// The bound expression.
    pub value: Option<ExprId>,
}

/// A use of a member.
#[derive(Clone, Copy, Debug)]
pub struct MemberUse {
    /// The object.
    pub object: ExprId,
    /// The member's name.
    pub name: Symbol,
    /// Its unit.
    pub unit: UnitId,
    /// The bytes of the member's name.
    pub span: Span,
    /// The number of arguments with which it is called, where it is.
    pub arity: Option<u8>,
    /// The function that it stands in.
    pub function: Option<FunctionId>,
    /// What the use asks of the value.
    pub demand: Demand,
}

impl MemberUse {
    /// A member by itself, of whose use nothing more is known.
    pub const fn bare(
        object: ExprId,
        name: Symbol,
        unit: UnitId,
        span: Span,
        function: Option<FunctionId>,
    ) -> Self {
        Self { object, name, unit, span, arity: None, function, demand: Demand::Any }
    }
}
