//! Facts: what a front end tells the engine about a program, in words that no language and no parser owns.
//!
//! Positions are bytes. Every fact names the unit it stands in, which is all that a requirement needs.

mod classes;
mod definitions;
mod exprs;
mod functions;
mod ids;
mod parts;
mod references;
mod scopes;
mod values;

use lintseq_core::{IndexVec, Requirement, Unit, UnitId};

use crate::tree::Span;

pub use classes::{Class, MemberStore, MemberUse};
pub use definitions::{Bound, Definition, Duty, Header, Macro, Redirect, Undefinition};
pub use exprs::{Call, Expr, OperatorUse, Protocol, ProtocolUse};
pub use functions::{Function, Handler, Overriding, Raise};
pub use ids::{ClassId, DefinitionId, ExprId, FunctionId, MacroId, ReferenceId, ScopeId, Symbol};
pub use parts::{Alternative, Choice, Slot};
pub use references::{Manner, Reference, Write, WriteTarget};
pub use scopes::{Branch, Exit, Guard, Scope, ScopeKind};
pub use values::{Demand, Literal, Shape};

/// Everything that a front end found.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// The units.
    pub units: IndexVec<UnitId, Unit>,
    /// Requirements that follow from structure alone: blocks, clauses, elements.
    pub requirements: Vec<Requirement>,
    /// The number of names.
    pub symbols: usize,
    /// Scopes; the first is the program's.
    pub scopes: IndexVec<ScopeId, Scope>,
    /// Statements of alternative regions.
    pub branches: Vec<Branch>,
    /// Statements that run their insides again.
    pub loops: Vec<Span>,
    /// Statements that leave their region.
    pub exits: Vec<Exit>,
    /// Statements that tell what an object is.
    pub guards: Vec<Guard>,
    /// Definitions, in the order of the text.
    pub definitions: IndexVec<DefinitionId, Definition>,
    /// References, in the order of the text.
    pub references: IndexVec<ReferenceId, Reference>,
    /// What gives names a value that their definition did not give.
    pub writes: Vec<Write>,
    /// What handles what other code raises.
    pub handlers: Vec<Handler>,
    /// What raises.
    pub raises: Vec<Raise>,
    /// Names that mean those of another scope.
    pub redirects: Vec<Redirect>,
    /// Names that stand for texts.
    pub macros: IndexVec<MacroId, Macro>,
    /// What brings names from elsewhere, in the order of the text.
    pub headers: Vec<Header>,
    /// Where the parser had to recover: names in there may be defined as well as used.
    pub faults: Vec<Span>,
    /// Scopes whose names are the program's too.
    pub shared_scopes: Vec<Span>,
    /// Ends of names' lives.
    pub undefinitions: Vec<Undefinition>,
    /// Functions.
    pub functions: IndexVec<FunctionId, Function>,
    /// Classes.
    pub classes: IndexVec<ClassId, Class>,
    /// Expressions.
    pub exprs: IndexVec<ExprId, Expr>,
    /// Bindings of members.
    pub stores: Vec<MemberStore>,
    /// Uses of members.
    pub member_uses: Vec<MemberUse>,
    /// Calls.
    pub calls: Vec<Call>,
    /// Uses that the language turns into members.
    pub protocol_uses: Vec<ProtocolUse>,
    /// Fields in the lists of expressions and patterns.
    pub slots: Vec<Slot>,
    /// Statements whose parts cover a set.
    pub choices: Vec<Choice>,
    /// Uses of operators, where the program gives any a meaning.
    pub operator_uses: Vec<OperatorUse>,
    /// Definitions of operators and special cases, and the bytes in which their classes are named.
    pub companions: Vec<(DefinitionId, Span)>,
}
