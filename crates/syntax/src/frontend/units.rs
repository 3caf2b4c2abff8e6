//! Units: which lines come and go together, and what structure alone requires.

use lintseq_core::{Index, IndexVec, LineId, Requirement, Rule, Source, Unit, UnitId, Why};

use crate::roles::{Role, Roles};
use crate::tree::{NodeId, Span, Tree};

/// Elements of one list beyond this number come in runs, so that a long table is not hundreds of edits.
const ELEMENT_UNITS: usize = 12;

const ELEMENTS: Roles =
    Roles::of(&[Role::Element, Role::ElementKept, Role::ElementClosed, Role::ElementFree]);

/// The units of a program.
#[derive(Debug, Default)]
pub(super) struct Units {
    /// The units, parents first.
    pub all: IndexVec<UnitId, Unit>,
    /// The innermost unit around each node.
    pub of_node: IndexVec<NodeId, UnitId>,
    /// What structure requires.
    pub requirements: Vec<Requirement>,
}

/// Finds the units of a program. There is always at least one.
pub(super) fn find(tree: &Tree, roles: &mut IndexVec<NodeId, Roles>, source: &Source<'_>) -> Units {
    let unbalanced = seal_errors(tree, roles, source.text());
    let mut finder = Finder {
        tree,
        roles,
        source,
        units: IndexVec::new(),
        rows: IndexVec::new(),
        links: Vec::new(),
        of_node: IndexVec::from_elem(UnitId::new(0), tree.nodes.len()),
        solid: vec![false; source.line_count()],
        requirements: Vec::new(),
        last: Vec::new(),
        unbalanced,
        kept: Vec::new(),
    };
    finder.visit(tree.root(), None, false);
    if finder.units.is_empty() {
        let lines = source.lines().collect();
        finder.units.push(Unit { parent: None, lines });
    } else {
        finder.require_last();
        finder.require_kept();
        super::lines::assign(source, tree, &finder.solid, &finder.rows, &mut finder.units);
    }
    Units { all: finder.units, of_node: finder.of_node, requirements: finder.requirements }
}

/// Makes the smallest unit around every error atomic: its faults are its own. Where no unit encloses one, the
/// parser has lost its way, and the program is one piece.
///
/// What opens or closes there and does not balance holds for what is around as well.
fn seal_errors(tree: &Tree, roles: &mut IndexVec<NodeId, Roles>, text: &str) -> Vec<NodeId> {
    let mut unbalanced = Vec::new();
    for &error in &tree.errors {
        let smallest = tree.nodes.iter_enumerated().rfind(|(node, facts)| {
            let encloses = facts.span.start <= error.start && error.end <= facts.span.end;
            encloses && roles[*node].has(Role::Unit) && starts_line(text, facts.span.start)
        });
        let (node, facts) = smallest.unwrap_or((tree.root(), &tree.nodes[tree.root()]));
        roles[node].insert(Role::Atomic);
        if !is_balanced(facts.span.text(text)) {
            roles[node].insert(Role::Kept);
            unbalanced.push(node);
        }
    }
    unbalanced
}

/// Whether nothing but white space stands before a byte on its line.
fn starts_line(text: &str, byte: u32) -> bool {
    let before = text[..byte as usize].trim_end_matches([' ', '\t', '\x0c', '\u{feff}']);
    before.is_empty() || before.ends_with(['\n', '\r'])
}

/// Whether as many brackets, and conditional parts of the text, close as open.
fn is_balanced(text: &str) -> bool {
    let count = |c: char| text.matches(c).count();
    let directives = |word: &str| {
        let lines = text.lines().filter_map(|line| line.trim_start().strip_prefix('#'));
        lines.filter(|line| line.trim_start().starts_with(word)).count()
    };
    count('{') == count('}')
        && count('(') == count(')')
        && count('[') == count(']')
        && directives("if") == directives("endif")
}

struct Finder<'a> {
    tree: &'a Tree,
    roles: &'a IndexVec<NodeId, Roles>,
    source: &'a Source<'a>,
    units: IndexVec<UnitId, Unit>,
    /// First and last line of each unit's code.
    rows: IndexVec<UnitId, (LineId, LineId)>,
    /// The units that are links of a chain.
    links: Vec<UnitId>,
    of_node: IndexVec<NodeId, UnitId>,
    /// Lines that start inside a token or an atomic node: neither blank nor comment, whatever they look like.
    solid: Vec<bool>,
    requirements: Vec<Requirement>,
    /// Units that all others need.
    last: Vec<UnitId>,
    /// Nodes at fault in which brackets do not balance.
    unbalanced: Vec<NodeId>,
    /// Units of the program itself that hold for what is around.
    kept: Vec<UnitId>,
}

impl Finder<'_> {
    fn visit(&mut self, node: NodeId, unit: Option<UnitId>, mut atomic: bool) {
        if let Some(unit) = unit {
            self.of_node[node] = unit;
        }
        if self.roles[node].has(Role::Atomic) {
            let (first, last) = self.rows_of(self.tree.nodes[node].span);
            self.solid[first.index() + 1..=last.index()].fill(true);
            atomic = true;
        }
        if atomic {
            for child in self.tree.children(node) {
                self.visit(child, unit, true);
            }
            return;
        }
        let tree = self.tree;
        let mut parts = Parts::new(self.splits(node));
        // The units of clauses and partners, for what they require of each other.
        let (mut one_of, mut partners, mut needy) = (Vec::new(), Vec::new(), Vec::new());
        let mut attached: Vec<NodeId> = Vec::new();
        let mut said: Option<UnitId> = None;
        let mut section: Option<UnitId> = None;
        let why = |rule| Why { rule, span: (0, 0) };
        for child in tree.children(node) {
            let roles = self.roles[child];
            if roles.has(Role::Attached) {
                attached.push(child);
                continue;
            }
            let mut span = tree.nodes[child].span;
            if let Some(&first) = attached.first() {
                span.start = tree.nodes[first].span.start;
            }
            if roles.has(Role::UnitChained) {
                span.start = self.word_before(child);
            }
            let inside = self.part(child, span, unit, &mut parts);
            if roles.has(Role::Echo)
                && let (Some(user), Some(said)) = (inside, said)
            {
                self.require(user, vec![said], Why { rule: Rule::Clause, span: (0, 0) });
            } else {
                said = inside;
            }
            if let (Some(inside), Some(unit), true) = (inside, unit, self.is_kept(child)) {
                self.require(unit, vec![inside], Why { rule: Rule::Clause, span: (0, 0) });
            }
            if let Some(inside) = inside {
                if roles.has(Role::Section) {
                    section = Some(inside);
                } else if let Some(section) = section.filter(|&section| section != inside) {
                    self.require(inside, vec![section], why(Rule::Clause));
                }
                if unit.is_none() && self.unbalanced.contains(&child) {
                    self.kept.push(inside);
                }
                for (role, list) in [
                    (Role::OneOf, &mut one_of),
                    (Role::Partner, &mut partners),
                    (Role::PartnerNeeded, &mut needy),
                    (Role::Last, &mut self.last),
                ] {
                    if roles.has(role) {
                        list.push(inside);
                    }
                }
            }
            for part in attached.drain(..).chain([child]) {
                self.visit(part, inside, false);
            }
        }
        for part in attached {
            self.visit(part, unit, false);
        }
        if let Some(unit) = unit {
            if self.roles[node].has(Role::BlockRequired) && parts.whole {
                self.require(unit, parts.made.clone(), why(Rule::Block));
            }
            let kept = tree.children(node).any(|child| self.roles[child].has(Role::ElementKept));
            if kept && parts.whole {
                self.require(unit, parts.made, why(Rule::Element));
            }
            self.require(unit, one_of, why(Rule::Clause));
        }
        for user in needy {
            self.require(user, partners.clone(), why(Rule::Clause));
        }
    }

    /// Whether what is around a node needs it.
    fn is_kept(&self, node: NodeId) -> bool {
        let roles = self.roles[node];
        let closes = || {
            let (nodes, next) = (&self.tree.nodes, self.tree.nodes[node].next);
            let follows = next < nodes[nodes[node].parent].next;
            let line = |byte: u32| self.source.line_at(byte);
            follows && line(nodes[next].span.start) == line(nodes[node].span.end - 1)
        };
        roles.has(Role::Kept) || (roles.has(Role::KeptClosing) && closes())
    }

    /// The unit of a child, which may be a new one.
    fn part(&mut self, child: NodeId, span: Span, unit: Option<UnitId>, parts: &mut Parts) -> Option<UnitId> {
        let roles = self.roles[child];
        if roles.has(Role::UnitChained)
            && let Some(rows) = self.link_rows(child, span)
        {
            // Links of one chain stand side by side, however deep the grammar nests them.
            let around = unit.filter(|unit| self.links.contains(unit));
            let parent = around.map_or(unit, |link| self.units[link].parent);
            let id = self.open(parent, rows);
            self.links.push(id);
            parts.made.push(id);
            return Some(id);
        }
        let is_element = roles.any(ELEMENTS) && matches!(parts.splits, Splits::Elements { .. });
        if !(roles.has(Role::Unit) || roles.has(Role::UnitChained) || is_element) {
            return unit;
        }
        if !is_element && self.closes_after(span.end) {
            parts.whole = false;
            return unit;
        }
        if self.starts_line(span.start) {
            let joins = is_element && parts.run.is_some() && parts.in_run < parts.per_run;
            if !joins {
                let id = self.open(unit, self.rows_of(span));
                parts.made.push(id);
                parts.run = Some(id);
                parts.in_run = 0;
            }
        }
        let Some(run) = parts.run else {
            parts.whole = false;
            return unit;
        };
        let (_, last) = self.rows_of(span);
        self.rows[run].1 = self.rows[run].1.max(last);
        if is_element && self.ends_line(span.end) {
            parts.in_run += 1;
        }
        Some(run)
    }

    fn open(&mut self, parent: Option<UnitId>, rows: (LineId, LineId)) -> UnitId {
        self.rows.push(rows);
        self.units.push(Unit { parent, lines: Vec::new() })
    }

    fn require(&mut self, user: UnitId, alternatives: Vec<UnitId>, why: Why) {
        if !alternatives.is_empty() {
            self.requirements.push(Requirement { user, alternatives, unless: None, why });
        }
    }

    /// What holds for the whole program, and nothing else tells for what, comes together.
    fn require_kept(&mut self) {
        for (at, &kept) in self.kept.clone().iter().enumerate() {
            let next = self.kept[(at + 1) % self.kept.len()];
            if next != kept {
                self.require(kept, vec![next], Why { rule: Rule::Clause, span: (0, 0) });
            }
        }
    }

    fn require_last(&mut self) {
        for &last in &self.last {
            for (unit, facts) in self.units.iter_enumerated() {
                if facts.parent.is_none() && unit != last && !self.last.contains(&unit) {
                    let why = Why { rule: Rule::Last, span: (0, 0) };
                    self.requirements.push(Requirement {
                        user: unit,
                        alternatives: vec![last],
                        unless: None,
                        why,
                    });
                }
            }
        }
    }

    /// How the children of a node come apart.
    fn splits(&self, node: NodeId) -> Splits {
        let (mut runs, mut last, mut closed) = (0, None, false);
        let mut attached = None;
        for child in self.tree.children(node) {
            let mut span = self.tree.nodes[child].span;
            if self.roles[child].has(Role::Attached) {
                attached.get_or_insert(span.start);
                continue;
            }
            span.start = attached.take().unwrap_or(span.start);
            if !self.roles[child].any(ELEMENTS) {
                continue;
            }
            let free = self.roles[child].has(Role::ElementFree);
            if last.is_none()
                && !(self.starts_line(span.start)
                    && (free || self.is_bracketed(self.tree.nodes[node].span, span)))
            {
                return Splits::Statements;
            }
            closed |= self.roles[child].has(Role::ElementClosed);
            // A run must start and end with its lines, or the list stays whole.
            let previous_ends = last.is_none_or(|last: Span| self.ends_line(last.end));
            if self.starts_line(span.start) {
                if !previous_ends || last.is_some_and(|last: Span| self.separated_below(last.end, span.start))
                {
                    return Splits::Statements;
                }
                runs += 1;
            }
            last = Some(span);
        }
        match last {
            Some(last) if self.ends_line(last.end) && (!closed || self.has_separator(last.end)) => {
                Splits::Elements { runs }
            }
            _ => Splits::Statements,
        }
    }

    /// The lines of a link: from the line on which a bracket closes what is before it to the line before the
    /// bracket that closes the link itself, which then closes what is before. Nothing where lines do not part so.
    fn link_rows(&self, node: NodeId, span: Span) -> Option<(LineId, LineId)> {
        let first = self.source.line_at(span.start);
        let before = &self.source.text()[self.source.start(first) as usize..span.start as usize];
        if before.trim() != "}" {
            return None;
        }
        let next = self.next_link(node).unwrap_or(span.end - 1);
        let closing = self.source.line_at(next);
        let starts = self.source.line(closing).trim_start().starts_with('}');
        (starts && closing > first).then(|| (first, LineId::new(closing.index() - 1)))
    }

    /// Where a link begins: with itself, or with the word between it and what is before, such as an `else` for
    /// which the grammar has no node.
    fn word_before(&self, node: NodeId) -> u32 {
        let start = self.tree.nodes[node].span.start;
        let parent = self.tree.parent(node);
        let siblings = parent.into_iter().flat_map(|parent| self.tree.children(parent));
        let Some(previous) = siblings.take_while(|&sibling| sibling != node).last() else { return start };
        let from = self.tree.nodes[previous].span.end;
        let between = &self.source.text()[from as usize..start as usize];
        let word = between.trim_end().rfind(|c: char| !c.is_alphanumeric()).map_or(0, |at| at + 1);
        if between[word..].trim().is_empty() { start } else { from + word as u32 }
    }

    /// Where the next link begins that the grammar nests at the end of this one.
    fn next_link(&self, node: NodeId) -> Option<u32> {
        let end = self.tree.nodes[node].span.end;
        let mut below = self.tree.children(node).last()?;
        while self.tree.nodes[below].span.end == end {
            if self.roles[below].has(Role::UnitChained) {
                let start = self.tree.nodes[below].span.start;
                return Some(start);
            }
            below = self.tree.children(below).last()?;
        }
        None
    }

    fn rows_of(&self, span: Span) -> (LineId, LineId) {
        (self.source.line_at(span.start), self.source.line_at(span.end.max(span.start + 1) - 1))
    }

    /// Whether nothing but white space stands before a byte on its line, and the line is no continuation.
    fn starts_line(&self, byte: u32) -> bool {
        let line = self.source.line_at(byte);
        let start = self.source.start(line) as usize;
        let text = self.source.text();
        let before = text[start..byte as usize].trim_start_matches('\u{feff}');
        if !before.bytes().all(|b| matches!(b, b' ' | b'\t' | b'\x0c')) {
            return false;
        }
        let above = text[..start].trim_end_matches(['\n', '\r']);
        !(above.ends_with('\\') && above.len() + 2 >= start)
    }

    /// Whether nothing but a separator, white space and a comment follows on the line.
    fn ends_line(&self, byte: u32) -> bool {
        let rest = self.rest_of_line(byte);
        let rest = rest.strip_prefix([',', ';']).unwrap_or(rest).trim_start();
        rest.is_empty() || self.tree.comments.iter().any(|comment| comment.start == self.offset_of(rest))
    }

    /// Whether a bracket that opened above closes on the same line: what ends there cannot go without it.
    fn closes_after(&self, byte: u32) -> bool {
        self.rest_of_line(byte).trim_start_matches([',', ';', ' ', '\t']).starts_with([')', ']', '}'])
    }

    /// Whether the separator of two elements stands on a line below the first: nobody could tell whose it is.
    fn separated_below(&self, end: u32, start: u32) -> bool {
        let mut gap = &self.source.text()[end as usize..start as usize];
        if self.has_separator(end) || !gap.contains([',', ';']) {
            return false;
        }
        // Comments have separators of their own.
        for comment in self.tree.comments.iter().rev().filter(|c| end <= c.start && c.end <= start) {
            if gap[(comment.end - end) as usize..].contains([',', ';']) {
                return true;
            }
            gap = &gap[..(comment.start - end) as usize];
        }
        gap.contains([',', ';'])
    }

    fn has_separator(&self, byte: u32) -> bool {
        self.rest_of_line(byte).starts_with([',', ';'])
    }

    fn rest_of_line(&self, byte: u32) -> &str {
        let line = self.source.line_at(byte.max(1) - 1);
        let end = self.source.start(line) as usize + self.source.line(line).len();
        self.source.text()[byte as usize..end].trim()
    }

    fn offset_of(&self, part: &str) -> u32 {
        (part.as_ptr() as usize - self.source.text().as_ptr() as usize) as u32
    }

    /// Whether a bracket opens between the start of a list and its first element.
    fn is_bracketed(&self, list: Span, first: Span) -> bool {
        let mut before = &self.source.text()[list.start as usize..first.start as usize];
        loop {
            let trimmed = before.trim_end();
            if trimmed.ends_with(['(', '[', '{']) {
                return true;
            }
            // Comments may stand between the bracket and the first element.
            let end = list.start + trimmed.len() as u32;
            match self.tree.comments.iter().rfind(|comment| comment.end == end) {
                Some(comment) if comment.start >= list.start => {
                    before = &self.source.text()[list.start as usize..comment.start as usize];
                }
                _ => return false,
            }
        }
    }
}

/// The parts into which the children of a node come.
struct Parts {
    splits: Splits,
    /// The units that they became.
    made: Vec<UnitId>,
    /// Whether all of them start a line.
    whole: bool,
    /// The unit that the next one joins if it goes on on the same line, or belongs to the same run.
    run: Option<UnitId>,
    in_run: usize,
    per_run: usize,
}

impl Parts {
    fn new(splits: Splits) -> Self {
        let per_run = match splits {
            Splits::Elements { runs } => runs.div_ceil(ELEMENT_UNITS).max(1),
            Splits::Statements => 1,
        };
        Self { splits, made: Vec::new(), whole: true, run: None, in_run: 0, per_run }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Splits {
    /// Children that are statements come apart; elements do not.
    Statements,
    /// Elements come apart, in this many runs of whole lines.
    Elements { runs: usize },
}
