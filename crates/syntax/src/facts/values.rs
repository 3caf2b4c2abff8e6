//! Values: what is known of one without running anything, and what a use asks of one.
//!
//! Definitions and results offer, references, members and calls ask; the engine holds one against the other.

use super::Symbol;

/// What is known of a value without running anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// It stands for nothing: whatever a use asks of it, it does not have.
    Nothing,
    /// A literal: what it has is known.
    Literal(Literal),
    /// What a callee gives: two calls of one text give the same.
    Call(Symbol),
    /// What a name means, such as a mark for what is not there yet.
    Name(Symbol),
    /// Anything.
    Open,
}

/// A kind of literal: two of one kind can stand in for each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Literal(pub u16);

impl Literal {
    /// Every literal without elements.
    pub const PLAIN: Self = Self(u16::MAX);
}

/// What a use asks of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Demand {
    /// That there is one.
    Any,
    /// Something that values of other classes may not have: a member, an element.
    Class,
    /// That whoever gets it next may ask anything.
    Pass,
    /// That it can be called.
    Call,
    /// That its elements are complete: it is spread over parameters.
    Elements,
}
