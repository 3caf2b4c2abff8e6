//! What uses of objects require: members, results, constructors, protocols.

use lintseq_core::{Rule, UnitId};

use super::classes::{Classes, MemberDefinition};
use super::{Requirements, Words};
use crate::facts::{
    Call, ClassId, Expr, Facts, FunctionId, MemberUse, Protocol, ProtocolUse, Symbol,
};
use crate::tree::Span;

/// Makes what members, calls and protocols require.
pub(super) fn require(
    facts: &Facts,
    classes: &Classes<'_>,
    words: &Words,
    requirements: &mut Requirements,
) {
    let mut maker = Maker { facts, classes, words, requirements };
    for call in &facts.calls {
        maker.call(call);
    }
    for function in facts.functions.indices() {
        maker.returning(function);
    }
    if facts.classes.is_empty() {
        return;
    }
    for member in &facts.member_uses {
        maker.member(member);
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
            }
        } else if !self.classes.is_foreign(usage.object) {
            for &class in self.classes.definers(usage.name) {
                if let Some(found) = self.classes.own(class, usage.name) {
                    self.need_member(usage, found, Some(self.facts.classes[class].unit));
                }
            }
        }
    }

    fn need_member(&mut self, usage: &MemberUse, found: &[MemberDefinition], unless: Option<UnitId>) {
        let early: Vec<&MemberDefinition> = found.iter().filter(|member| member.early).collect();
        let mut fit: Vec<&MemberDefinition> = if early.is_empty() { found.iter().collect() } else { early };
        // Where the same method binds the member only further down, that does not help this use.
        let elsewhere = |member: &&MemberDefinition| {
            member.inside.is_none() || member.inside != usage.function || member.at < usage.span.start
        };
        if fit.iter().any(elsewhere) {
            fit.retain(elsewhere);
        }
        self.requirements.any(usage.unit, fit.iter().map(|m| m.unit).collect(), unless, Rule::Member, usage.span);
        if found.iter().any(|member| member.nothing) {
            let filled = found.iter().filter(|member| !member.nothing).map(|member| member.unit).collect();
            self.requirements.any(usage.unit, filled, unless, Rule::Value, usage.span);
        }
    }

    fn call(&mut self, call: &Call) {
        if call.used {
            for function in self.callees(call) {
                let callee = &self.facts.functions[function];
                self.requirements.any(call.unit, callee.results.clone(), Some(callee.unit), Rule::Result, call.span);
            }
        }
        if self.facts.classes.is_empty() {
            return;
        }
        if let Some(class) = self.classes.class_of(call.callee) {
            self.construct(class, call);
            for group in &self.words.call {
                self.need_protocol(class, group, call.unit, call.span);
            }
        }
    }

    /// The functions that a call may go to.
    fn callees(&self, call: &Call) -> Vec<FunctionId> {
        let Expr::Member(object, name) = self.facts.exprs[call.callee] else {
            return self.classes.functions_of(call.callee);
        };
        let functions = |members: &[MemberDefinition]| members.iter().filter_map(|member| member.function).collect();
        if let Some(class) = self.classes.class_of(object) {
            return self.classes.member(class, name).map(|(_, found)| functions(found)).unwrap_or_default();
        }
        if self.classes.is_foreign(object) {
            return Vec::new();
        }
        let definers = self.classes.definers(name).iter();
        definers.filter_map(|&class| self.classes.own(class, name)).flat_map(|found| functions(found)).collect()
    }

    /// Methods whose value the language itself uses.
    fn returning(&mut self, function: FunctionId) {
        let facts = &self.facts.functions[function];
        if facts.class.is_some() && facts.name.is_some_and(|name| self.words.returning.contains(&name)) {
            self.requirements.any(facts.unit, facts.results.clone(), None, Rule::Result, Span::default());
        }
    }

    fn construct(&mut self, class: ClassId, call: &Call) {
        let line = self.classes.line(class);
        for &name in &self.words.constructors {
            let nearest = line.iter().find_map(|&class| self.classes.own(class, name));
            if let Some(found) = nearest {
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
        let Some(class) = self.classes.class_of(usage.object) else { return };
        let groups = match usage.protocol {
            Protocol::Iterate => &self.words.iterate,
            Protocol::Subscript => &self.words.subscript,
            Protocol::Enter => &self.words.enter,
            Protocol::Contains => &self.words.contains,
        };
        for group in groups {
            self.need_protocol(class, group, usage.unit, usage.span);
        }
    }

    fn need_protocol(&mut self, class: ClassId, group: &[Symbol], user: UnitId, span: Span) {
        let found = group.iter().filter_map(|&name| self.classes.member(class, name)).flat_map(|(_, found)| found);
        let units = found.map(|member| member.unit).collect();
        self.requirements.any(user, units, None, Rule::Protocol, span);
    }

    /// Members that come only together.
    fn together(&mut self, class: ClassId) {
        for &(first, second) in &self.words.together {
            let (Some(users), Some(needed)) = (self.classes.own(class, first), self.classes.own(class, second)) else {
                continue;
            };
            let units: Vec<UnitId> = needed.iter().map(|member| member.unit).collect();
            for user in users {
                self.requirements.any(user.unit, units.clone(), None, Rule::Protocol, Span::default());
            }
        }
    }
}
