//! Classes: their members and their bases, and what expressions have to do with them.

mod follow;
mod foreign;
mod member;

use lintseq_core::{Index, IndexVec, UnitId};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

pub(super) use self::member::MemberDefinition;
use super::Words;
use super::resolve::Resolution;
use crate::facts::{Bound, ClassId, Facts, ScopeKind, Symbol};

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
        classes.join_extensions();
        if words.checked_objects {
            classes.join_namesakes();
        }
        classes.add_bases();
        classes.add_definitions(words);
        classes.add_stores(words);
        classes
    }

    fn join_extensions(&mut self) {
        for (id, class) in self.facts.classes.iter_enumerated() {
            self.joined[id] = class.extended.and_then(|extended| self.class_of(extended)).unwrap_or(id);
        }
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

    fn add_bases(&mut self) {
        for (id, class) in self.facts.classes.iter_enumerated() {
            let bases: Vec<ClassId> = class.bases.iter().filter_map(|&base| self.class_of(base)).collect();
            let id = self.joined[id];
            self.bases[id].extend(bases.into_iter().filter(|&base| base != id));
        }
    }

    /// Adds what classes define in their bodies.
    fn add_definitions(&mut self, words: &Words) {
        // The parameters of a generic class are no members of it.
        let is_member = |bound: Bound| !matches!(bound, Bound::Augmented | Bound::Parameter);
        for definition in self.facts.definitions.iter().filter(|definition| is_member(definition.bound)) {
            let scope = &self.facts.scopes[definition.scope];
            let ScopeKind::Class(class) = scope.kind else { continue };
            let member = MemberDefinition::of_definition(definition);
            if let Some(part) = member.class
                && !scope.open
                && !words.functions_apart
            {
                // What stands in a class, such as a variant of an enum, has the members of that class.
                self.bases[part].push(class);
            }
            self.add(class, definition.name, member);
        }
    }

    /// Adds what is bound on objects.
    fn add_stores(&mut self, words: &Words) {
        for store in &self.facts.stores {
            let Some(class) = self.class_of(store.object) else {
                self.loose.entry(store.name).or_default().push(store.unit);
                continue;
            };
            let early = store.function.and_then(|function| self.facts.functions[function].name);
            let early = early.is_some_and(|name| words.initializers.contains(&name));
            self.add(class, store.name, MemberDefinition::of_store(store, early));
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
}
