//! Expressions, as far as their classes can be told, and the uses that go to members of them.

use lintseq_core::UnitId;

use super::{ClassId, Demand, ExprId, ReferenceId, Symbol};
use crate::tree::Span;

/// An expression, as far as its class can be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expr {
    /// A name.
    Name(ReferenceId),
    /// A call of an expression.
    Call(ExprId),
    /// An object of the class that an expression is.
    New(ExprId),
    /// A value that no class of the file describes.
    Foreign,
    /// A member of an expression.
    Member(ExprId, Symbol),
    /// The object of the class around.
    This(Option<ClassId>),
    /// The object of a class, seen as its base class.
    Super(Option<ClassId>),
    /// A literal.
    Literal,
    /// One of two expressions.
    Either(ExprId, ExprId),
    /// Anything else.
    Unknown,
}

/// A call.
#[derive(Clone, Copy, Debug)]
pub struct Call {
    /// What is called.
    pub callee: ExprId,
    /// Its unit.
    pub unit: UnitId,
    /// The number of its arguments, where that is known.
    pub arity: Option<u8>,
    /// The bytes of the callee.
    pub span: Span,
    /// Whether the value is used.
    pub used: bool,
    /// What the use asks of the value.
    pub demand: Demand,
}

/// A use of an operator.
#[derive(Clone, Copy, Debug)]
pub struct OperatorUse {
    /// The name of the function that may stand for it.
    pub name: Symbol,
    /// Its operands; the same one twice where there is only one.
    pub operands: [ExprId; 2],
    /// Its unit.
    pub unit: UnitId,
    /// Its bytes.
    pub span: Span,
}

/// What the language turns into members.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protocol {
    /// Iteration.
    Iterate,
    /// Subscription.
    Subscript,
    /// Entering a context.
    Enter,
    /// A membership test.
    Contains,
    /// An operator.
    Operate,
}

/// A use that the language turns into a member.
#[derive(Clone, Copy, Debug)]
pub struct ProtocolUse {
    /// The object.
    pub object: ExprId,
    /// Which use.
    pub protocol: Protocol,
    /// Its unit.
    pub unit: UnitId,
    /// The bytes of the object.
    pub span: Span,
}
