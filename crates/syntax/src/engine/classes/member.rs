//! A member as one of its definitions makes it: in the body of its class, or on an object.

use lintseq_core::UnitId;

use crate::facts::{Bound, ClassId, Definition, ExprId, FunctionId, MemberStore, Shape};

/// One definition of a member.
#[derive(Clone, Copy, Debug)]
pub(in crate::engine) struct MemberDefinition {
    /// Its unit.
    pub(in crate::engine) unit: UnitId,
    /// Where.
    pub(in crate::engine) at: u32,
    /// Whether it is there before any other method runs.
    pub(in crate::engine) early: bool,
    /// The function that it is.
    pub(in crate::engine) function: Option<FunctionId>,
    /// The function that it stands in.
    pub(in crate::engine) inside: Option<FunctionId>,
    /// What kind of value it binds.
    pub(in crate::engine) shape: Shape,
    /// Its declared type.
    pub(in crate::engine) declared: Option<ExprId>,
    /// The class that it is, such as a variant of an enum.
    pub(in crate::engine) class: Option<ClassId>,
    /// The bound expression.
    pub(in crate::engine) value: Option<ExprId>,
    /// Whether objects may lack it.
    pub(in crate::engine) optional: bool,
    /// Whether it must be overridden.
    pub(in crate::engine) is_abstract: bool,
}

impl MemberDefinition {
    pub(super) fn of_definition(definition: &Definition) -> Self {
        Self {
            unit: definition.unit,
            at: definition.at,
            early: true,
            function: match definition.bound {
                Bound::Function(function) => Some(function),
                _ => None,
            },
            inside: None,
            shape: definition.shape,
            declared: definition.declared,
            class: match definition.bound {
                Bound::Class(class) => Some(class),
                _ => None,
            },
            value: definition.value,
            optional: definition.optional,
            is_abstract: definition.is_abstract,
        }
    }

    /// What is bound on an object; `early` where that is done while the object is made.
    pub(super) fn of_store(store: &MemberStore, early: bool) -> Self {
        Self {
            unit: store.unit,
            at: store.at,
            early,
            function: None,
            inside: store.function,
            shape: store.shape,
            declared: None,
            class: None,
            value: store.value,
            optional: false,
            is_abstract: false,
        }
    }
}
