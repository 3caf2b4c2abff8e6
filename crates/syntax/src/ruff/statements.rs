//! What is executed: statements, blocks and clauses.
//!
//! Tree-sitter's compound statements end where their last block does, and that is behind a semicolon if
//! there is one; ends are therefore handed up.

use ruff_python_ast::{
    Alias, ElifElseClause, ExceptHandler, Expr, MatchCase, Stmt, StmtClassDef, StmtFor, StmtFunctionDef, StmtIf,
    StmtImportFrom, StmtMatch, StmtTry, StmtWhile, StmtWith,
};
use ruff_text_size::{Ranged, TextRange};

use super::{Walk, end, span, start};
use crate::tree::{Field, Kind, Span};

impl Walk<'_> {
    /// Statements in a row. Gives back the end of the last one.
    pub(super) fn statements(&mut self, statements: &[Stmt]) -> u32 {
        statements.iter().fold(0, |_, statement| self.statement(statement))
    }

    /// A block. Gives back its end.
    fn block(&mut self, statements: &[Stmt], field: Field) -> u32 {
        let from = statements.first().map_or(0, start);
        self.open(self.names.block, field, from, from);
        let to = self.statements(statements);
        self.close_at(to)
    }

    fn close_at(&mut self, to: u32) -> u32 {
        self.tree.close_at(to);
        to
    }

    /// A statement. Gives back where a block ends that ends with it.
    fn statement(&mut self, statement: &Stmt) -> u32 {
        match statement {
            Stmt::FunctionDef(function) => self.function(function),
            Stmt::ClassDef(class) => self.class(class),
            Stmt::If(choice) => self.choice(choice),
            Stmt::For(iteration) => self.iteration(iteration),
            Stmt::While(iteration) => self.repetition(iteration),
            Stmt::Try(attempt) => self.attempt(attempt),
            Stmt::With(with) => self.with(with),
            Stmt::Match(choice) => self.cases(choice),
            _ => {
                self.simple_statement(statement);
                self.scan.past_semicolon(end(statement))
            }
        }
    }

    fn simple_statement(&mut self, statement: &Stmt) {
        let names = self.names;
        let (from, to) = (start(statement), end(statement));
        match statement {
            Stmt::Expr(statement) => {
                self.open(names.expression_statement, Field::NONE, from, to);
                self.expression_or_several(&statement.value, Field::NONE);
            }
            Stmt::Assign(assignment) => {
                self.open(names.expression_statement, Field::NONE, from, to);
                self.assignment(&assignment.targets, &assignment.value, Field::NONE, from, to);
            }
            Stmt::AugAssign(assignment) => {
                self.open(names.expression_statement, Field::NONE, from, to);
                self.open(names.augmented_assignment, Field::NONE, from, to);
                self.target_or_list(&assignment.target, names.as_left, from);
                self.expression_or_list(&assignment.value, names.as_right);
                self.close();
            }
            Stmt::AnnAssign(assignment) => {
                self.open(names.expression_statement, Field::NONE, from, to);
                self.open(names.assignment, Field::NONE, from, to);
                self.target_or_list(&assignment.target, names.as_left, from);
                self.annotation(&assignment.annotation, names.as_type, end(&*assignment.target));
                if let Some(value) = &assignment.value {
                    self.expression_or_list(value, names.as_right);
                }
                self.close();
            }
            Stmt::Return(give) => {
                self.open(names.return_statement, Field::NONE, from, to);
                if let Some(value) = &give.value {
                    self.expression_or_list(value, Field::NONE);
                }
            }
            Stmt::Import(import) => {
                self.open(names.import_statement, Field::NONE, from, to);
                self.imported(&import.names);
            }
            Stmt::ImportFrom(import) => self.import_from(import),
            Stmt::Pass(_) => self.open(names.pass_statement, Field::NONE, from, to),
            Stmt::Break(_) => self.open(names.break_statement, Field::NONE, from, to),
            Stmt::Continue(_) => self.open(names.continue_statement, Field::NONE, from, to),
            Stmt::Raise(raise) => {
                self.open(names.raise_statement, Field::NONE, from, to);
                if let Some(exception) = &raise.exc {
                    self.expression_or_list(exception, Field::NONE);
                }
                if let Some(cause) = &raise.cause {
                    self.expression(cause, names.as_cause);
                }
            }
            Stmt::Assert(assert) => {
                self.open(names.assert_statement, Field::NONE, from, to);
                self.expression(&assert.test, Field::NONE);
                if let Some(message) = &assert.msg {
                    self.expression(message, Field::NONE);
                }
            }
            Stmt::Delete(delete) => {
                self.open(names.delete_statement, Field::NONE, from, to);
                self.deleted(&delete.targets, self.scan.token(from + 3), to);
            }
            Stmt::Global(global) => {
                self.open(names.global_statement, Field::NONE, from, to);
                for name in &global.names {
                    self.leaf(names.identifier, Field::NONE, name);
                }
            }
            Stmt::Nonlocal(nonlocal) => {
                self.open(names.nonlocal_statement, Field::NONE, from, to);
                for name in &nonlocal.names {
                    self.leaf(names.identifier, Field::NONE, name);
                }
            }
            Stmt::TypeAlias(alias) => {
                self.open(names.type_alias_statement, Field::NONE, from, to);
                let name = start(&*alias.name);
                let mut head = end(&*alias.name);
                if let Some(parameters) = &alias.type_params {
                    head = end(&**parameters);
                    self.open(names.r#type, names.as_left, name, head);
                    self.open(names.generic_type, Field::NONE, name, head);
                    self.expression(&alias.name, Field::NONE);
                    self.type_parameters(parameters, Field::NONE);
                    self.close();
                } else {
                    self.open(names.r#type, names.as_left, name, head);
                    self.expression(&alias.name, Field::NONE);
                }
                self.close();
                self.annotation(&alias.value, names.as_right, head);
            }
            // The compound ones are handled by the caller; the others do not occur in a module.
            _ => return,
        }
        self.close();
    }

    /// `a = b = value`: each further target is an assignment on the right of the one before.
    fn assignment(&mut self, targets: &[Expr], value: &Expr, field: Field, from: u32, to: u32) {
        let [target, rest @ ..] = targets else {
            return self.expression_or_list(value, field);
        };
        self.open(self.names.assignment, field, from, to);
        self.target_or_list(target, self.names.as_left, from);
        let next = if rest.is_empty() { from } else { self.scan.token_after(end(target), b")=") };
        self.assignment(rest, value, self.names.as_right, next, to);
        self.close();
    }

    /// Tree-sitter reads what is deleted as an expression: `del a,` has a list of one.
    fn deleted(&mut self, targets: &[Expr], from: u32, to: u32) {
        if let [target] = targets
            && self.scan.past_all_closing(end(target)) >= to
        {
            return self.expression(target, Field::NONE);
        }
        self.open(self.names.expression_list, Field::NONE, from, to);
        self.expressions(targets, Field::NONE);
        self.close();
    }

    fn import_from(&mut self, import: &StmtImportFrom) {
        let names = self.names;
        let module = import.module.as_ref();
        if import.level == 0 && module.is_some_and(|module| module.id.as_str() == "__future__") {
            self.open(names.future_import_statement, Field::NONE, start(import), end(import));
            return self.imported(&import.names);
        }
        self.open(names.import_from_statement, Field::NONE, start(import), end(import));
        if import.level > 0 {
            let from = self.scan.token(start(import) + 4);
            let mut dots = from;
            for _ in 0..import.level {
                dots = self.scan.token(dots) + 1;
            }
            self.open(names.relative_import, names.as_module_name, from, module.map_or(dots, end));
            self.tree.leaf(names.import_prefix, Field::NONE, Span { start: from, end: dots });
            if let Some(module) = module {
                self.dotted_name(module.range, Field::NONE);
            }
            self.close();
        } else if let Some(module) = module {
            self.dotted_name(module.range, names.as_module_name);
        }
        self.imported(&import.names);
    }

    fn imported(&mut self, imported: &[Alias]) {
        let names = self.names;
        for alias in imported {
            if let Some(name) = &alias.asname {
                self.open(names.aliased_import, names.as_name, start(alias), end(alias));
                self.dotted_name(alias.name.range, names.as_name);
                self.leaf(names.identifier, names.as_alias, name);
                self.close();
            } else if alias.name.id.as_str() == "*" {
                self.leaf(names.wildcard_import, Field::NONE, alias);
            } else {
                self.dotted_name(alias.name.range, names.as_name);
            }
        }
    }

    /// `a.b.c`, a leaf for each part.
    pub(super) fn dotted_name(&mut self, range: TextRange, field: Field) {
        let range = span(range);
        self.tree.open(self.names.dotted_name, field, range);
        let mut at = range.start;
        while at < range.end {
            let rest = self.scan.bytes(at, range.end);
            let length = rest.iter().position(|&byte| matches!(byte, b'.' | b' ' | b'\t' | b'\\' | b'\n' | b'\r' | b'#' | b'\x0c'));
            let to = length.map_or(range.end, |length| at + length as u32);
            self.tree.leaf(self.names.identifier, Field::NONE, Span { start: at, end: to });
            at = self.scan.token_after(to, b".");
        }
        self.close();
    }

    /// Opens the `decorated_definition` if there are decorators, and gives back where the definition starts.
    fn decorators(&mut self, definition: &impl Ranged, decorators: &[ruff_python_ast::Decorator]) -> (u32, Field) {
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

    fn function(&mut self, function: &StmtFunctionDef) -> u32 {
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

    fn class(&mut self, class: &StmtClassDef) -> u32 {
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

    fn choice(&mut self, choice: &StmtIf) -> u32 {
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

    fn iteration(&mut self, iteration: &StmtFor) -> u32 {
        let names = self.names;
        let from = start(iteration);
        self.open(names.for_statement, Field::NONE, from, from);
        let keyword = if iteration.is_async { self.scan.token(from + 5) } else { from };
        self.target_or_list(&iteration.target, names.as_left, self.scan.token(keyword + 3));
        self.expression_or_list(&iteration.iter, names.as_right);
        let to = self.block(&iteration.body, names.as_body);
        let to = self.trailing(names.else_clause, (names.as_alternative, names.as_body), &iteration.orelse, to);
        self.close_at(to)
    }

    fn repetition(&mut self, iteration: &StmtWhile) -> u32 {
        let names = self.names;
        self.open(names.while_statement, Field::NONE, start(iteration), end(iteration));
        self.expression(&iteration.test, names.as_condition);
        let to = self.block(&iteration.body, names.as_body);
        let to = self.trailing(names.else_clause, (names.as_alternative, names.as_body), &iteration.orelse, to);
        self.close_at(to)
    }

    fn attempt(&mut self, attempt: &StmtTry) -> u32 {
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
                    self.alias_target(span(name.range), |walk| walk.leaf(names.identifier, Field::NONE, name));
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

    fn with(&mut self, with: &StmtWith) -> u32 {
        let names = self.names;
        let from = start(with);
        self.open(names.with_statement, Field::NONE, from, from);
        let keyword = if with.is_async { self.scan.token(from + 5) } else { from };
        let clause = self.scan.token(keyword + 4);
        if let (Some(first), Some(last)) = (with.items.first(), with.items.last()) {
            let enclosed = self.scan.byte(clause) == b'(' && start(first) > clause;
            let mut to = end(last);
            if enclosed {
                to = self.scan.token_after(to, b",") + 1;
            }
            self.open(names.with_clause, Field::NONE, clause, to);
            for item in &with.items {
                let (from, to) = (start(item), end(item));
                // Parentheses around a single item belong to the item.
                let outer = if with.items.len() == 1 { (clause, to.max(if enclosed { self.scan.token_after(to, b",") + 1 } else { to })) } else { (from, to) };
                self.open(names.with_item, Field::NONE, outer.0, outer.1);
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

    fn cases(&mut self, choice: &StmtMatch) -> u32 {
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
