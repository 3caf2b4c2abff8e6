//! The engine: facts become the dependency graph. It contains no language and no parser.
//!
//! Where in doubt it adds a requirement: a graph that asks for too much company makes an edit larger, one
//! that asks for too little makes a state that does not hold.

mod claims;
mod classes;
mod conformance;
mod guards;
mod handlers;
mod imports;
mod inference;
mod lexical;
mod members;
mod ordered;
mod parts;
mod redirect;
mod resolve;
mod shapes;
mod unset;
mod used;

use lintseq_core::{DependencyGraph, Requirement, Rule, UnitId, Why};
use rustc_hash::{FxHashMap, FxHashSet};

use self::classes::Classes;
use self::resolve::Resolution;
use crate::facts::{Demand, Facts, Literal, Shape, Symbol};
use crate::frontend::Names;
use crate::settings::Resolution::{Dynamic, Lexical, Ordered};
use crate::settings::Settings;
use crate::tree::Span;

/// Makes the graph of a program.
pub fn graph(settings: &Settings, mut facts: Facts, names: &Names) -> DependencyGraph {
    let words = Words::new(settings, names);
    let mut requirements = Requirements::new(std::mem::take(&mut facts.requirements));
    if settings.resolution == Ordered {
        ordered::require(&facts, settings, names, &words, &mut requirements);
        return DependencyGraph::new(facts.units, requirements.list);
    }
    let resolution = match settings.resolution {
        Dynamic => resolve::resolve(&mut facts, &words, &mut requirements),
        Lexical | Ordered => lexical::resolve(&facts, settings, &words, &mut requirements),
    };
    let classes = Classes::new(&facts, &resolution, &words);
    let program =
        Program { facts: &facts, resolution: &resolution, classes: &classes, words: &words, settings, names };
    if settings.implicit_members {
        lexical::require_inherited(&program, &mut requirements);
    }
    used::require(&program, &mut requirements);
    if !settings.implied_bases.is_empty() {
        conformance::require_implied(&program, &mut requirements);
    }
    if settings.complete_classes {
        conformance::require_declared(&program, &mut requirements);
        handlers::require(&program, &mut requirements);
    }
    unset::require(&program, &mut requirements);
    members::require(&program, &mut requirements);
    parts::require(&program, &mut requirements);
    inference::require(&program, &mut requirements);
    imports::require(&program, &mut requirements);
    claims::require(&program, &mut requirements);
    guards::require(&program, &mut requirements);
    if settings.checked_objects {
        shapes::require(&program, &mut requirements);
    }
    DependencyGraph::new(facts.units, requirements.list)
}

/// What is known of a program once its names are resolved.
struct Program<'a> {
    facts: &'a Facts,
    resolution: &'a Resolution,
    classes: &'a Classes<'a>,
    words: &'a Words,
    settings: &'a Settings,
    names: &'a Names,
}

/// The settings' names as the program's symbols.
struct Words {
    lexical: bool,
    checked_objects: bool,
    builtins: FxHashSet<Symbol>,
    star: Option<Symbol>,
    initializers: Vec<Symbol>,
    constructors: Vec<Symbol>,
    returning: Vec<Symbol>,
    fallbacks: Vec<Symbol>,
    together: Vec<(Symbol, Symbol)>,
    functions_apart: bool,
    optional_overrides: Vec<Symbol>,
    unchecked: Vec<Symbol>,
    complete_bases: Vec<Symbol>,
    catch_all: Vec<Symbol>,
    raisers: FxHashMap<Symbol, Vec<Symbol>>,
    implied_bases: Vec<Vec<Symbol>>,
    iterate: Vec<Vec<Symbol>>,
    subscript: Vec<Vec<Symbol>>,
    enter: Vec<Vec<Symbol>>,
    contains: Vec<Vec<Symbol>>,
    operate: Vec<Vec<Symbol>>,
    call: Vec<Vec<Symbol>>,
    abstract_bases: FxHashMap<Symbol, Vec<Symbol>>,
}

impl Words {
    fn new(settings: &Settings, names: &Names) -> Self {
        let all = |list: &[String]| list.iter().filter_map(|name| names.get(name)).collect::<Vec<_>>();
        let groups = |list: &[Vec<String>]| {
            list.iter().map(|group| all(group)).filter(|group| !group.is_empty()).collect::<Vec<_>>()
        };
        let star = names.get("*");
        Self {
            lexical: settings.resolution != Dynamic,
            checked_objects: settings.checked_objects,
            // Built-in names matter only where a star import might define others.
            builtins: if star.is_some() || settings.resolution == Ordered {
                all(&settings.builtins).into_iter().collect()
            } else {
                FxHashSet::default()
            },
            star,
            initializers: all(&settings.initializers),
            constructors: all(&settings.constructors),
            returning: all(&settings.returning),
            fallbacks: all(&settings.fallbacks),
            together: settings
                .together
                .iter()
                .filter_map(|[first, second]| Some((names.get(first)?, names.get(second)?)))
                .collect(),
            functions_apart: settings.functions_apart,
            optional_overrides: all(&settings.optional_overrides),
            unchecked: all(&settings.unchecked),
            complete_bases: all(&settings.complete_bases),
            catch_all: all(&settings.catch_all),
            raisers: settings
                .raisers
                .iter()
                .filter_map(|(raised, raisers)| Some((names.get(raised)?, all(raisers))))
                .collect(),
            implied_bases: settings
                .implied_bases
                .iter()
                .filter_map(|group| group.iter().map(|name| names.get(name)).collect())
                .collect(),
            iterate: groups(&settings.protocols.iterate),
            subscript: groups(&settings.protocols.subscript),
            enter: groups(&settings.protocols.enter),
            contains: groups(&settings.protocols.contains),
            operate: groups(&settings.protocols.operate),
            call: groups(&settings.protocols.call),
            abstract_bases: settings
                .abstract_bases
                .iter()
                .filter_map(|(base, members)| Some((names.get(base)?, all(members))))
                .collect(),
        }
    }
}

/// Requirements, each once.
struct Requirements {
    list: Vec<Requirement>,
    seen: FxHashSet<(UnitId, UnitId, Option<UnitId>)>,
}

impl Requirements {
    fn new(list: Vec<Requirement>) -> Self {
        Self { list, seen: FxHashSet::default() }
    }

    /// The user needs one of the alternatives.
    fn any(
        &mut self,
        user: UnitId,
        mut alternatives: Vec<UnitId>,
        unless: Option<UnitId>,
        rule: Rule,
        span: Span,
    ) {
        if let [only] = alternatives[..] {
            self.one(user, only, unless, rule, span);
        } else if !alternatives.is_empty() && !alternatives.contains(&user) {
            alternatives.sort_unstable();
            alternatives.dedup();
            let why = Why { rule, span: (span.start, span.end) };
            self.list.push(Requirement { user, alternatives, unless, why });
        }
    }

    /// A use that can meet several values needs more than those that are known not to do: where some bind
    /// nothing, also one that binds something; where some are literals of a kind, and the use asks for what
    /// they may not have, also one of another kind.
    fn fill(
        &mut self,
        user: UnitId,
        values: &[(UnitId, Shape)],
        demand: Demand,
        unless: Option<UnitId>,
        span: Span,
    ) {
        for (at, &(_, poor)) in values.iter().enumerate() {
            let asked = match poor {
                Shape::Nothing => true,
                Shape::Literal(Literal::PLAIN) => matches!(demand, Demand::Class | Demand::Call),
                Shape::Literal(_) => matches!(demand, Demand::Class | Demand::Call | Demand::Pass),
                Shape::Call(_) | Shape::Name(_) => demand == Demand::Class,
                Shape::Open => false,
            };
            if asked && values[..at].iter().all(|&(_, before)| before != poor) {
                let fit = values.iter().filter(|(_, shape)| *shape != poor && *shape != Shape::Nothing);
                self.any(user, fit.map(|&(unit, _)| unit).collect(), unless, Rule::Value, span);
            }
        }
    }

    /// The user needs this unit.
    fn one(&mut self, user: UnitId, needed: UnitId, unless: Option<UnitId>, rule: Rule, span: Span) {
        if user != needed && self.seen.insert((user, needed, unless)) {
            let why = Why { rule, span: (span.start, span.end) };
            self.list.push(Requirement { user, alternatives: vec![needed], unless, why });
        }
    }
}
