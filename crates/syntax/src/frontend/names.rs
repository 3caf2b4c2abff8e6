//! Names: one walk that notes scopes, definitions, references, members, calls and what runs when.

mod expressions;
mod guards;
mod imports;
mod literals;
mod macros;
mod parts;
mod raises;
mod scopes;
mod tokens;
mod values;

use lintseq_core::{Index, IndexVec, UnitId};
use rustc_hash::FxHashMap;

use self::expressions::Pending;
use self::imports::IMPORTS;
use super::units::Units;
use crate::facts::{
    Bound, Branch, Call, ClassId, Definition, Demand, Exit, Expr, ExprId, Facts, FunctionId, Header,
    MemberStore, MemberUse, Protocol, ProtocolUse, Redirect, Reference, Scope, ScopeId, ScopeKind, Shape,
    Symbol, Undefinition, WriteTarget,
};
use crate::roles::{Role, Roles};
use crate::settings::Settings;
use crate::tree::{NodeId, Span, Tree};

/// The interned names of a program.
#[derive(Debug, Default)]
pub struct Names {
    symbols: FxHashMap<Box<str>, Symbol>,
}

impl Names {
    fn intern(&mut self, name: &str) -> Symbol {
        if let Some(&symbol) = self.symbols.get(name) {
            return symbol;
        }
        let symbol = Symbol::new(self.symbols.len());
        self.symbols.insert(name.into(), symbol);
        symbol
    }

    /// The text of every name.
    pub(crate) fn texts(&self) -> IndexVec<Symbol, &str> {
        let mut texts = IndexVec::from_elem("", self.symbols.len());
        for (text, &symbol) in &self.symbols {
            texts[symbol] = text;
        }
        texts
    }

    /// The symbol of a name that the program mentions.
    pub fn get(&self, name: &str) -> Option<Symbol> {
        self.symbols.get(name).copied()
    }
}

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
    walk.facts.symbols = walk.names.symbols.len();
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

/// Values that may have elements.
const ELEMENTS: Roles = Roles::of(&[Role::Foreign, Role::ScopeObject]);
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
    refs: FxHashMap<NodeId, crate::facts::ReferenceId>,
    /// The classes that nodes opened.
    class_nodes: FxHashMap<NodeId, ClassId>,
    /// Facts whose expressions are made when all references are known.
    pending: Vec<Pending>,
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
        let span = self.span(node);
        let unit = self.of_node[node];
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

    /// What a name's node is: a definition, a reference, or both.
    fn leaf(&mut self, roles: Roles, node: NodeId, here: Here, binds: bool) {
        let span = self.span(node);
        let unit = self.of_node[node];
        if roles.has(Role::ReferenceQuoted) {
            self.quoted(node, here);
        }
        if roles.has(Role::DefinitionImportPath) {
            self.import_path(node, here);
            return;
        }
        if roles.has(Role::Slot) {
            self.slot(node, here);
            return;
        }
        if roles.has(Role::MemberName)
            && self.tree.parent(node).is_some_and(|above| !self.roles[above].has(Role::Member))
        {
            self.taken(node, here);
        }
        if !roles.has(Role::Reference) {
            return;
        }
        let name = self.symbol(node);
        if roles.has(Role::DefinitionMacro) {
            self.define_macro(name, node, here);
            return;
        }
        if roles.has(Role::DefinitionOuter) {
            let scope = self.define_outer(name, node, here);
            if roles.has(Role::Special) {
                self.refer(name, node, Here { scope, ..here }, false);
            }
            return;
        }
        if roles.has(Role::RedirectGlobal) || roles.has(Role::RedirectOuter) {
            let global = roles.has(Role::RedirectGlobal);
            self.facts.redirects.push(Redirect { name, scope: here.scope, unit, global });
            return;
        }
        if roles.has(Role::DefinitionParameter) || roles.has(Role::DefinitionReceiver) {
            self.parameter(roles, name, node, here);
            return;
        }
        if roles.has(Role::DefinitionFunction)
            || roles.has(Role::DefinitionClass)
            || roles.has(Role::DefinitionConstructor)
        {
            // Made with the scope that it names.
            return;
        }
        if roles.has(Role::BindingHoisted) {
            let (scope, region, scope_region) = here.hoist;
            self.define(name, node, Here { scope, region, scope_region, ..here }, Bound::Value);
            return;
        }
        if roles.has(Role::Local) {
            let value = self.value_beside(node);
            let bound = if value.is_some() { Bound::Augmented } else { Bound::Declared };
            let definition = self.define(name, node, here, bound);
            if let Some(value) = value {
                let shape = self.shape(value);
                self.facts.definitions[definition].shape = shape;
            }
            if !binds {
                self.refer(name, node, here, false);
            }
            return;
        }
        if roles.has(Role::Undefinition) {
            let reign = Span { start: span.end, end: here.region.end };
            self.facts.undefinitions.push(Undefinition { name, scope: here.scope, unit, reign });
        }
        if roles.has(Role::Field) {
            self.define_member(name, node, here);
        }
        if binds {
            self.bind(node, here);
        } else {
            self.refer(name, node, here, false);
        }
    }

    /// Makes a name that is bound or used here a member of the class around too.
    fn define_member(&mut self, name: Symbol, node: NodeId, here: Here) {
        let scopes = std::iter::successors(Some(here.scope), |&scope| self.facts.scopes[scope].parent);
        let class =
            scopes.into_iter().find(|&scope| matches!(self.facts.scopes[scope].kind, ScopeKind::Class(_)));
        if let Some(scope) = class {
            self.define(name, node, Here { scope, ..here }, Bound::Value);
        }
    }

    /// Binds a name, to the value beside it where there is one.
    fn bind(&mut self, node: NodeId, here: Here) {
        let name = self.symbol(node);
        let definition = self.define(name, node, here, Bound::Value);
        if let Some(value) = self.value_beside(node) {
            let shape = self.shape(value);
            let facts = &mut self.facts.definitions[definition];
            facts.shape = shape;
            if shape == Shape::Nothing {
                facts.bound = Bound::Nothing;
            }
            if matches!(shape, Shape::Literal(_)) || self.roles[value].any(ELEMENTS) {
                self.facts.definitions[definition].elements = self.elements(value);
            }
            self.pending.push(Pending::Value(definition, value));
        }
    }

    fn refer(&mut self, name: Symbol, node: NodeId, here: Here, deferred: bool) {
        let (span, unit) = (self.span(node), self.of_node[node]);
        let (demand, writes) = (self.demand(node), self.writes(node));
        let arity = self.roles[node].has(Role::Callee).then(|| self.tree.parent(node)).flatten();
        let arity = arity.and_then(|call| self.argument_count(call));
        let scope = here.scope;
        let tells = self.roles[node].has(Role::Tells);
        let manner = self.manner(node);
        let reference = Reference { name, scope, unit, span, writes, arity, tells, deferred, manner, demand };
        let id = self.facts.references.push(reference);
        self.refs.insert(node, id);
        if writes {
            self.write(WriteTarget::Name(id), node, here);
        }
    }

    /// References in a text: every word that is no member of the one before.
    fn quoted(&mut self, node: NodeId, here: Here) {
        let span = self.span(node);
        let unit = self.of_node[node];
        let text = span.text(self.text);
        let mut before = ' ';
        let mut start = None;
        for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
            let in_word = c.is_alphanumeric() || c == '_';
            match (start, in_word) {
                (None, true) => start = Some(at),
                (Some(first), false) => {
                    start = None;
                    let word = &text[first..at];
                    let quote_prefix = matches!(c, '"' | '\'') && first == 0;
                    if before != '.' && !quote_prefix && !word.starts_with(|c: char| c.is_ascii_digit()) {
                        let name = self.names.intern(word);
                        let span = Span { start: span.start + first as u32, end: span.start + at as u32 };
                        let bare = Reference::bare(name, here.scope, unit, span);
                        self.facts.references.push(Reference { deferred: true, ..bare });
                    }
                    before = c;
                }
                (None, false) if !c.is_whitespace() => before = c,
                _ => {}
            }
        }
    }

    fn define(&mut self, name: Symbol, node: NodeId, here: Here, bound: Bound) -> crate::facts::DefinitionId {
        let span = self.span(node);
        let inline = self.facts.scopes[here.scope].kind == ScopeKind::Inline;
        let reign = if inline {
            self.facts.scopes[here.scope].span
        } else {
            Span { start: here.effect.max(span.end), end: here.region.end }
        };
        let id = self.facts.definitions.push(Definition {
            name,
            scope: here.scope,
            unit: self.of_node[node],
            at: span.start,
            reign,
            unconditional: inline || here.region == here.scope_region,
            bound,
            hoisted: self.roles[node].has(Role::Hoisted),
            duty: self.duty(node),
            optional: self.roles[node].has(Role::Optional),
            open: bound == Bound::Value && self.is_open(node),
            forward: self.roles[node].has(Role::Forward),
            is_abstract: self.roles[node].has(Role::Abstract),
            signature: self.signature(node),
            declared: None,
            value: None,
            shape: Shape::Open,
            elements: Vec::new(),
        });
        if self.types
            && matches!(bound, Bound::Value | Bound::Nothing | Bound::Parameter | Bound::Declared)
            && let Some(declared) = self.type_beside(node)
        {
            self.pending.push(Pending::Declared(id, declared));
        }
        id
    }

    fn parameter(&mut self, roles: Roles, name: Symbol, node: NodeId, here: Here) {
        let mut bound = Bound::Parameter;
        if roles.has(Role::DefinitionReceiver)
            && let Some(function) = here.function
            && let Some(class) = self.facts.functions[function].class
        {
            bound = Bound::Receiver(class);
        }
        let definition = self.define(name, node, here, bound);
        let scope = self.facts.scopes[here.scope].span;
        self.facts.definitions[definition].reign = scope;
        self.facts.definitions[definition].unconditional = true;
    }

    fn results(&mut self, roles: Roles, node: NodeId, here: Here) {
        let stream = roles.has(Role::ResultStream);
        if !(stream || roles.has(Role::Result)) {
            return;
        }
        let unit = self.of_node[node];
        let value = self.tree.children(node).next();
        let shape =
            if stream { Shape::Open } else { value.map_or(Shape::Open, |value| self.result_shape(value)) };
        if let (Some(function), Some(value)) = (here.function, value)
            && !stream
        {
            self.pending.push(Pending::Result(function, value));
        }
        if let Some(function) = here.function {
            let function = &mut self.facts.functions[function];
            if stream && !function.stream {
                function.stream = true;
                function.results.clear();
            }
            if stream == function.stream {
                function.results.push((unit, shape));
            }
        }
    }

    /// Calls and uses that the language turns into members.
    fn uses(&mut self, roles: Roles, node: NodeId) {
        let (span, unit) = (self.span(node), self.of_node[node]);
        if roles.has(Role::Call)
            && let Some(callee) = self.child_with(node, Role::Callee)
        {
            let span = self.span(callee);
            self.pending.push(Pending::Call(self.facts.calls.len(), callee));
            let used = !roles.has(Role::Unused);
            let demand = self.demand(node);
            let implied = self.roles[callee].has(Role::This).then_some(0);
            let arity = self.argument_count(node).or(implied);
            self.facts.calls.push(Call { callee: ExprId::new(0), unit, arity, span, used, demand });
        }
        let protocols = [
            (Role::UseIterate, Protocol::Iterate),
            (Role::UseSubscript, Protocol::Subscript),
            (Role::UseEnter, Protocol::Enter),
            (Role::UseContains, Protocol::Contains),
            (Role::UseOperate, Protocol::Operate),
        ];
        for (role, protocol) in protocols {
            if roles.has(role) {
                self.pending.push(Pending::Protocol(self.facts.protocol_uses.len(), node));
                self.facts.protocol_uses.push(ProtocolUse { object: ExprId::new(0), protocol, unit, span });
            }
        }
    }

    fn member(&mut self, node: NodeId, binds: bool, here: Here) {
        let (Some(object), Some(name)) =
            (self.child_with(node, Role::MemberObject), self.child_with(node, Role::MemberName))
        else {
            return;
        };
        let unit = self.of_node[node];
        let symbol = self.name(name);
        let span = self.span(name);
        if binds {
            let value = self.value_beside(node);
            self.pending.push(Pending::Store(self.facts.stores.len(), object));
            let shape = value.map_or(Shape::Open, |value| self.shape(value));
            if let Some(value) = value {
                self.pending.push(Pending::StoreValue(self.facts.stores.len(), value));
            }
            self.facts.stores.push(MemberStore {
                value: None,
                object: ExprId::new(0),
                name: symbol,
                unit,
                at: span.start,
                function: here.function,
                shape,
            });
        } else {
            self.pending.push(Pending::MemberUse(self.facts.member_uses.len(), object));
            self.facts.member_uses.push(MemberUse {
                object: ExprId::new(0),
                name: symbol,
                unit,
                span,
                arity: self.argument_count(node),
                function: here.function,
                demand: self.demand(node),
            });
            if self.writes(node) {
                self.write(WriteTarget::Member(self.facts.member_uses.len() - 1), node, here);
            }
        }
    }

    /// A member that a pattern takes out of an object.
    fn taken(&mut self, node: NodeId, here: Here) {
        let patterns =
            self.tree.ancestors(node).take_while(|&above| self.roles[above].has(Role::BindingFields)).take(2);
        let object = patterns
            .into_iter()
            .find_map(|pattern| self.type_beside(pattern).or_else(|| self.value_beside(pattern)));
        let (name, span) = (self.name(node), self.span(node));
        if let Some(object) = object {
            self.pending.push(Pending::Taken(self.facts.member_uses.len(), object));
        }
        let unknown = self.facts.exprs.push(Expr::Unknown);
        self.facts.member_uses.push(MemberUse {
            object: unknown,
            name,
            unit: self.of_node[node],
            span,
            arity: None,
            function: here.function,
            demand: Demand::Any,
        });
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
