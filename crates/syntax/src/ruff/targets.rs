//! What is assigned to. Tree-sitter tells it apart from what is evaluated: `(a, b)` is a `tuple_pattern`
//! here, and so is any target in parentheses.

use ruff_python_ast::Expr;
use ruff_text_size::Ranged;

use super::{Walk, end, span, start};
use crate::tree::{Field, Span};

impl Walk<'_> {
    /// A target, or several without parentheses around. Before it, from `from` on, are only opening
    /// parentheses.
    pub(super) fn target_or_list(&mut self, target: &Expr, field: Field, from: u32) {
        match target {
            Expr::Tuple(tuple) if !tuple.parenthesized => {
                self.open(self.names.pattern_list, field, start(tuple), end(tuple));
                self.targets(&tuple.elts, start(tuple));
                self.close();
            }
            _ => self.target(target, field, from),
        }
    }

    /// Targets with commas between.
    fn targets(&mut self, targets: &[Expr], mut from: u32) {
        for target in targets {
            self.target(target, Field::NONE, from);
            from = end(target);
        }
    }

    /// One target. Opening parentheses after `from` are its own.
    fn target(&mut self, target: &Expr, field: Field, from: u32) {
        if from == start(target) {
            return self.bare_target(target, field);
        }
        let opening = self.scan.opening(from, start(target));
        for (depth, &open) in opening.iter().enumerate() {
            let close = self.scan.past_closing(end(target), opening.len() - depth);
            let field = if depth == 0 { field } else { Field::NONE };
            self.open(self.names.tuple_pattern, field, open, close);
        }
        self.bare_target(target, if opening.is_empty() { field } else { Field::NONE });
        for _ in &opening {
            self.close();
        }
    }

    fn bare_target(&mut self, target: &Expr, field: Field) {
        match target {
            Expr::Tuple(tuple) => {
                self.open(self.names.tuple_pattern, field, start(tuple), end(tuple));
                self.targets(&tuple.elts, start(tuple) + 1);
                self.close();
            }
            Expr::List(list) => {
                self.open(self.names.list_pattern, field, start(list), end(list));
                self.targets(&list.elts, start(list) + 1);
                self.close();
            }
            Expr::Starred(starred) => {
                self.open(self.names.list_splat_pattern, field, start(starred), end(starred));
                self.target(&starred.value, Field::NONE, start(starred) + 1);
                self.close();
            }
            _ => self.expression(target, field),
        }
    }

    /// What `as` binds: tree-sitter puts an expression there.
    pub(super) fn alias_target(&mut self, range: Span, content: impl FnOnce(&mut Self)) {
        self.tree.open(self.names.as_pattern_target, self.names.as_alias, range);
        content(self);
        self.close();
    }

    /// `context as target`
    pub(super) fn as_pattern(&mut self, context: &Expr, target: &Expr, from: u32, to: u32) {
        self.open(self.names.as_pattern, self.names.as_value, from, to);
        self.expression(context, Field::NONE);
        let mut range = span(target.range());
        // Parentheses around the target belong to it: after the context's own, `as` and blanks.
        let after_context = self.scan.past_all_closing(end(context));
        range.start = self.scan.token(self.scan.token(after_context) + 2);
        let parens = self.scan.opening(range.start, start(target)).len();
        range.end = self.scan.past_closing(range.end, parens);
        self.alias_target(range, |walk| walk.expression(target, Field::NONE));
        self.close();
    }
}
