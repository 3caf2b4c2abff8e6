//! Statements that hold blocks: definitions, choices, loops, handlers and matches.

use ruff_python_ast::{
    Decorator, ElifElseClause, ExceptHandler, MatchCase, Stmt, StmtClassDef, StmtFor, StmtFunctionDef,
    StmtIf, StmtMatch, StmtTry, StmtWhile, StmtWith,
};
use ruff_text_size::Ranged;

use super::{Walk, end, span, start};
use crate::tree::{Field, Kind};

impl Walk<'_> {
    /// Opens the `decorated_definition` if there are decorators, and gives back where the definition starts.
    fn decorators(&mut self, definition: &impl Ranged, decorators: &[Decorator]) -> (u32, Field) {
        let Some(last) = decorators.last() else { return (start(definition), Field::NONE) };
        let from = decorators.first().map_or(0, start);
        self.open(self.names.decorated_definition, Field::NONE, from, from);
        for decorator in decorators {
            self.open(self.names.decorator, Field::NONE, start(decorator), end(decorator));
            self.expression(&decorator.expression, Field::NONE);
            self.close();
        }
        (self.scan.token(end(last)), self.names.as_definition)
    }

    pub(super) fn function(&mut self, function: &StmtFunctionDef) -> u32 {
        let names = self.names;
        let (from, field) = self.decorators(function, &function.decorator_list);
        self.open(names.function_definition, field, from, from);
        self.leaf(names.identifier, names.as_name, &function.name);
        if let Some(parameters) = &function.type_params {
            self.type_parameters(parameters, names.as_type_parameters);
        }
        let (first, last) = (start(&*function.parameters), end(&*function.parameters));
        self.open(names.parameters, names.as_parameters, first, last);
        self.parameters(&function.parameters, first + 1);
        self.close();
        if let Some(returns) = &function.returns {
            self.annotation(returns, names.as_return_type, last);
        }
        let to = self.block(&function.body, names.as_body);
        self.close_at(to);
        if !function.decorator_list.is_empty() {
            self.close_at(to);
        }
        to
    }

    pub(super) fn class(&mut self, class: &StmtClassDef) -> u32 {
        let names = self.names;
        let (from, field) = self.decorators(class, &class.decorator_list);
        self.open(names.class_definition, field, from, from);
        self.leaf(names.identifier, names.as_name, &class.name);
        if let Some(parameters) = &class.type_params {
            self.type_parameters(parameters, names.as_type_parameters);
        }
        if let Some(arguments) = &class.arguments {
            self.arguments(arguments, names.as_superclasses);
        }
        let to = self.block(&class.body, names.as_body);
        self.close_at(to);
        if !class.decorator_list.is_empty() {
            self.close_at(to);
        }
        to
    }

    pub(super) fn choice(&mut self, choice: &StmtIf) -> u32 {
        let names = self.names;
        self.open(names.if_statement, Field::NONE, start(choice), end(choice));
        self.expression(&choice.test, names.as_condition);
        let mut to = self.block(&choice.body, names.as_consequence);
        for clause in &choice.elif_else_clauses {
            to = self.alternative(clause);
        }
        self.close_at(to)
    }

    fn alternative(&mut self, clause: &ElifElseClause) -> u32 {
        let names = self.names;
        let to = if let Some(test) = &clause.test {
            self.open(names.elif_clause, names.as_alternative, start(clause), end(clause));
            self.expression(test, names.as_condition);
            self.block(&clause.body, names.as_consequence)
        } else {
            self.open(names.else_clause, names.as_alternative, start(clause), end(clause));
            self.block(&clause.body, names.as_body)
        };
        self.close_at(to)
    }

    /// `else:` or `finally:` behind a block, if it has statements.
    fn trailing(&mut self, kind: Kind, fields: (Field, Field), body: &[Stmt], before: u32) -> u32 {
        if body.is_empty() {
            return before;
        }
        let from = self.scan.token(before);
        self.open(kind, fields.0, from, from);
        let to = self.block(body, fields.1);
        self.close_at(to)
    }

    pub(super) fn iteration(&mut self, iteration: &StmtFor) -> u32 {
        let names = self.names;
        let from = start(iteration);
        self.open(names.for_statement, Field::NONE, from, from);
        let keyword = if iteration.is_async { self.scan.token(from + 5) } else { from };
        self.target_or_list(&iteration.target, names.as_left, self.scan.token(keyword + 3));
        self.expression_or_list(&iteration.iter, names.as_right);
        let to = self.block(&iteration.body, names.as_body);
        let to =
            self.trailing(names.else_clause, (names.as_alternative, names.as_body), &iteration.orelse, to);
        self.close_at(to)
    }

    pub(super) fn repetition(&mut self, iteration: &StmtWhile) -> u32 {
        let names = self.names;
        self.open(names.while_statement, Field::NONE, start(iteration), end(iteration));
        self.expression(&iteration.test, names.as_condition);
        let to = self.block(&iteration.body, names.as_body);
        let to =
            self.trailing(names.else_clause, (names.as_alternative, names.as_body), &iteration.orelse, to);
        self.close_at(to)
    }

    pub(super) fn attempt(&mut self, attempt: &StmtTry) -> u32 {
        let names = self.names;
        self.open(names.try_statement, Field::NONE, start(attempt), end(attempt));
        let mut to = self.block(&attempt.body, names.as_body);
        for ExceptHandler::ExceptHandler(handler) in &attempt.handlers {
            self.open(names.except_clause, Field::NONE, start(handler), end(handler));
            if let Some(exception) = handler.type_.as_deref() {
                let from = self.scan.token_after(start(handler) + 6, b"*");
                if let Some(name) = &handler.name {
                    self.open(names.as_pattern, names.as_value, from, end(name));
                    self.expression(exception, Field::NONE);
                    self.alias_target(span(name.range), |walk| {
                        walk.leaf(names.identifier, Field::NONE, name);
                    });
                    self.close();
                } else {
                    self.expression_or_several(exception, names.as_value);
                }
            }
            to = self.block(&handler.body, Field::NONE);
            self.close_at(to);
        }
        to = self.trailing(names.else_clause, (Field::NONE, names.as_body), &attempt.orelse, to);
        to = self.trailing(names.finally_clause, (Field::NONE, Field::NONE), &attempt.finalbody, to);
        self.close_at(to)
    }

    pub(super) fn with(&mut self, with: &StmtWith) -> u32 {
        let names = self.names;
        let from = start(with);
        self.open(names.with_statement, Field::NONE, from, from);
        let keyword = if with.is_async { self.scan.token(from + 5) } else { from };
        let clause = self.scan.token(keyword + 4);
        if let (Some(first), Some(last)) = (with.items.first(), with.items.last()) {
            let enclosed = self.scan.byte(clause) == b'(' && start(first) > clause;
            let past = if enclosed { self.scan.token_after(end(last), b",") + 1 } else { end(last) };
            self.open(names.with_clause, Field::NONE, clause, past);
            for item in &with.items {
                let (from, to) = (start(item), end(item));
                // Parentheses around a single item belong to the item.
                let whole = if with.items.len() == 1 { (clause, past) } else { (from, to) };
                self.open(names.with_item, Field::NONE, whole.0, whole.1);
                match &item.optional_vars {
                    Some(target) => self.as_pattern(&item.context_expr, target, from, to),
                    None => self.expression(&item.context_expr, names.as_value),
                }
                self.close();
            }
            self.close();
        }
        let to = self.block(&with.body, names.as_body);
        self.close_at(to)
    }

    pub(super) fn cases(&mut self, choice: &StmtMatch) -> u32 {
        let names = self.names;
        let from = start(choice);
        self.open(names.match_statement, Field::NONE, from, from);
        self.expression_or_several(&choice.subject, names.as_subject);
        let first = choice.cases.first().map_or(end(choice), start);
        self.open(names.block, names.as_body, first, first);
        let to = choice.cases.iter().fold(first, |_, case| self.case(case));
        self.close_at(to);
        self.close_at(to)
    }

    fn case(&mut self, case: &MatchCase) -> u32 {
        let names = self.names;
        self.open(names.case_clause, names.as_alternative, start(case), end(case));
        let after = self.case_patterns(&case.pattern, self.scan.token(start(case) + 4));
        if let Some(guard) = &case.guard {
            let from = self.scan.token_after(after, b",");
            self.open(names.if_clause, names.as_guard, from, self.scan.past_all_closing(end(&**guard)));
            self.expression(guard, Field::NONE);
            self.close();
        }
        let to = self.block(&case.body, names.as_consequence);
        self.close_at(to)
    }
}
