//! Annotations. Tree-sitter reads them by a grammar of their own, from the left, until something makes it
//! fall back to expressions.
//!
//! `list[int]` is a `generic_type`; so is the head of `list[int] | None`, which makes the whole a
//! `union_type`. `None | list[int]` starts as an expression and stays one.

use ruff_python_ast::{Expr, ExprBinOp, ExprSubscript, Operator, TypeParam, TypeParams};
use smallvec::SmallVec;

use super::{Walk, end, start};
use crate::tree::Field;

/// An operand of `|`, with the parentheses around it.
#[derive(Clone, Copy)]
struct Operand<'a> {
    expression: &'a Expr,
    start: u32,
    end: u32,
}

impl Operand<'_> {
    fn is_bare(&self) -> bool {
        self.start == start(self.expression)
    }
}

type Operands<'a> = SmallVec<[Operand<'a>; 8]>;

impl Walk<'_> {
    /// The type after `:`, `->` or `=`; between `after` and that are only closing parentheses.
    pub(super) fn annotation(&mut self, annotation: &Expr, field: Field, after: u32) {
        let sign = self.scan.token_after(after, b")");
        let length = if self.scan.byte(sign) == b'-' { 2 } else { 1 };
        self.type_at(annotation, field, sign + length);
    }

    /// The type in which opening parentheses after `from` count. Gives back its end.
    fn type_at(&mut self, expression: &Expr, field: Field, from: u32) -> u32 {
        let from = self.scan.token(from);
        let parens = self.scan.opening(from, start(expression)).len();
        let to = self.scan.past_closing(end(expression), parens);
        self.open(self.names.r#type, field, from, to);
        if parens == 0 {
            self.type_content(expression);
        } else {
            self.expression(expression, Field::NONE);
        }
        self.close();
        to
    }

    fn type_content(&mut self, expression: &Expr) {
        match expression {
            Expr::Subscript(subscript) if is_generic(expression) => self.generic(subscript),
            Expr::Attribute(attribute) if starts_generic(expression) => {
                self.open(self.names.member_type, Field::NONE, start(attribute), end(attribute));
                self.type_at(&attribute.value, Field::NONE, start(attribute));
                self.leaf(self.names.identifier, Field::NONE, &attribute.attr);
                self.close();
            }
            Expr::BinOp(operation) if operation.op == Operator::BitOr => self.union(expression, operation),
            Expr::Starred(starred) if starred.value.is_name_expr() => {
                self.open(self.names.splat_type, Field::NONE, start(starred), end(starred));
                self.expression(&starred.value, Field::NONE);
                self.close();
            }
            Expr::Slice(slice) => {
                self.open(self.names.constrained_type, Field::NONE, start(slice), end(slice));
                let mut from = start(slice);
                for part in [&slice.lower, &slice.upper, &slice.step].into_iter().flatten() {
                    let at = self.scan.token_after(from, b":");
                    from = self.type_at(part, Field::NONE, at);
                }
                self.close();
            }
            _ => self.expression(expression, Field::NONE),
        }
    }

    fn generic(&mut self, subscript: &ExprSubscript) {
        self.open(self.names.generic_type, Field::NONE, start(subscript), end(subscript));
        self.leaf(self.names.identifier, Field::NONE, &*subscript.value);
        let bracket = self.scan.token(end(&*subscript.value));
        self.open(self.names.type_parameter, Field::NONE, bracket, end(subscript));
        let mut from = bracket + 1;
        let elements = match &*subscript.slice {
            Expr::Tuple(tuple) if !tuple.parenthesized => &*tuple.elts,
            single => std::slice::from_ref(single),
        };
        for element in elements {
            let at = self.scan.token_after(from, b",");
            from = self.type_at(element, Field::NONE, at);
        }
        self.close();
        self.close();
    }

    fn union(&mut self, expression: &Expr, operation: &ExprBinOp) {
        if !starts_generic(leftmost(expression)) || start(leftmost(expression)) != start(operation) {
            return self.expression(expression, Field::NONE);
        }
        let operands = self.operands(operation);
        // Each generic stands alone; from the first other operand on, all is one expression.
        let other =
            operands.iter().position(|operand| !(operand.is_bare() && starts_generic(operand.expression)));
        let alone = other.unwrap_or(operands.len());
        if alone + 1 >= operands.len() {
            self.unite(&operands, None);
        } else {
            self.unite(&operands[..alone], Some(&operands[alone..]));
        }
    }

    /// `a[b] | c[d] | …`, nested to the left, then perhaps what is one expression.
    fn unite(&mut self, types: &[Operand<'_>], rest: Option<&[Operand<'_>]>) {
        let (last, first) = match rest {
            Some(rest) => (rest, types),
            None => (&types[types.len() - 1..], &types[..types.len() - 1]),
        };
        self.open(self.names.union_type, Field::NONE, first[0].start, last[last.len() - 1].end);
        if let [single] = first {
            self.type_at(single.expression, Field::NONE, single.start);
        } else {
            self.open(self.names.r#type, Field::NONE, first[0].start, first[first.len() - 1].end);
            self.unite(first, None);
            self.close();
        }
        if let [single] = last {
            self.type_at(single.expression, Field::NONE, single.start);
        } else {
            self.open(self.names.r#type, Field::NONE, last[0].start, last[last.len() - 1].end);
            self.operation(last, Field::NONE);
            self.close();
        }
        self.close();
    }

    /// `a | b | c` as an expression, which has no node of its own in ruff's tree.
    fn operation(&mut self, operands: &[Operand<'_>], field: Field) {
        match operands {
            [] => {}
            [single] => self.expression(single.expression, field),
            [first @ .., last] => {
                self.open(self.names.binary_operator, field, first[0].start, last.end);
                self.operation(first, self.names.as_left);
                self.expression(last.expression, self.names.as_right);
                self.close();
            }
        }
    }

    /// What stands between the bars.
    fn operands<'a>(&self, operation: &'a ExprBinOp) -> Operands<'a> {
        let mut expressions: SmallVec<[&Expr; 8]> = SmallVec::new();
        let mut outer = operation;
        loop {
            expressions.push(&outer.right);
            match &*outer.left {
                Expr::BinOp(inner) if inner.op == Operator::BitOr && start(inner) == start(outer) => {
                    outer = inner;
                }
                left => {
                    expressions.push(left);
                    break;
                }
            }
        }
        let mut from = start(operation);
        let place = |expression: &'a Expr| {
            let parens = self.scan.opening(from, start(expression)).len();
            let to = self.scan.past_closing(end(expression), parens);
            let operand = Operand { expression, start: from, end: to };
            from = self.scan.token_after(to, b"|");
            operand
        };
        expressions.into_iter().rev().map(place).collect()
    }

    /// `[T: int, *Ts, **P]`
    pub(super) fn type_parameters(&mut self, parameters: &TypeParams, field: Field) {
        self.open(self.names.type_parameter, field, start(parameters), end(parameters));
        for parameter in &parameters.type_params {
            let (name, bound, default) = match parameter {
                TypeParam::TypeVar(parameter) => (&parameter.name, &parameter.bound, &parameter.default),
                TypeParam::TypeVarTuple(parameter) => (&parameter.name, &None, &parameter.default),
                TypeParam::ParamSpec(parameter) => (&parameter.name, &None, &parameter.default),
            };
            self.open(self.names.r#type, Field::NONE, start(parameter), end(parameter));
            let constrained = bound.is_some() || default.is_some();
            if constrained {
                self.open(self.names.constrained_type, Field::NONE, start(parameter), end(parameter));
                self.open(self.names.r#type, Field::NONE, start(parameter), end(name));
            }
            if parameter.is_type_var() {
                self.leaf(self.names.identifier, Field::NONE, name);
            } else {
                self.open(self.names.splat_type, Field::NONE, start(parameter), end(name));
                self.leaf(self.names.identifier, Field::NONE, name);
                self.close();
            }
            if constrained {
                self.close();
                let mut after = end(name);
                for part in [bound, default].into_iter().flatten() {
                    self.annotation(part, Field::NONE, after);
                    after = end(&**part);
                }
                self.close();
            }
            self.close();
        }
        self.close();
    }
}

/// `name[…]`
fn is_generic(expression: &Expr) -> bool {
    matches!(expression, Expr::Subscript(subscript)
        if subscript.value.is_name_expr() && start(&*subscript.value) == start(subscript))
}

/// `name[…]` or `name[…].member`
fn starts_generic(expression: &Expr) -> bool {
    match expression {
        Expr::Attribute(attribute) => {
            start(&*attribute.value) == start(attribute) && starts_generic(&attribute.value)
        }
        _ => is_generic(expression),
    }
}

fn leftmost(mut expression: &Expr) -> &Expr {
    while let Expr::BinOp(operation) = expression {
        if operation.op != Operator::BitOr {
            break;
        }
        expression = &operation.left;
    }
    expression
}
