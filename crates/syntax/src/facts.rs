//! Facts: what a front end tells the engine about a program, in words that no language and no parser owns.
//!
//! Positions are bytes. Every fact names the unit it stands in, which is all that a requirement needs.

use lintseq_core::{IndexVec, Requirement, Unit, UnitId, index};

use crate::tree::Span;

index! {
    /// A scope.
    ScopeId
}
index! {
    /// A definition of a name.
    DefinitionId
}
index! {
    /// A use of a name.
    ReferenceId
}
index! {
    /// A function.
    FunctionId
}
index! {
    /// A class.
    ClassId
}
index! {
    /// An expression, as far as its class can be told.
    ExprId
}
index! {
    /// A name that stands for a text.
    MacroId
}
index! {
    /// A name, interned.
    Symbol
}

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

impl Definition {
    /// Whether the name has a value after it that it may not have had before.
    pub fn gives_value(&self) -> bool {
        !matches!(self.bound, Bound::Declared | Bound::Augmented)
    }
}

/// A kind of literal: two of one kind can stand in for each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Literal(pub u16);

impl Literal {
    /// Every literal without elements.
    pub const PLAIN: Self = Self(u16::MAX);
}

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
    /// A member: a place in [`Facts::member_uses`].
    Member(usize),
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
