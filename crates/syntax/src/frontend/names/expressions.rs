//! Expressions: what can be told of an object's class, made when all names of the program are known.

use rustc_hash::FxHashSet;

use super::Walk;
use crate::facts::{Bound, ClassId, DefinitionId, Expr, ExprId, FunctionId, Symbol};
use crate::roles::{Role, Roles};
use crate::tree::NodeId;

/// A fact about an expression that the walk has not seen to its end.
pub(super) enum Pending {
    Value(DefinitionId, NodeId),
    Declared(DefinitionId, NodeId),
    DeclaredResult(FunctionId, NodeId),
    Extended(ClassId, NodeId),
    Base(ClassId, NodeId),
    Store(usize, NodeId),
    StoreValue(usize, NodeId),
    Taken(usize, NodeId),
    Result(FunctionId, NodeId),
    MemberUse(usize, NodeId),
    Call(usize, NodeId),
    Protocol(usize, NodeId),
    Imported(DefinitionId, NodeId),
    SlotEntry(usize, NodeId),
    Covers(usize, usize, NodeId),
    Operator(usize, NodeId, Option<NodeId>),
}

impl Walk<'_> {
    /// Makes the expressions of pending facts.
    pub(super) fn bind_values(&mut self) {
        let own = self.own_types();
        for pending in std::mem::take(&mut self.pending) {
            match pending {
                Pending::Value(definition, node) => {
                    let value = self.expr(node);
                    self.facts.definitions[definition].value = Some(value);
                }
                Pending::Declared(definition, node) => {
                    let declared = self.declared_type(node, &own);
                    self.facts.definitions[definition].declared = Some(declared);
                }
                Pending::DeclaredResult(function, node) => {
                    let declared = self.declared_type(node, &own);
                    self.facts.functions[function].declared = Some(declared);
                }
                Pending::Extended(class, node) => {
                    let extended = self.type_expr(node);
                    self.facts.classes[class].extended = Some(extended);
                }
                Pending::Base(class, node) => {
                    let call = self.roles[node].has(Role::Call);
                    let base = if call { self.expr(node) } else { self.type_expr(node) };
                    self.facts.classes[class].bases.push(base);
                }
                Pending::StoreValue(at, node) => self.facts.stores[at].value = Some(self.expr(node)),
                Pending::Taken(at, node) => self.facts.member_uses[at].object = self.type_expr(node),
                Pending::Result(function, node) => {
                    let value = self.expr(node);
                    self.facts.functions[function].returned.push(value);
                }
                Pending::Store(at, node) => self.facts.stores[at].object = self.expr(node),
                Pending::MemberUse(at, node) => self.facts.member_uses[at].object = self.expr(node),
                Pending::Call(at, node) => self.facts.calls[at].callee = self.expr(node),
                Pending::Imported(definition, path) => {
                    let name = self.facts.definitions[definition].name;
                    let object = self.expr(path);
                    let value = self.facts.exprs.push(Expr::Member(object, name));
                    self.facts.definitions[definition].value = Some(value);
                }
                Pending::SlotEntry(at, node) => self.facts.slots[at].class = self.expr(node),
                Pending::Covers(choice, part, node) => {
                    let covers = self.expr(node);
                    self.facts.choices[choice].parts[part].covers.push(covers);
                }
                Pending::Operator(at, one, other) => {
                    let one = self.expr(one);
                    let other = other.map_or(one, |other| self.expr(other));
                    self.facts.operator_uses[at].operands = [one, other];
                }
                Pending::Protocol(at, node) => self.facts.protocol_uses[at].object = self.expr(node),
            }
        }
    }

    /// The names of the file's classes and type parameters, where any type is declared.
    fn own_types(&self) -> FxHashSet<Symbol> {
        if !self.types {
            return FxHashSet::default();
        }
        let is_type = |bound: Bound| matches!(bound, Bound::Class(_) | Bound::Parameter);
        let types = self.facts.definitions.iter().filter(|definition| is_type(definition.bound));
        types.map(|definition| definition.name).collect()
    }

    /// A declared type. What a type from elsewhere holds, such as `List<Shape>`, may come out of it again: nobody
    /// can tell what class a member of it gives.
    fn declared_type(&mut self, node: NodeId, own: &FxHashSet<Symbol>) -> ExprId {
        let declared = self.type_expr(node);
        let words = self.tree.subtree(node).filter_map(|word| self.refs.get(&word));
        let mut held = words.skip(1).map(|&word| self.facts.references[word].name);
        if !held.any(|name| own.contains(&name)) {
            return declared;
        }
        let unknown = self.facts.exprs.push(Expr::Unknown);
        self.facts.exprs.push(Expr::Either(declared, unknown))
    }

    /// The expression that a node is, made once: every link of a chain such as `a.b().c()` asks for all before it.
    pub(super) fn expr(&mut self, node: NodeId) -> ExprId {
        if let Some(&made) = self.exprs.get(&node) {
            return made;
        }
        let made = self.make_expr(node);
        self.exprs.insert(node, made);
        made
    }

    fn make_expr(&mut self, node: NodeId) -> ExprId {
        let roles = self.roles[node];
        let expr = if let Some(&reference) = self.refs.get(&node) {
            Expr::Name(reference)
        } else if roles.has(Role::Either) {
            return self.either(node);
        } else if roles.has(Role::This) {
            Expr::This(self.class_around(node))
        } else if roles.has(Role::Slot) {
            let (object, name) = (self.facts.exprs.push(Expr::Unknown), self.name(node));
            Expr::Member(object, name)
        } else if roles.has(Role::Super) {
            Expr::Super(self.class_around(node))
        } else if roles.has(Role::Call)
            && let Some(callee) = self.child_with(node, Role::Callee)
        {
            let callee = self.expr(callee);
            if roles.has(Role::Foreign) { Expr::New(callee) } else { Expr::Call(callee) }
        } else if roles.has(Role::Foreign) {
            Expr::Foreign
        } else if let Some(&class) = self.class_nodes.get(&node) {
            Expr::This(Some(class))
        } else if roles.has(Role::Member)
            && let (Some(object), Some(name)) =
                (self.child_with(node, Role::MemberObject), self.child_with(node, Role::MemberName))
        {
            let name = self.name(name);
            Expr::Member(self.expr(object), name)
        } else if roles.any(Roles::of(&[Role::Literal, Role::LiteralPlain])) {
            Expr::Literal
        } else if roles.has(Role::ScopeClass) {
            Expr::This(self.class_at(node))
        } else {
            Expr::Unknown
        };
        self.facts.exprs.push(expr)
    }

    fn either(&mut self, node: NodeId) -> ExprId {
        let mut either = None;
        for child in self.tree.children(node) {
            let one = self.expr(child);
            either = Some(match either {
                Some(other) => self.facts.exprs.push(Expr::Either(other, one)),
                None => one,
            });
        }
        either.unwrap_or_else(|| self.facts.exprs.push(Expr::Unknown))
    }

    /// The class that a node declares.
    fn class_at(&self, node: NodeId) -> Option<ClassId> {
        self.class_nodes.get(&node).copied()
    }

    /// The class whose body a node stands in, however deep in functions.
    pub(super) fn class_around(&self, node: NodeId) -> Option<ClassId> {
        // A written-out object is the object of the functions in it that have one of their own.
        let mut own = false;
        for above in self.tree.ancestors(node) {
            let roles = self.roles[above];
            own |= roles.has(Role::ScopeFunction) && !roles.has(Role::ThisOuter);
            if let Some(&class) = self.class_nodes.get(&above)
                && (own || !roles.has(Role::ScopeObject))
            {
                return Some(class);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use lintseq_core::Source;

    use crate::frontend::facts;
    use crate::language::Language;

    #[test]
    fn the_links_of_a_chain_share_their_expressions() {
        let python = Language::load(&lintseq_grammars::BUILT_IN[0]).expect("it ships");
        let made = |links: usize| {
            let text = format!("import a\na{}\n", ".b()".repeat(links));
            let tree = python.parse(&text, 1000).expect("it parses");
            facts(&python, &tree, &Source::new(&text)).0.exprs.len()
        };
        // A member and a call each.
        assert_eq!(made(60) - made(20), 2 * 40);
    }
}
