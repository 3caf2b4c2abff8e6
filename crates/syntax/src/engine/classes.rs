//! Classes: their members, their bases, and the class of an expression.

use lintseq_core::{Index, IndexVec, UnitId};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::Words;
use super::resolve::Resolution;
use crate::facts::{Bound, ClassId, Definition, Expr, ExprId, Facts, FunctionId, ScopeKind, Shape, Symbol};

/// How many definitions an expression's class is followed through.
const DEPTH: u32 = 6;

/// One definition of a member.
#[derive(Clone, Copy, Debug)]
pub(super) struct MemberDefinition {
    /// Its unit.
    pub(super) unit: UnitId,
    /// Where.
    pub(super) at: u32,
    /// Whether it is there before any other method runs.
    pub(super) early: bool,
    /// The function that it is.
    pub(super) function: Option<FunctionId>,
    /// The function that it stands in.
    pub(super) inside: Option<FunctionId>,
    /// What kind of value it binds.
    pub(super) shape: Shape,
    /// Its declared type.
    pub(super) declared: Option<ExprId>,
    /// The class that it is, such as a variant of an enum.
    pub(super) class: Option<ClassId>,
    /// The bound expression.
    pub(super) value: Option<ExprId>,
    /// Whether objects may lack it.
    pub(super) optional: bool,
    /// Whether it must be overridden.
    pub(super) is_abstract: bool,
}

/// The classes of a program, taken together.
pub(super) struct Classes<'a> {
    facts: &'a Facts,
    resolution: &'a Resolution,
    members: FxHashMap<(ClassId, Symbol), Vec<MemberDefinition>>,
    /// The names of the members of each class, in the order of the text.
    names: IndexVec<ClassId, Vec<Symbol>>,
    /// Whether written-out objects define members of objects of which nothing is known.
    checked_objects: bool,
    /// The classes that define a member of this name.
    definers: FxHashMap<Symbol, SmallVec<[ClassId; 2]>>,
    bases: IndexVec<ClassId, Vec<ClassId>>,
    /// For each class that only adds to another, which; itself for all others.
    joined: IndexVec<ClassId, ClassId>,
    /// Whether names and types are declared: a name that the file does not define is from elsewhere.
    lexical: bool,
    /// The units that bind a member of this name on objects whose class nobody knows.
    loose: FxHashMap<Symbol, Vec<UnitId>>,
}

impl<'a> Classes<'a> {
    pub(super) fn new(facts: &'a Facts, resolution: &'a Resolution, words: &Words) -> Self {
        let mut classes = Self {
            facts,
            resolution,
            members: FxHashMap::default(),
            names: IndexVec::from_elem(Vec::new(), facts.classes.len()),
            checked_objects: words.checked_objects,
            definers: FxHashMap::default(),
            bases: IndexVec::from_elem(Vec::new(), facts.classes.len()),
            joined: facts.classes.indices().collect(),
            lexical: words.lexical,
            loose: FxHashMap::default(),
        };
        for (id, class) in facts.classes.iter_enumerated() {
            classes.joined[id] = class.extended.and_then(|extended| classes.class_of(extended)).unwrap_or(id);
        }
        if words.checked_objects {
            classes.join_namesakes();
        }
        for (id, class) in facts.classes.iter_enumerated() {
            let bases: Vec<ClassId> = class.bases.iter().filter_map(|&base| classes.class_of(base)).collect();
            let id = classes.joined[id];
            classes.bases[id].extend(bases.into_iter().filter(|&base| base != id));
        }
        // The parameters of a generic class are no members of it.
        let is_member = |bound: Bound| !matches!(bound, Bound::Augmented | Bound::Parameter);
        for definition in facts.definitions.iter().filter(|definition| is_member(definition.bound)) {
            let ScopeKind::Class(class) = facts.scopes[definition.scope].kind else { continue };
            let function = match definition.bound {
                Bound::Function(function) => Some(function),
                _ => None,
            };
            let member = MemberDefinition {
                unit: definition.unit,
                at: definition.at,
                early: true,
                function,
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
            };
            if let Some(part) = member.class
                && !facts.scopes[definition.scope].open
                && !words.functions_apart
            {
                // What stands in a class, such as a variant of an enum, has the members of that class.
                classes.bases[part].push(class);
            }
            classes.add(class, definition.name, member);
        }
        for store in &facts.stores {
            let Some(class) = classes.class_of(store.object) else {
                classes.loose.entry(store.name).or_default().push(store.unit);
                continue;
            };
            let early = store.function.and_then(|function| facts.functions[function].name);
            let early = early.is_some_and(|name| words.initializers.contains(&name));
            classes.add(
                class,
                store.name,
                MemberDefinition {
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
                },
            );
        }
        classes
    }

    /// Declarations of one name in one scope describe one class, such as an interface and its namespace.
    fn join_namesakes(&mut self) {
        let mut first = FxHashMap::default();
        for definition in &self.facts.definitions {
            if let Bound::Class(class) = definition.bound {
                self.joined[class] = *first.entry((definition.scope, definition.name)).or_insert(class);
            }
        }
    }

    fn add(&mut self, class: ClassId, name: Symbol, member: MemberDefinition) {
        let class = self.joined[class];
        let members = self.members.entry((class, name)).or_default();
        members.push(member);
        if members.len() > 1 {
            return;
        }
        self.names[class].push(name);
        let facts = &self.facts.classes[class];
        if self.checked_objects || !facts.is_object || facts.is_interface {
            self.definers.entry(name).or_default().push(class);
        }
    }

    /// The names of a class's own members.
    pub(super) fn names(&self, class: ClassId) -> &[Symbol] {
        &self.names[class]
    }

    /// The class, nearest first among this one and its bases in the file, that defines a member, and the
    /// definitions.
    pub(super) fn member(&self, class: ClassId, name: Symbol) -> Option<(ClassId, &[MemberDefinition])> {
        self.line(class).into_iter().find_map(|class| self.own(class, name).map(|found| (class, found)))
    }

    /// The definitions of a member in a class itself.
    pub(super) fn own(&self, class: ClassId, name: Symbol) -> Option<&[MemberDefinition]> {
        self.members.get(&(self.joined[class], name)).map(Vec::as_slice)
    }

    /// The classes that define a member.
    pub(super) fn definers(&self, name: Symbol) -> &[ClassId] {
        self.definers.get(&name).map_or(&[], |classes| classes.as_slice())
    }

    /// The units that bind a member of this name on objects whose class nobody knows.
    pub(super) fn loose(&self, name: Symbol) -> &[UnitId] {
        self.loose.get(&name).map_or(&[], Vec::as_slice)
    }

    /// The class whose members a class adds to, which may be itself.
    pub(super) fn joined(&self, class: ClassId) -> ClassId {
        self.joined[class]
    }

    /// Whether a class adds to one that the file does not define.
    pub(super) fn joins_foreign(&self, class: ClassId) -> bool {
        self.facts.classes[class].extended.is_some() && self.joined[class] == class
    }

    /// The members of a class itself, name by name.
    fn members_of(&self, class: ClassId) -> impl Iterator<Item = (Symbol, MemberDefinition)> {
        let of_name = move |&name: &Symbol| self.members.get(&(class, name)).map(|members| (name, members));
        let all = self.names[class].iter().filter_map(of_name);
        all.flat_map(|(name, members)| members.iter().map(move |member| (name, *member)))
    }

    /// The functions of a class itself that somebody else has to write.
    pub(super) fn abstract_functions(&self, class: ClassId) -> Vec<(Symbol, MemberDefinition)> {
        let mut found: Vec<(Symbol, MemberDefinition)> = self
            .members_of(class)
            .filter(|(_, member)| {
                member.function.is_some_and(|function| self.facts.functions[function].is_abstract)
            })
            .collect();
        found.sort_by_key(|(name, member)| (name.index(), member.at));
        found
    }

    /// Of several members of one name those that a use with so many arguments can mean.
    pub(super) fn fitting(&self, members: &[MemberDefinition], arity: Option<u8>) -> Vec<MemberDefinition> {
        let takes = |member: &&MemberDefinition| match (member.function, arity) {
            (Some(function), Some(_)) => {
                let own = self.facts.functions[function].arity;
                own.is_none() || own == arity
            }
            (function, arity) => function.is_some() == arity.is_some(),
        };
        let fit: Vec<MemberDefinition> = members.iter().filter(takes).copied().collect();
        if fit.is_empty() { members.to_vec() } else { fit }
    }

    /// The class that a class adds to, or itself.
    pub(super) fn whole(&self, class: ClassId) -> ClassId {
        self.joined[class]
    }

    /// Whether a class only adds to another one.
    pub(super) fn joins(&self, class: ClassId) -> bool {
        self.joined[class] != class
    }

    /// The functions of a class itself, in the order of the text.
    pub(super) fn functions(&self, class: ClassId) -> Vec<(Symbol, MemberDefinition)> {
        let mut found: Vec<_> =
            self.members_of(class).filter(|(_, member)| member.function.is_some()).collect();
        found.sort_by_key(|(_, member)| member.at);
        found
    }

    /// A class and its bases in the file, nearest first.
    pub(super) fn line(&self, class: ClassId) -> Vec<ClassId> {
        let mut line = vec![self.joined[class]];
        let mut at = 0;
        while let Some(&class) = line.get(at) {
            at += 1;
            for &base in &self.bases[class] {
                if !line.contains(&base) {
                    line.push(base);
                }
            }
        }
        line
    }

    /// The classes that a class derives from in the file, nearest first.
    pub(super) fn above(&self, class: ClassId) -> Vec<ClassId> {
        self.line(class).split_off(1)
    }

    /// The class that an expression is, or is an object of, where the file tells.
    pub(super) fn class_of(&self, expr: ExprId) -> Option<ClassId> {
        self.follow(expr, DEPTH).map(|class| self.joined[class])
    }

    fn follow(&self, expr: ExprId, depth: u32) -> Option<ClassId> {
        let depth = depth.checked_sub(1)?;
        match self.facts.exprs[expr] {
            Expr::Name(reference) => {
                let mut only = None;
                let definitions = || {
                    self.resolution.definitions(self.facts, reference).map(|id| &self.facts.definitions[id])
                };
                let is_class = |definition: &Definition| matches!(definition.bound, Bound::Class(_));
                // Where a type and a value share a name, the type tells more.
                let typed = self.lexical && definitions().any(is_class);
                for definition in definitions().filter(|definition| !typed || is_class(definition)) {
                    let class = match definition.bound {
                        _ if definition.declared.is_some() => self.follow(definition.declared?, depth)?,
                        Bound::Class(class) | Bound::Receiver(class) => self.joined[class],
                        Bound::Value => self.follow(definition.value?, depth)?,
                        Bound::Import if definition.value.is_some() => {
                            self.follow(definition.value?, depth)?
                        }
                        Bound::Nothing => continue,
                        _ => return None,
                    };
                    if only.replace(class).is_some_and(|before| before != class) {
                        return None;
                    }
                }
                only
            }
            Expr::Call(callee) => self.follow_call(callee, depth),
            Expr::Either(one, other) => {
                let (one, other) = (self.follow(one, depth), self.follow(other, depth));
                one.or(other).filter(|&class| {
                    one.is_none_or(|one| one == class) && other.is_none_or(|other| other == class)
                })
            }
            Expr::This(class) => class.map(|class| self.joined[class]),
            Expr::Super(class) => self.bases[self.joined[class?]].first().copied(),
            Expr::Member(object, name) if self.lexical => {
                let class = self.follow(object, depth)?;
                let (_, members) = self.member(class, name)?;
                if let Some(class) = members.iter().find_map(|member| member.class) {
                    return Some(class);
                }
                let declared = |member: &MemberDefinition| {
                    let own = member.declared.or(member.value);
                    own.or_else(|| self.facts.functions[member.function?].declared)
                };
                self.follow(members.iter().find_map(declared)?, depth)
            }
            Expr::New(callee) => self.follow(callee, depth),
            Expr::Member(..) | Expr::Foreign | Expr::Literal | Expr::Unknown => None,
        }
    }

    /// The class of what a call gives: that of the class that is called, or what the function declares.
    fn follow_call(&self, callee: ExprId, depth: u32) -> Option<ClassId> {
        if !matches!(self.facts.exprs[callee], Expr::Member(..))
            && let Some(class) = self.follow(callee, depth)
        {
            return Some(class);
        }
        if !self.lexical {
            return None;
        }
        let mut functions = Vec::new();
        self.collect_functions(callee, depth, &mut functions);
        let mut classes = functions.iter().map(|&function| {
            let facts = &self.facts.functions[function];
            let given = if facts.returned.len() == 1 { facts.returned.first().copied() } else { None };
            facts.declared.or(given).and_then(|given| self.follow(given, depth / 2))
        });
        let first = classes.next()??;
        classes.all(|class| class == Some(first)).then_some(first)
    }

    /// Whether an expression is a name from elsewhere, a member of one, or a value of no class of the file.
    pub(super) fn is_foreign(&self, expr: ExprId) -> bool {
        self.is_strange(expr, DEPTH)
    }

    fn is_strange(&self, expr: ExprId, depth: u32) -> bool {
        let Some(depth) = depth.checked_sub(1) else { return false };
        let from = |declared: Option<ExprId>, value: Option<ExprId>| match (declared, value) {
            (Some(declared), _) => self.names_nothing_here(declared),
            (None, Some(value)) => self.lexical && self.is_strange(value, depth),
            (None, None) => false,
        };
        match self.facts.exprs[expr] {
            Expr::Name(reference) => {
                let mut definitions = self.resolution.definitions(self.facts, reference).peekable();
                if definitions.peek().is_none() {
                    return self.lexical && self.resolution.scope(reference).is_none();
                }
                definitions.all(|definition| {
                    let definition = &self.facts.definitions[definition];
                    definition.bound == Bound::Import
                        || (!matches!(definition.bound, Bound::Class(_) | Bound::Function(_))
                            && from(definition.declared, definition.value))
                })
            }
            Expr::Foreign => true,
            Expr::Either(one, other) => {
                self.lexical && self.is_strange(one, depth) && self.is_strange(other, depth)
            }
            Expr::New(callee) => self.is_strange(callee, depth),
            Expr::Member(object, name) => {
                let members = self.follow(object, depth).and_then(|class| self.member(class, name));
                match members {
                    Some((_, members)) => members.iter().all(|member| from(member.declared, member.value)),
                    None => self.is_strange(object, depth) && !self.holds_own(object),
                }
            }
            _ => false,
        }
    }

    /// Whether an object from elsewhere holds objects of the file's classes, which its members may give back.
    fn holds_own(&self, expr: ExprId) -> bool {
        match self.facts.exprs[expr] {
            Expr::Name(reference) => {
                let mut definitions = self.resolution.definitions(self.facts, reference);
                definitions.any(|definition| {
                    let declared = self.facts.definitions[definition].declared;
                    declared.is_some_and(|declared| matches!(self.facts.exprs[declared], Expr::Either(..)))
                })
            }
            Expr::Member(object, _) => self.holds_own(object),
            _ => false,
        }
    }

    /// Whether a type is one from elsewhere, such as the standard library's.
    fn names_nothing_here(&self, declared: ExprId) -> bool {
        let reference = match self.facts.exprs[declared] {
            Expr::Name(reference) => reference,
            Expr::Either(outer, _) => return self.names_nothing_here(outer),
            _ => return self.is_foreign(declared),
        };
        let mut definitions = self.resolution.definitions(self.facts, reference);
        definitions.all(|definition| self.facts.definitions[definition].bound == Bound::Import)
    }

    /// Whether an expression is certainly a class, and no object of it.
    pub(super) fn is_class(&self, expr: ExprId) -> bool {
        let Expr::Name(reference) = self.facts.exprs[expr] else { return false };
        let mut bound =
            self.resolution.definitions(self.facts, reference).map(|id| self.facts.definitions[id].bound);
        bound.any(|bound| matches!(bound, Bound::Class(_)))
    }

    /// The functions that an expression may be.
    pub(super) fn functions_of(&self, expr: ExprId) -> Vec<FunctionId> {
        let mut found = Vec::new();
        self.collect_functions(expr, DEPTH, &mut found);
        found.sort_unstable();
        found.dedup();
        found
    }

    fn collect_functions(&self, expr: ExprId, depth: u32, found: &mut Vec<FunctionId>) {
        let Some(depth) = depth.checked_sub(1) else { return };
        match self.facts.exprs[expr] {
            Expr::Name(reference) => {
                for definition in self.resolution.definitions(self.facts, reference) {
                    let definition = &self.facts.definitions[definition];
                    match (definition.bound, definition.value) {
                        (Bound::Function(function), _) => found.push(function),
                        (_, Some(value)) => self.collect_functions(value, depth, found),
                        _ => {}
                    }
                }
            }
            Expr::Either(one, other) => {
                self.collect_functions(one, depth, found);
                self.collect_functions(other, depth, found);
            }
            Expr::Member(object, name) => {
                if let Some(class) = self.follow(object, depth) {
                    let members = self.member(class, name).into_iter().flat_map(|(_, members)| members);
                    found.extend(members.filter_map(|member| member.function));
                } else if !self.is_strange(object, depth) {
                    let members =
                        self.definers(name).iter().filter_map(|&class| self.own(class, name)).flatten();
                    found.extend(members.filter_map(|member| member.function));
                }
            }
            Expr::Call(callee) => {
                // What a function gives back may be a function in turn.
                let mut makers = Vec::new();
                self.collect_functions(callee, depth, &mut makers);
                for &value in makers.iter().flat_map(|&maker| &self.facts.functions[maker].returned) {
                    // Functions may give back calls of each other: every step halves what is left.
                    self.collect_functions(value, depth / 2, found);
                }
            }
            Expr::This(_) | Expr::Super(_) | Expr::New(_) | Expr::Foreign | Expr::Literal | Expr::Unknown => {
            }
        }
    }
}
