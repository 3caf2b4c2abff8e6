//! Members: of the class that the file tells, or of every class that has one of the name.

use lintseq_core::{Index, IndexVec, Rule, UnitId};

use super::{Maker, Part, Place};
use crate::facts::{
    Bound, Call, ClassId, Definition, Expr, ExprId, Protocol, ProtocolUse, ReferenceId, ScopeId, ScopeKind,
    Symbol,
};
use crate::tree::Span;

impl Maker<'_> {
    /// Makes what member uses and inheritance require.
    pub(super) fn members(&mut self) {
        for usage in &self.facts.member_uses {
            let place =
                Place { unit: usage.unit, scope: ScopeId::new(0), span: usage.span, part: Part::Whole };
            match self.classes.class_of(usage.object) {
                Some(class) => _ = self.member_of(class, usage.name, place),
                None if self.is_foreign(usage.object) => {}
                None => _ = self.any_member(usage.name, place),
            }
        }
        for call in &self.facts.calls {
            self.call(call);
        }
        for usage in &self.facts.protocol_uses {
            self.protocol(usage);
        }
        for function in self.facts.functions.iter().filter(|function| function.is_returning) {
            let units = function.results.iter().map(|&(unit, _)| unit).collect();
            self.requirements.any(function.unit, units, None, Rule::Result, Span::default());
        }
        let mut own = IndexVec::from_elem(Vec::new(), self.facts.classes.len());
        for definition in &self.facts.definitions {
            if let ScopeKind::Class(class) = self.facts.scopes[definition.scope].kind {
                own[class].push(definition);
            }
        }
        for (class, own) in own.iter_enumerated() {
            self.inherit(class, own);
        }
    }

    /// A call of an object goes to a member.
    fn call(&mut self, call: &Call) {
        if self.words.call.is_empty() || self.classes.is_class(call.callee) {
            return;
        }
        let place = Place { unit: call.unit, scope: ScopeId::new(0), span: call.span, part: Part::Whole };
        let class = self.classes.class_of(call.callee);
        for &name in self.words.call.iter().flatten() {
            match (class, self.facts.exprs[call.callee]) {
                (Some(class), _) => _ = self.member_of(class, name, place),
                (None, Expr::Name(reference)) if self.is_variable(reference) => {
                    _ = self.any_member(name, place);
                }
                _ => {}
            }
        }
    }

    /// Whether a name is that of a value that the file defines and tells nothing of.
    fn is_variable(&self, reference: ReferenceId) -> bool {
        let mut definitions = self.resolver.resolution.definitions(self.facts, reference);
        definitions.any(|id| {
            let definition = &self.facts.definitions[id];
            definition.bound == Bound::Value && definition.signature == 0 && definition.declared.is_none()
        })
    }

    /// What the language turns into members: those of the object's class, or of any.
    fn protocol(&mut self, usage: &ProtocolUse) {
        if usage.protocol != Protocol::Iterate || self.is_foreign(usage.object) {
            return;
        }
        let place = Place { unit: usage.unit, scope: ScopeId::new(0), span: usage.span, part: Part::Whole };
        let class = self.classes.class_of(usage.object);
        for &name in self.words.iterate.iter().flatten() {
            if !class.is_some_and(|class| self.member_of(class, name, place)) {
                self.any_member(name, place);
            }
        }
    }

    /// Whether an object is certainly not of a class of the file.
    pub(super) fn is_foreign(&self, object: ExprId) -> bool {
        let Expr::Name(reference) = self.facts.exprs[object] else { return false };
        self.resolver.resolution.scope(reference).is_some() && self.classes.is_foreign(object)
    }

    /// The class that a reference names.
    pub(super) fn class_named(&self, reference: ReferenceId) -> Option<ClassId> {
        let mut bound = self.resolver.resolution.definitions(self.facts, reference);
        let first = bound.next()?;
        match self.facts.definitions[first].bound {
            Bound::Class(class) => Some(class),
            _ => None,
        }
    }

    /// The members of a name in a class or the nearest class above that has one; whether there is any.
    pub(super) fn member_of(&mut self, class: ClassId, name: Symbol, place: Place) -> bool {
        let Some((_, members)) = self.classes.member(class, name) else { return false };
        for member in members {
            self.requirements.one(place.unit, member.unit, None, Rule::Member, place.span);
        }
        true
    }

    /// The members of a name in every class of the file, as long as the class stands; whether there is any.
    pub(super) fn any_member(&mut self, name: Symbol, place: Place) -> bool {
        for &class in self.classes.definers(name) {
            let unless = Some(self.facts.classes[class].unit);
            for member in self.classes.own(class, name).unwrap_or_default() {
                self.requirements.one(place.unit, member.unit, unless, Rule::Member, place.span);
            }
        }
        !self.classes.definers(name).is_empty()
    }

    /// A bare name may be a member of a class around the place, up to the scope where it was found.
    pub(super) fn inherited(&mut self, name: Symbol, place: Place, found: Option<ScopeId>) -> bool {
        if self.classes.definers(name).is_empty() {
            return false;
        }
        let facts = self.facts;
        let around = std::iter::successors(Some(place.scope), |&scope| facts.scopes[scope].parent);
        for scope in around.take_while(|&scope| Some(scope) != found) {
            if let ScopeKind::Class(class) = facts.scopes[scope].kind
                && self.titles[class] != Some(name)
                && self.member_of(class, name, place)
            {
                return true;
            }
        }
        false
    }

    /// A use of a class from outside needs its constructors, or its fields where it has none.
    pub(super) fn construct(&mut self, class: ClassId, place: Place) {
        let Some(title) = self.titles[class].filter(|_| place.part != Part::Qualifier) else { return };
        let facts = self.facts;
        let is_inside = facts
            .scopes
            .iter()
            .any(|scope| scope.kind == ScopeKind::Class(class) && scope.span.contains(place.span.start));
        if is_inside {
            return;
        }
        for &name in self.words.call.iter().flatten() {
            self.member_of(class, name, place);
        }
        let constructors: Vec<UnitId> =
            self.classes.own(class, title).unwrap_or_default().iter().map(|member| member.unit).collect();
        let needed = match place.part {
            _ if !constructors.is_empty() => &constructors,
            Part::Base => return,
            _ => &facts.classes[class].fields,
        };
        for &unit in needed {
            self.requirements.one(place.unit, unit, None, Rule::Construction, place.span);
        }
    }

    /// What a class overrides, it needs from above; what is abstract above, the class needs where it has it.
    fn inherit(&mut self, class: ClassId, own: &[&Definition]) {
        let above = self.classes.above(class);
        for definition in own {
            let span = Span { start: definition.at, end: definition.at };
            let overridden =
                above.iter().filter_map(|&class| self.classes.own(class, definition.name)).flatten();
            for member in overridden {
                self.requirements.one(definition.unit, member.unit, None, Rule::Member, span);
                if member.is_abstract {
                    let user = self.facts.classes[class].unit;
                    self.requirements.one(user, definition.unit, Some(member.unit), Rule::Abstract, span);
                }
            }
        }
    }
}
