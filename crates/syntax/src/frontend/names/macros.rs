//! Names that are declared ahead, several times, or for a text: what headers, macros and prototypes need.

use std::hash::{Hash, Hasher};

use lintseq_core::Index;
use rustc_hash::FxHasher;

use super::expressions::Pending;
use super::{Here, Walk};
use crate::facts::{Bound, ExprId, Macro, Manner, OperatorUse, ScopeId, ScopeKind, Symbol};
use crate::roles::Role;
use crate::tree::{NodeId, Span};

impl Walk<'_> {
    /// The symbol of a name, which may be one in a name space of its own.
    pub(super) fn symbol(&mut self, node: NodeId) -> Symbol {
        if !self.roles[node].has(Role::Apart) {
            return self.name(node);
        }
        let name = format!("apart {}", self.span(node).text(self.text));
        self.names.intern(&name)
    }

    /// How the name of a node is used.
    pub(super) fn manner(&self, node: NodeId) -> Manner {
        let roles = self.roles[node];
        if roles.has(Role::ReferenceProbe) {
            return Manner::Probe;
        }
        if !roles.has(Role::ReferenceQualified) {
            return Manner::Bare;
        }
        // What the name stands behind comes before it in the nearest node with two parts; a name with arguments
        // is a node of its own.
        let chain = std::iter::successors(Some(node), |&below| self.tree.parent(below));
        let steps = chain.take(2).map_while(|below| Some((below, self.tree.parent(below)?)));
        let before = { steps }.find_map(|(below, above)| {
            let first = self.tree.children(above).next()?;
            (first != below).then_some(first)
        });
        let mut words = before.into_iter().flat_map(|before| self.tree.subtree(before));
        Manner::Qualified(words.find_map(|word| self.refs.get(&word).copied()))
    }

    /// Defines a name that stands for a text, in the program's scope: it knows no other.
    pub(super) fn define_macro(&mut self, name: Symbol, node: NodeId, here: Here) {
        let parent = self.tree.parent(node);
        let beside = |role| parent.and_then(|parent| self.child_with(parent, role));
        let own: Vec<&str> = beside(Role::Signature)
            .map_or(Vec::new(), |list| words(self.span(list).text(self.text)).collect());
        let (mut bare, mut members) = (Vec::new(), Vec::new());
        if let Some(value) = beside(Role::Value) {
            let text = self.span(value).text(self.text);
            for word in words(text).filter(|word| !own.contains(word)) {
                let before = text[..word.as_ptr() as usize - text.as_ptr() as usize].trim_end();
                let is_member = before.ends_with("->") || before.ends_with('.') && !before.ends_with("..");
                let list = if is_member { &mut members } else { &mut bare };
                list.push(self.names.intern(word));
            }
        }
        let id = self.facts.macros.push(Macro { words: bare, members });
        let region = Span { start: 0, end: self.text.len() as u32 + 1 };
        let program = Here { scope: ScopeId::new(0), region, scope_region: region, effect: 0, ..here };
        self.define(name, node, program, Bound::Macro(id));
    }

    /// Defines the name of the function or class around a node, outside of what its header opens.
    pub(super) fn define_outer(&mut self, name: Symbol, node: NodeId, here: Here) -> ScopeId {
        let kind = |scope: ScopeId| self.facts.scopes[scope].kind;
        let mut scope = here.scope;
        let span = self.facts.scopes[scope].span;
        let names_class = || self.tree.ancestors(node).take(2).any(|above| self.span(above) == span);
        let is_own = match kind(scope) {
            ScopeKind::Function => true,
            ScopeKind::Class(_) => names_class(),
            _ => false,
        };
        if is_own {
            scope = self.facts.scopes[scope].parent.unwrap_or(scope);
        }
        let scope = self.not_inline(scope);
        let definition = self.define(name, node, Here { scope, effect: 0, ..here }, Bound::Value);
        let is_companion = self.roles[node].has(Role::Special)
            || self.operators.is_some_and(|word| self.span(node).text(self.text).starts_with(word));
        if is_companion && let Some(list) = self.signature_beside(node) {
            self.facts.companions.push((definition, self.span(list)));
        }
        scope
    }

    /// Notes a use of an operator, which is named by what stands between and around its operands.
    pub(super) fn operator(&mut self, node: NodeId) {
        let Some(word) = self.operators else { return };
        let (span, mut at) = (self.span(node), self.span(node).start);
        let mut name = word.to_owned();
        let mut push = |start: u32, end: u32| {
            let between = self.text.get(start as usize..end as usize).unwrap_or_default();
            name.extend(between.chars().filter(|c| !c.is_whitespace()));
        };
        for child in self.tree.children(node) {
            push(at, self.span(child).start);
            at = self.span(child).end;
        }
        push(at, span.end);
        if name.len() == word.len() {
            name.push_str("[]");
        }
        let mut operands = self.tree.children(node);
        let Some(one) = operands.next() else { return };
        self.pending.push(Pending::Operator(self.facts.operator_uses.len(), one, operands.next()));
        let (name, unit) = (self.names.intern(&name), self.of_node[node]);
        let operands = [ExprId::new(0); 2];
        self.facts.operator_uses.push(OperatorUse { name, operands, unit, span });
    }

    fn signature_beside(&self, node: NodeId) -> Option<NodeId> {
        self.tree.parent(node).and_then(|parent| self.child_with(parent, Role::Signature))
    }

    /// The nearest scope that is not inline.
    pub(super) fn not_inline(&self, mut scope: ScopeId) -> ScopeId {
        while self.facts.scopes[scope].kind == ScopeKind::Inline {
            scope = self.facts.scopes[scope].parent.unwrap_or(ScopeId::new(0));
        }
        scope
    }

    /// What tells functions of one name apart: the types that the list beside the name mentions.
    pub(super) fn signature(&self, node: NodeId) -> u64 {
        if !self.signatures {
            return 0;
        }
        let Some(list) = self.signature_beside(node) else { return 0 };
        let mut hasher = FxHasher::default();
        self.tree.children(list).count().hash(&mut hasher);
        for part in self.tree.subtree(list) {
            let roles = self.roles[part];
            if roles.has(Role::Reference) && !roles.has(Role::Binding) {
                self.span(part).text(self.text).hash(&mut hasher);
            }
        }
        hasher.finish() | 1
    }
}

/// The words of a text that may be names, without those in strings and comments.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < bytes.len() {
            match bytes[at] {
                quote @ (b'"' | b'\'') => {
                    at += 1;
                    while at < bytes.len() && bytes[at] != quote {
                        at += 1 + usize::from(bytes[at] == b'\\');
                    }
                    at += 1;
                }
                b'0'..=b'9' => {
                    while at < bytes.len() && is_word(bytes[at]) {
                        at += 1;
                    }
                }
                byte if is_word(byte) => {
                    let start = at;
                    while at < bytes.len() && is_word(bytes[at]) {
                        at += 1;
                    }
                    return Some(&text[start..at]);
                }
                _ => at += 1,
            }
        }
        None
    })
}

const fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn words_stand_outside_of_numbers_and_strings() {
        let text = r#"do { if (!(x)) fail("no \" y", 0x1F, 'z'); } while (a_1)"#;
        assert_eq!(words(text).collect::<Vec<_>>(), ["do", "if", "x", "fail", "while", "a_1"]);
    }
}
