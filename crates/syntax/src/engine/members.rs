//! What uses of objects require: members, results, constructors, protocols.

use lintseq_core::{Rule, UnitId};

use super::classes::{Classes, MemberDefinition};
use super::{Program, Requirements, Words};
use crate::facts::{
    Call, ClassId, Demand, Expr, Facts, FunctionId, MemberStore, MemberUse, Protocol, ProtocolUse, Shape,
    Symbol,
};
use crate::tree::Span;

/// Makes what members, calls and protocols require.
pub(super) fn require(program: &Program<'_>, requirements: &mut Requirements) {
    let &Program { facts, classes, words, .. } = program;
    let mut maker = Maker { facts, classes, words, requirements };
    for call in &facts.calls {
        maker.call(call);
    }
    for function in facts.functions.indices() {
        maker.returning(function);
    }
    for member in &facts.member_uses {
        maker.member(member);
    }
    for store in &facts.stores {
        maker.store(store);
    }
    for usage in &facts.protocol_uses {
        maker.protocol_use(usage);
    }
    for class in facts.classes.indices() {
        maker.together(class);
    }
}

struct Maker<'a> {
    facts: &'a Facts,
    classes: &'a Classes<'a>,
    words: &'a Words,
    requirements: &'a mut Requirements,
}

impl Maker<'_> {
    fn member(&mut self, usage: &MemberUse) {
        if let Expr::Super(class) = self.facts.exprs[usage.object] {
            let above = class.map(|class| self.classes.above(class)).unwrap_or_default();
            let found = above.into_iter().find_map(|class| self.classes.own(class, usage.name));
            if let Some(found) = found {
                self.need_member(usage, found, None);
            }
        } else if let Some(class) = self.classes.class_of(usage.object) {
            if let Some((_, found)) = self.classes.member(class, usage.name) {
                self.need_member(usage, found, None);
            } else {
                self.need_protocol(class, &self.words.fallbacks, usage.unit, usage.span);
                self.need_loose(usage);
            }
        } else if self.classes.definers(usage.name).is_empty() {
            self.need_loose(usage);
        } else if !self.classes.is_foreign(usage.object) {
            for &class in self.classes.definers(usage.name) {
                if let Some(found) = self.classes.own(class, usage.name) {
                    // The members that are added to a class from elsewhere are needed whatever goes.
                    let unless = Some(self.facts.classes[class].unit);
                    let unless = unless.filter(|_| !self.classes.joins_foreign(class));
                    self.need_member(usage, found, unless);
                }
            }
        }
    }

    /// A member that a class defines as functions is bound by the last of them.
    fn store(&mut self, store: &MemberStore) {
        let found =
            self.classes.class_of(store.object).and_then(|class| self.classes.member(class, store.name));
        let mut functions =
            found.into_iter().flat_map(|(_, members)| members).filter(|member| member.function.is_some());
        if let Some(last) = functions.next_back() {
            self.requirements.one(store.unit, last.unit, None, Rule::Member, Span::default());
        }
    }

    /// A member that no class has may have been bound on some object.
    fn need_loose(&mut self, usage: &MemberUse) {
        let units = self.classes.loose(usage.name).to_vec();
        self.requirements.any(usage.unit, units, None, Rule::Member, usage.span);
    }

    fn need_member(&mut self, usage: &MemberUse, found: &[MemberDefinition], unless: Option<UnitId>) {
        if self.words.functions_apart {
            for member in self.classes.fitting(found, usage.arity) {
                self.requirements.one(usage.unit, member.unit, unless, Rule::Member, usage.span);
            }
            return;
        }
        if self.words.lexical {
            // Nobody here tells which of several declarations a use means.
            for member in found {
                self.requirements.one(usage.unit, member.unit, unless, Rule::Member, usage.span);
            }
            return;
        }
        let early: Vec<&MemberDefinition> = found.iter().filter(|member| member.early).collect();
        let mut fit: Vec<&MemberDefinition> = if early.is_empty() { found.iter().collect() } else { early };
        // Where the same method binds the member only further down, that does not help this use.
        let elsewhere = |member: &&MemberDefinition| {
            member.inside.is_none() || member.inside != usage.function || member.at < usage.span.start
        };
        if fit.iter().any(elsewhere) {
            fit.retain(elsewhere);
        }
        self.requirements.any(
            usage.unit,
            fit.iter().map(|m| m.unit).collect(),
            unless,
            Rule::Member,
            usage.span,
        );
        if matches!(usage.demand, Demand::Class | Demand::Pass) {
            // A function that is not called may be a property: then its value is used.
            for function in found.iter().filter_map(|member| member.function) {
                self.need_result(function, usage.unit, usage.demand, usage.span);
            }
        }
        let shapes: Vec<(UnitId, Shape)> = found.iter().map(|member| (member.unit, member.shape)).collect();
        self.requirements.fill(usage.unit, &shapes, usage.demand, unless, usage.span);
    }

    fn call(&mut self, call: &Call) {
        if call.used {
            for function in self.classes.functions_of(call.callee) {
                self.need_result(function, call.unit, call.demand, call.span);
            }
        }
        if self.facts.classes.is_empty() {
            return;
        }
        if let Some(class) = self.classes.class_of(call.callee) {
            self.construct(class, call);
            if !self.classes.is_class(call.callee) {
                for group in &self.words.call {
                    self.need_protocol(class, group, call.unit, call.span);
                }
            }
        }
    }

    fn need_result(&mut self, function: FunctionId, user: UnitId, demand: Demand, span: Span) {
        let callee = &self.facts.functions[function];
        let units = callee.results.iter().map(|&(unit, _)| unit).collect();
        self.requirements.any(user, units, Some(callee.unit), Rule::Result, span);
        self.requirements.fill(user, &callee.results, demand, Some(callee.unit), span);
    }

    /// Methods whose value the language itself uses.
    fn returning(&mut self, function: FunctionId) {
        let facts = &self.facts.functions[function];
        if facts.is_returning {
            self.requirements.any(
                facts.unit,
                facts.results.iter().map(|&(unit, _)| unit).collect(),
                None,
                Rule::Result,
                Span::default(),
            );
            self.requirements.fill(facts.unit, &facts.results, Demand::Any, None, Span::default());
        }
        if facts.class.is_some() && facts.name.is_some_and(|name| self.words.returning.contains(&name)) {
            let units = facts.results.iter().map(|&(unit, _)| unit).collect();
            self.requirements.any(facts.unit, units, None, Rule::Result, Span::default());
        }
    }

    fn construct(&mut self, class: ClassId, call: &Call) {
        let line = self.classes.line(class);
        for &name in &self.words.constructors {
            let nearest = line.iter().find_map(|&class| self.classes.own(class, name));
            if let Some(found) = nearest
                && self.words.functions_apart
            {
                for member in self.classes.fitting(found, call.arity) {
                    self.requirements.one(call.unit, member.unit, None, Rule::Construction, call.span);
                }
            } else if let Some(found) = nearest {
                let units = found.iter().map(|member| member.unit).collect();
                self.requirements.any(call.unit, units, None, Rule::Construction, call.span);
            }
        }
        for &class in &line {
            if self.facts.classes[class].is_record {
                for &field in &self.facts.classes[class].fields {
                    self.requirements.one(call.unit, field, None, Rule::Construction, call.span);
                }
            }
        }
        for base in line.iter().flat_map(|&class| &self.facts.classes[class].bases) {
            let name = match self.facts.exprs[*base] {
                Expr::Name(reference) => self.facts.references[reference].name,
                Expr::Member(_, name) => name,
                _ => continue,
            };
            for &member in self.words.abstract_bases.get(&name).map_or(&[][..], Vec::as_slice) {
                let overrides = line.iter().filter_map(|&class| self.classes.own(class, member)).flatten();
                let units = overrides.map(|member| member.unit).collect();
                self.requirements.any(call.unit, units, None, Rule::Abstract, call.span);
            }
        }
        for &above in &line[1..] {
            for (name, member) in self.classes.abstract_functions(above) {
                let below = line.iter().take_while(|&&class| class != above);
                let overrides = below.filter_map(|&class| self.classes.own(class, name)).flatten();
                let units = overrides.map(|member| member.unit).collect();
                self.requirements.any(call.unit, units, Some(member.unit), Rule::Abstract, call.span);
            }
        }
    }

    fn protocol_use(&mut self, usage: &ProtocolUse) {
        let groups = match usage.protocol {
            Protocol::Iterate => &self.words.iterate,
            Protocol::Subscript => &self.words.subscript,
            Protocol::Enter => &self.words.enter,
            Protocol::Contains => &self.words.contains,
            Protocol::Operate => &self.words.operate,
        };
        if groups.is_empty() {
            return;
        }
        if let Some(class) = self.classes.class_of(usage.object) {
            for group in groups {
                self.need_protocol(class, group, usage.unit, usage.span);
            }
        } else if self.words.lexical && !self.classes.is_foreign(usage.object) {
            for &name in groups.iter().flatten() {
                self.need_everywhere(name, usage);
            }
        }
    }

    /// The object may be of any class that has the member.
    fn need_everywhere(&mut self, name: Symbol, usage: &ProtocolUse) {
        for &class in self.classes.definers(name) {
            let unless = Some(self.facts.classes[class].unit);
            for member in self.classes.own(class, name).unwrap_or_default() {
                self.requirements.one(usage.unit, member.unit, unless, Rule::Protocol, usage.span);
            }
        }
    }

    fn need_protocol(&mut self, class: ClassId, group: &[Symbol], user: UnitId, span: Span) {
        let found =
            group.iter().filter_map(|&name| self.classes.member(class, name)).flat_map(|(_, found)| found);
        let units = found.map(|member| member.unit).collect();
        self.requirements.any(user, units, None, Rule::Protocol, span);
    }

    /// Members that come only together.
    fn together(&mut self, class: ClassId) {
        for &(first, second) in &self.words.together {
            let (Some(users), Some(needed)) =
                (self.classes.own(class, first), self.classes.own(class, second))
            else {
                continue;
            };
            let units: Vec<UnitId> = needed.iter().map(|member| member.unit).collect();
            for user in users {
                self.requirements.any(user.unit, units.clone(), None, Rule::Protocol, Span::default());
            }
        }
    }
}
