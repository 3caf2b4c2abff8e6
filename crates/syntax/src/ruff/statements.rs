//! What is executed: blocks, and statements that hold none.
//!
//! Tree-sitter's compound statements end where their last block does, and that is behind a semicolon if
//! there is one; ends are therefore handed up.

use ruff_python_ast::{Alias, Expr, Stmt, StmtImportFrom};
use ruff_text_size::TextRange;

use super::{Walk, end, span, start};
use crate::tree::{Field, Span};

impl Walk<'_> {
    /// Statements in a row. Gives back the end of the last one.
    pub(super) fn statements(&mut self, statements: &[Stmt]) -> u32 {
        statements.iter().fold(0, |_, statement| self.statement(statement))
    }

    /// A block. Gives back its end.
    pub(super) fn block(&mut self, statements: &[Stmt], field: Field) -> u32 {
        let from = statements.first().map_or(0, start);
        self.open(self.names.block, field, from, from);
        let to = self.statements(statements);
        self.close_at(to)
    }

    pub(super) fn close_at(&mut self, to: u32) -> u32 {
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
            let length = rest.iter().position(|&byte| {
                matches!(byte, b'.' | b' ' | b'\t' | b'\\' | b'\n' | b'\r' | b'#' | b'\x0c')
            });
            let to = length.map_or(range.end, |length| at + length as u32);
            self.tree.leaf(self.names.identifier, Field::NONE, Span { start: at, end: to });
            at = self.scan.token_after(to, b".");
        }
        self.close();
    }
}
