//! Names: one walk that notes scopes, definitions, references, members, calls and what runs when.

mod expressions;
mod guards;
mod imports;
mod interned;
mod leaves;
mod literals;
mod macros;
mod parts;
mod raises;
mod scopes;
mod tokens;
mod uses;
mod values;

use lintseq_core::{IndexVec, UnitId};
use rustc_hash::FxHashMap;

use self::expressions::Pending;
use self::imports::IMPORTS;
pub use self::interned::Names;
use super::units::Units;
use crate::facts::{
    Bound, Branch, ClassId, Exit, ExprId, Facts, FunctionId, Header, ReferenceId, Scope, ScopeId, ScopeKind,
    Symbol,
};
use crate::roles::{Role, Roles};
use crate::settings::Settings;
use crate::tree::{NodeId, Span, Tree};

/// Finds the names of a program, and hands its units on.
pub(super) fn find(
    settings: &Settings,
    tree: &Tree,
    roles: &IndexVec<NodeId, Roles>,
    text: &str,
    units: Units,
) -> (Facts, Names) {
    let mentions = |role| roles.iter().any(|roles| roles.has(role));
    let mut walk = Walk {
        settings,
        tree,
        roles,
        text,
        of_node: units.of_node,
        facts: Facts {
            units: units.all,
            requirements: units.requirements,
            faults: tree.errors.clone(),
            ..Facts::default()
        },
        names: Names::default(),
        refs: FxHashMap::default(),
        class_nodes: FxHashMap::default(),
        pending: Vec::new(),
        exprs: FxHashMap::default(),
        types: mentions(Role::Type),
        extensions: mentions(Role::ClassExtended),
        signatures: mentions(Role::Signature),
        operators: Some(settings.operators.as_str()).filter(|word| !word.is_empty() && text.contains(word)),
    };
    let root = tree.root();
    let span = Span { start: 0, end: text.len() as u32 + 1 };
    let scope = walk.facts.scopes.push(Scope { kind: ScopeKind::Program, parent: None, span, open: true });
    let here = Here {
        scope,
        region: span,
        scope_region: span,
        hoist: (scope, span, span),
        around: None,
        branch: None,
        function: None,
        binding: false,
        hoisting: false,
        effect: 0,
    };
    walk.visit(root, here);
    walk.bind_values();
    walk.facts.symbols = walk.names.len();
    (walk.facts, walk.names)
}

const SCOPES: Roles = Roles::of(&[
    Role::ScopeFunction,
    Role::ScopeClass,
    Role::ScopeObject,
    Role::ScopeInline,
    Role::ScopeBlock,
]);

const PATTERNS: Roles = Roles::of(&[Role::BindingPattern, Role::BindingFields]);

const QUOTES: [char; 3] = ['"', '\'', '`'];

const GUARDS: Roles = Roles::of(&[Role::Guard, Role::GuardRest]);

const RAISING: Roles = Roles::of(&[Role::Handled, Role::Raise]);

/// Where the walk is.
#[derive(Clone, Copy)]
struct Here {
    scope: ScopeId,
    /// The innermost code that may not run.
    region: Span,
    /// The region that the scope itself is: a definition there is unconditional.
    scope_region: Span,
    /// The nearest scope that is not inline, the region there, and that scope's own region.
    hoist: (ScopeId, Span, Span),
    /// Where the nearest scope itself stands: its scope, region and scope region.
    around: Option<(ScopeId, Span, Span)>,
    branch: Option<usize>,
    function: Option<FunctionId>,
    binding: bool,
    /// Whether what is bound belongs to the scope that `hoist` names.
    hoisting: bool,
    effect: u32,
}

struct Walk<'a> {
    settings: &'a Settings,
    tree: &'a Tree,
    roles: &'a IndexVec<NodeId, Roles>,
    text: &'a str,
    of_node: IndexVec<NodeId, UnitId>,
    facts: Facts,
    names: Names,
    /// The reference that a name's node became.
    refs: FxHashMap<NodeId, ReferenceId>,
    /// The classes that nodes opened.
    class_nodes: FxHashMap<NodeId, ClassId>,
    /// Facts whose expressions are made when all references are known.
    pending: Vec<Pending>,
    /// The expressions that nodes became.
    exprs: FxHashMap<NodeId, ExprId>,
    /// Whether any type is declared, and any class extended: looking for them costs time.
    types: bool,
    extensions: bool,
    signatures: bool,
    /// What the names of operators begin with, where the program gives any a meaning.
    operators: Option<&'a str>,
}

impl Walk<'_> {
    fn span(&self, node: NodeId) -> Span {
        self.tree.nodes[node].span
    }

    fn name(&mut self, node: NodeId) -> Symbol {
        let text = self.tree.nodes[node].span.text(self.text);
        // A member may be named by a text: `{ "x-y": 1 }`.
        let quoted = self.roles[node].has(Role::Foreign);
        self.names.intern(if quoted { text.trim_matches(QUOTES) } else { text })
    }

    fn visit(&mut self, node: NodeId, mut here: Here) {
        let roles = self.roles[node];
        if roles.is_empty() {
            let inside = Here { binding: false, hoisting: false, ..here };
            for child in self.tree.children(node) {
                self.visit(child, inside);
            }
            return;
        }
        here = self.place(roles, node, here);
        self.note(roles, node, here);
        if roles.has(Role::Tokens) {
            self.tokens(node, here);
            return;
        }

        // What a scope's header binds belongs outside; the walk below enters the scope for the rest.
        let outer = here;
        // A namespace is one scope with its block.
        let opened = roles.has(Role::ScopeBlock)
            && self.tree.parent(node).is_some_and(|above| self.roles[above].has(Role::ScopeOpen));
        if roles.any(SCOPES) && !opened {
            here = self.enter(roles, node, here);
        }

        let binds = (roles.has(Role::Binding) || here.binding || self.captures(roles, node))
            && !roles.has(Role::Unbound);
        let hoists = binds && (roles.has(Role::BindingHoisted) || here.hoisting);
        (here.binding, here.hoisting) = (false, false);
        if roles.any(PATTERNS) && binds {
            (here.binding, here.hoisting) = (true, hoists);
        } else if hoists && roles.has(Role::Reference) {
            let (scope, region, scope_region) = here.hoist;
            self.bind(node, Here { scope, region, scope_region, ..here });
        } else if roles.has(Role::Member) {
            self.member(node, binds, here);
        } else if roles.any(IMPORTS) {
            self.import(roles, node, here);
        } else if !roles.has(Role::Ignore) {
            self.leaf(roles, node, outer, binds);
        }
        for child in self.tree.children(node) {
            self.visit(child, here);
        }
    }

    /// Where the walk is inside a node, apart from scopes.
    fn place(&mut self, roles: Roles, node: NodeId, mut here: Here) -> Here {
        let (span, unit) = (self.span(node), self.of_node[node]);
        if roles.has(Role::Outside)
            && let Some((scope, region, scope_region)) = here.around
        {
            (here.scope, here.region, here.scope_region) = (scope, region, scope_region);
        }
        if roles.has(Role::Effect) {
            here.effect = span.end;
        }
        if roles.has(Role::EffectNext) {
            here.effect = self.next_sibling(node).map_or(span.end, |next| self.span(next).end);
        }
        if roles.has(Role::Region) {
            here.region = span;
            if let Some(branch) = here.branch.take()
                && !self.facts.branches[branch].clauses.contains(&unit)
            {
                self.facts.branches[branch].clauses.push(unit);
            }
        }
        if roles.has(Role::Branches) {
            here.branch = Some(self.facts.branches.len());
            self.facts.branches.push(Branch { span, clauses: Vec::new() });
        }
        here
    }

    /// The facts that a node is whatever it binds.
    fn note(&mut self, roles: Roles, node: NodeId, here: Here) {
        let (span, unit) = (self.span(node), self.of_node[node]);
        if roles.has(Role::Loop) {
            self.facts.loops.push(span);
        }
        if roles.has(Role::Exit) {
            self.facts.exits.push(Exit { at: span.start, unit });
        }
        if roles.any(GUARDS) {
            self.guard(node);
        }
        if roles.has(Role::DefinitionStar) {
            let name = self.names.intern("*");
            self.define(name, node, here, Bound::Star);
        }
        if roles.any(RAISING) {
            self.raising(roles, node);
        }
        if roles.has(Role::DefinitionHeader) {
            let name = self.name(node);
            self.facts.headers.push(Header { name, unit, at: span.start });
        }
        if roles.has(Role::ScopeShared) {
            self.facts.shared_scopes.push(span);
        }
        self.results(roles, node, here);
        self.uses(roles, node);
        self.parts(roles, node);
        if roles.has(Role::Operator) {
            self.operator(node);
        }
    }

    fn child_with(&self, node: NodeId, role: Role) -> Option<NodeId> {
        self.tree.children(node).find(|&child| self.roles[child].has(role))
    }

    fn next_sibling(&self, node: NodeId) -> Option<NodeId> {
        let parent = self.tree.parent(node)?;
        let next = self.tree.nodes[node].next;
        (next < self.tree.nodes[parent].next).then_some(next)
    }
}
