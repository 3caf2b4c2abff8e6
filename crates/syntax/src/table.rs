//! Patterns compiled for one grammar, and matched on a tree.

use lintseq_core::{Index, IndexVec};
use rustc_hash::FxHashMap;

use crate::pattern::{Pattern, Predicate};
use crate::roles::Roles;
use crate::tree::{Field, Kind, NodeId, Tree};

/// All patterns of a language, by the kind of their root.
#[derive(Debug, Default)]
pub struct RoleTable {
    by_kind: Vec<Vec<Compiled>>,
}

#[derive(Debug)]
struct Compiled {
    kind: Option<Kind>,
    field: Option<Field>,
    anchored: bool,
    roles: Roles,
    local: Option<u8>,
    children: Vec<Compiled>,
    absent: Vec<Field>,
    predicates: Vec<Condition>,
}

/// A predicate, and where the node that it speaks of is kept.
#[derive(Debug)]
struct Condition {
    slot: u8,
    predicate: Predicate,
}

/// Kinds and fields by name.
#[derive(Debug, Default)]
pub struct Names {
    /// Named kinds, and tokens under their own text.
    pub kinds: FxHashMap<String, Kind>,
    /// Fields.
    pub fields: FxHashMap<String, Field>,
}

impl RoleTable {
    /// Compiles patterns.
    ///
    /// # Errors
    /// If a pattern names a kind or a field that the grammar does not have: says which.
    pub(crate) fn new(patterns: &[Pattern], names: &Names) -> Result<Self, String> {
        let mut table = Self::default();
        for pattern in patterns {
            let mut locals = Vec::new();
            let compiled = compile(pattern, names, &mut locals)?;
            let kind =
                compiled.kind.ok_or("a pattern's outermost node needs a kind: `_` would match everything")?;
            if table.by_kind.len() <= usize::from(kind.0) {
                table.by_kind.resize_with(usize::from(kind.0) + 1, Vec::new);
            }
            table.by_kind[usize::from(kind.0)].push(compiled);
        }
        Ok(table)
    }

    /// The roles of every node.
    pub fn assign(&self, tree: &Tree, text: &str) -> IndexVec<NodeId, Roles> {
        let mut roles = IndexVec::from_elem(Roles::EMPTY, tree.nodes.len());
        let mut matcher = Matcher { tree, text, captures: Vec::new(), locals: Vec::new() };
        for (node, facts) in tree.nodes.iter_enumerated() {
            let Some(patterns) = self.by_kind.get(usize::from(facts.kind.0)) else { continue };
            for pattern in patterns {
                if pattern.children.is_empty() && pattern.absent.is_empty() && pattern.predicates.is_empty() {
                    roles[node] = roles[node].union(pattern.roles);
                } else {
                    matcher.run(pattern, node, &mut roles);
                }
            }
        }
        roles
    }
}

fn compile(pattern: &Pattern, names: &Names, locals: &mut Vec<String>) -> Result<Compiled, String> {
    let kind = match &pattern.kind {
        Some(name) => {
            Some(*names.kinds.get(name).ok_or_else(|| format!("the grammar has no node `{name}`"))?)
        }
        None => None,
    };
    let field = |name: &String| {
        names.fields.get(name).copied().ok_or_else(|| format!("the grammar has no field `{name}`"))
    };
    let mut roles = Roles::EMPTY;
    pattern.roles.iter().for_each(|&role| roles.insert(role));
    let local = pattern.locals.first().map(|name| slot(name, locals));
    let children =
        pattern.children.iter().map(|child| compile(child, names, locals)).collect::<Result<_, _>>()?;
    Ok(Compiled {
        kind,
        field: pattern.field.as_ref().map(field).transpose()?,
        anchored: pattern.anchored,
        roles,
        local,
        children,
        absent: pattern.absent.iter().map(field).collect::<Result<_, _>>()?,
        predicates: pattern
            .predicates
            .iter()
            .map(|predicate| Condition { slot: slot(&predicate.local, locals), predicate: predicate.clone() })
            .collect(),
    })
}

fn slot(name: &str, locals: &mut Vec<String>) -> u8 {
    let found = locals.iter().position(|local| local == name);
    found.unwrap_or_else(|| {
        locals.push(name.to_owned());
        locals.len() - 1
    }) as u8
}

struct Matcher<'a> {
    tree: &'a Tree,
    text: &'a str,
    captures: Vec<(NodeId, Roles)>,
    locals: Vec<(u8, NodeId)>,
}

/// What is still to be matched: children of a node from a position on, then whatever comes after.
struct Goal<'a> {
    patterns: &'a [Compiled],
    parent: NodeId,
    /// Where the search for the next child starts, and whether it must be exactly there.
    at: usize,
    rest: Option<&'a Goal<'a>>,
}

impl Matcher<'_> {
    /// Gives the captures of every match of a pattern at a node their roles.
    fn run(&mut self, pattern: &Compiled, node: NodeId, roles: &mut IndexVec<NodeId, Roles>) {
        self.captures.clear();
        self.locals.clear();
        self.enter(pattern, node, None, &pattern.predicates, roles);
    }

    fn enter(
        &mut self,
        pattern: &Compiled,
        node: NodeId,
        rest: Option<&Goal<'_>>,
        predicates: &[Condition],
        roles: &mut IndexVec<NodeId, Roles>,
    ) {
        if pattern.absent.iter().any(|&field| self.tree.child(node, field).is_some()) {
            return;
        }
        let (captures, locals) = (self.captures.len(), self.locals.len());
        if !pattern.roles.is_empty() {
            self.captures.push((node, pattern.roles));
        }
        if let Some(local) = pattern.local {
            self.locals.push((local, node));
        }
        self.solve(
            &Goal { patterns: &pattern.children, parent: node, at: node.index() + 1, rest },
            predicates,
            roles,
        );
        self.captures.truncate(captures);
        self.locals.truncate(locals);
    }

    fn solve(&mut self, goal: &Goal<'_>, predicates: &[Condition], roles: &mut IndexVec<NodeId, Roles>) {
        let Some((pattern, others)) = goal.patterns.split_first() else {
            match goal.rest {
                Some(rest) => self.solve(rest, predicates, roles),
                None if self.holds(predicates) => {
                    for &(node, captured) in &self.captures {
                        roles[node] = roles[node].union(captured);
                    }
                }
                None => {}
            }
            return;
        };
        let end = self.tree.nodes[goal.parent].next.index();
        let mut at = goal.at;
        while at < end {
            let child = NodeId::new(at);
            let facts = self.tree.nodes[child];
            at = facts.next.index();
            if pattern.kind.is_none_or(|kind| kind == facts.kind)
                && pattern.field.is_none_or(|field| field == facts.field)
            {
                let after = Goal { patterns: others, parent: goal.parent, at, rest: goal.rest };
                self.enter(pattern, child, Some(&after), predicates, roles);
            }
            if pattern.anchored {
                break;
            }
        }
    }

    fn holds(&self, predicates: &[Condition]) -> bool {
        predicates.iter().all(|Condition { slot, predicate }| {
            let node = self.locals.iter().find(|(local, _)| slot == local);
            node.is_some_and(|&(_, node)| {
                let text = self.tree.nodes[node].span.text(self.text);
                let is_wanted = |text: &str| predicate.texts.iter().any(|wanted| wanted == text);
                if predicate.words {
                    text.split(|c: char| !c.is_alphanumeric()).any(is_wanted)
                } else {
                    is_wanted(text) == predicate.expected
                }
            })
        })
    }
}
