//! What facts call each other by: a kind of index each, so that none is taken for another.

use lintseq_core::index;

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
