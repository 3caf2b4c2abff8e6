//! Definitions: what binds a name, what it needs, and what ends or redirects the name's life.

use lintseq_core::UnitId;

use super::{ClassId, ExprId, FunctionId, MacroId, ScopeId, Shape, Symbol};
use crate::tree::Span;

/// A definition of a name.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "they are independent of each other")]
pub struct Definition {
    /// The name.
    pub name: Symbol,
    /// The scope that it binds the name in.
    pub scope: ScopeId,
    /// Its unit.
    pub unit: UnitId,
    /// Where it stands.
    pub at: u32,
    /// From where on it has taken effect, and up to where it has certainly run: it dominates uses between.
    pub reign: Span,
    /// Whether it runs whenever its scope's code runs to the end.
    pub unconditional: bool,
    /// What it binds.
    pub bound: Bound,
    /// Whether it is seen from the whole of its scope.
    pub hoisted: bool,
    /// What it needs besides what it mentions.
    pub duty: Duty,
    /// Whether a later use has to tell its type.
    pub open: bool,
    /// Whether it only declares ahead what is defined elsewhere.
    pub forward: bool,
    /// Whether it must be overridden before its class can be made.
    pub is_abstract: bool,
    /// What tells it apart from others of its name; zero where nothing does.
    pub signature: u64,
    /// Its declared type, where it has one.
    pub declared: Option<ExprId>,
    /// Whether objects of the class around may lack it.
    pub optional: bool,
    /// The bound expression, where there is one for this name alone.
    pub value: Option<ExprId>,
    /// What kind of value is bound.
    pub shape: Shape,
    /// The units of the bound literal's elements, where they come and go on their own.
    pub elements: Vec<UnitId>,
}

impl Definition {
    /// Whether the name has a value after it that it may not have had before.
    pub fn gives_value(&self) -> bool {
        !matches!(self.bound, Bound::Declared | Bound::Augmented)
    }
}

/// What a definition binds its name to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// Some value.
    Value,
    /// A literal that stands for nothing.
    Nothing,
    /// What a caller gives, which nobody can tell.
    Parameter,
    /// The old value and another one: nothing where there is no old value.
    Augmented,
    /// No value: the name becomes local and that is all.
    Declared,
    /// A function.
    Function(FunctionId),
    /// A class.
    Class(ClassId),
    /// The object of a class.
    Receiver(ClassId),
    /// A text that stands in for the name.
    Macro(MacroId),
    /// Something from elsewhere.
    Import,
    /// Every name of another module; its symbol means nothing.
    Star,
}

/// What a definition needs besides what it mentions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Duty {
    /// Nothing.
    Nothing,
    /// A use: without one it cannot stand.
    Use,
    /// Something that gives it the value that its uses need.
    Value,
}

/// A name that means that of another scope.
#[derive(Clone, Copy, Debug)]
pub struct Redirect {
    /// The name.
    pub name: Symbol,
    /// The scope in which it is redirected.
    pub scope: ScopeId,
    /// The unit that says so.
    pub unit: UnitId,
    /// Whether to the program's scope, or to the nearest function around that has it.
    pub global: bool,
}

/// The end of a name's life.
#[derive(Clone, Copy, Debug)]
pub struct Undefinition {
    /// The name.
    pub name: Symbol,
    /// The scope.
    pub scope: ScopeId,
    /// The unit.
    pub unit: UnitId,
    /// From where on the name is gone, and up to where that is certain.
    pub reign: Span,
}

/// A name that stands for a text.
#[derive(Clone, Debug)]
pub struct Macro {
    /// The names in the text, without the macro's own parameters.
    pub words: Vec<Symbol>,
    /// The members in the text.
    pub members: Vec<Symbol>,
}

/// What brings names from elsewhere.
#[derive(Clone, Copy, Debug)]
pub struct Header {
    /// What the settings may know it by.
    pub name: Symbol,
    /// Its unit.
    pub unit: UnitId,
    /// Where.
    pub at: u32,
}
