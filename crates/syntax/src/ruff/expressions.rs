//! What is evaluated.

use ruff_python_ast::{ArgOrKeyword, Arguments, Comprehension, Expr, Keyword, Number, UnaryOp};

use super::{Walk, end, start};
use crate::tree::{Field, Kind};

impl Walk<'_> {
    /// An expression, or several without parentheses around.
    pub(super) fn expression_or_list(&mut self, expression: &Expr, field: Field) {
        match expression {
            Expr::Tuple(tuple) if !tuple.parenthesized => {
                self.open(self.names.expression_list, field, start(tuple), end(tuple));
                self.expressions(&tuple.elts, Field::NONE);
                self.close();
            }
            _ => self.expression(expression, field),
        }
    }

    /// An expression, or several without parentheses around that have no node of their own.
    pub(super) fn expression_or_several(&mut self, expression: &Expr, field: Field) {
        match expression {
            Expr::Tuple(tuple) if !tuple.parenthesized => self.expressions(&tuple.elts, field),
            _ => self.expression(expression, field),
        }
    }

    pub(super) fn expressions(&mut self, expressions: &[Expr], field: Field) {
        for expression in expressions {
            self.expression(expression, field);
        }
    }

    /// One expression. Parentheses around it are no node.
    pub(super) fn expression(&mut self, expression: &Expr, field: Field) {
        let names = self.names;
        match expression {
            Expr::Name(name) => self.leaf(names.identifier, field, name),
            Expr::Attribute(attribute) => {
                self.open(names.attribute, field, start(attribute), end(attribute));
                self.expression(&attribute.value, names.as_object);
                self.leaf(names.identifier, names.as_attribute, &attribute.attr);
                self.close();
            }
            Expr::Call(call) => {
                self.open(names.call, field, start(call), end(call));
                self.expression(&call.func, names.as_function);
                self.arguments(&call.arguments, names.as_arguments);
                self.close();
            }
            Expr::NumberLiteral(number) => {
                let float = match number.value {
                    Number::Int(_) => false,
                    Number::Float(_) => true,
                    Number::Complex { .. } => {
                        let digits = self.scan.bytes(start(number), end(number));
                        digits.iter().any(|digit| matches!(digit, b'.' | b'e' | b'E'))
                    }
                };
                self.leaf(if float { names.float } else { names.integer }, field, number);
            }
            Expr::StringLiteral(_) | Expr::BytesLiteral(_) | Expr::FString(_) | Expr::TString(_) => {
                self.string(expression, field);
            }
            Expr::NoneLiteral(none) => self.leaf(names.none, field, none),
            Expr::BooleanLiteral(boolean) => {
                self.leaf(if boolean.value { names.r#true } else { names.r#false }, field, boolean);
            }
            Expr::EllipsisLiteral(ellipsis) => self.leaf(names.ellipsis, field, ellipsis),
            Expr::Subscript(subscript) => {
                self.open(names.subscript, field, start(subscript), end(subscript));
                self.expression(&subscript.value, names.as_value);
                self.expression_or_several(&subscript.slice, names.as_subscript);
                self.close();
            }
            Expr::BinOp(operation) => {
                self.open(names.binary_operator, field, start(operation), end(operation));
                self.expression(&operation.left, names.as_left);
                self.expression(&operation.right, names.as_right);
                self.close();
            }
            Expr::BoolOp(operation) => {
                self.boolean(&operation.values, field, start(operation), end(operation));
            }
            Expr::Compare(comparison) => {
                self.open(names.comparison_operator, field, start(comparison), end(comparison));
                self.expression(&comparison.left, Field::NONE);
                self.expressions(&comparison.comparators, Field::NONE);
                self.close();
            }
            Expr::UnaryOp(operation) => {
                let not = operation.op == UnaryOp::Not;
                let kind = if not { names.not_operator } else { names.unary_operator };
                self.open(kind, field, start(operation), end(operation));
                self.expression(&operation.operand, names.as_argument);
                self.close();
            }
            Expr::Tuple(tuple) => self.collection(names.tuple, &tuple.elts, field, expression),
            Expr::List(list) => self.collection(names.list, &list.elts, field, expression),
            Expr::Set(set) => self.collection(names.set, &set.elts, field, expression),
            Expr::Dict(dict) => {
                self.open(names.dictionary, field, start(dict), end(dict));
                let mut at = start(dict) + 1;
                for item in &dict.items {
                    at = self.pair(item.key.as_ref(), &item.value, Field::NONE, at);
                }
                self.close();
            }
            _ => self.rarer_expression(expression, field),
        }
    }

    /// The rest of [`Self::expression`].
    fn rarer_expression(&mut self, expression: &Expr, field: Field) {
        let names = self.names;
        let (from, to) = (start(expression), end(expression));
        match expression {
            Expr::Starred(starred) => self.around(names.list_splat, field, expression, &starred.value),
            Expr::Await(wait) => self.around(names.r#await, field, expression, &wait.value),
            Expr::YieldFrom(delegate) => self.around(names.r#yield, field, expression, &delegate.value),
            Expr::Yield(give) => {
                self.open(names.r#yield, field, from, to);
                if let Some(value) = &give.value {
                    self.expression_or_list(value, Field::NONE);
                }
                self.close();
            }
            Expr::If(choice) => {
                self.open(names.conditional_expression, field, from, to);
                self.expression(&choice.body, Field::NONE);
                self.expression(&choice.test, Field::NONE);
                self.expression(&choice.orelse, Field::NONE);
                self.close();
            }
            Expr::Named(binding) => {
                self.open(names.named_expression, field, from, to);
                self.expression(&binding.target, names.as_name);
                self.expression(&binding.value, names.as_value);
                self.close();
            }
            Expr::Lambda(lambda) => {
                self.open(names.lambda, field, from, to);
                if let Some(parameters) = &lambda.parameters {
                    let (first, last) = (start(&**parameters), end(&**parameters));
                    self.open(names.lambda_parameters, names.as_parameters, first, last);
                    self.parameters(parameters, first);
                    self.close();
                }
                self.expression(&lambda.body, names.as_body);
                self.close();
            }
            Expr::Slice(slice) => {
                self.open(names.slice, field, from, to);
                for part in [&slice.lower, &slice.upper, &slice.step].into_iter().flatten() {
                    self.expression(part, Field::NONE);
                }
                self.close();
            }
            Expr::ListComp(comprehension) => {
                self.open(names.list_comprehension, field, from, to);
                self.expression(&comprehension.elt, names.as_body);
                self.clauses(&comprehension.generators);
                self.close();
            }
            Expr::SetComp(comprehension) => {
                self.open(names.set_comprehension, field, from, to);
                self.expression(&comprehension.elt, names.as_body);
                self.clauses(&comprehension.generators);
                self.close();
            }
            Expr::DictComp(comprehension) => {
                self.open(names.dictionary_comprehension, field, from, to);
                self.pair(comprehension.key.as_deref(), &comprehension.value, names.as_body, from + 1);
                self.clauses(&comprehension.generators);
                self.close();
            }
            Expr::Generator(generator) => {
                self.open(names.generator_expression, field, from, to);
                self.expression(&generator.elt, names.as_body);
                self.clauses(&generator.generators);
                self.close();
            }
            // The others are handled above, or do not occur in a module.
            _ => {}
        }
    }

    fn around(&mut self, kind: Kind, field: Field, outer: &Expr, inner: &Expr) {
        self.open(kind, field, start(outer), end(outer));
        self.expression(inner, Field::NONE);
        self.close();
    }

    fn collection(&mut self, kind: Kind, elements: &[Expr], field: Field, whole: &Expr) {
        self.open(kind, field, start(whole), end(whole));
        self.expressions(elements, Field::NONE);
        self.close();
    }

    /// `a and b and c`, which tree-sitter nests to the left.
    fn boolean(&mut self, values: &[Expr], field: Field, from: u32, to: u32) {
        match values {
            [] => {}
            [single] => self.expression(single, field),
            [first @ .., last] => {
                self.open(self.names.boolean_operator, field, from, to);
                if let [.., before_last] = first {
                    let inner =
                        if first.len() > 1 { self.scan.past_all_closing(end(before_last)) } else { to };
                    self.boolean(first, self.names.as_left, from, inner);
                }
                self.expression(last, self.names.as_right);
                self.close();
            }
        }
    }

    /// `key: value` or `**value`, from the first token after `at`. Gives back its end.
    fn pair(&mut self, key: Option<&Expr>, value: &Expr, field: Field, at: u32) -> u32 {
        let from = self.scan.token_after(at, b",");
        let after_key = key.map_or(from, end);
        let parens = self.scan.opening(after_key, start(value)).len();
        let to = self.scan.past_closing(end(value), parens);
        if let Some(key) = key {
            self.open(self.names.pair, field, from, to);
            self.expression(key, self.names.as_key);
            self.expression(value, self.names.as_value);
        } else {
            self.open(self.names.dictionary_splat, field, from, to);
            self.expression(value, Field::NONE);
        }
        self.close();
        to
    }

    /// The arguments of a call or the bases of a class. A generator that is the only one has no
    /// `argument_list` around.
    pub(super) fn arguments(&mut self, arguments: &Arguments, field: Field) {
        let names = self.names;
        if let [Expr::Generator(generator)] = &*arguments.args
            && arguments.keywords.is_empty()
            && !generator.parenthesized
        {
            self.open(names.generator_expression, field, start(arguments), end(arguments));
            self.expression(&generator.elt, names.as_body);
            self.clauses(&generator.generators);
            return self.close();
        }
        self.open(names.argument_list, field, start(arguments), end(arguments));
        if arguments.keywords.is_empty() {
            self.expressions(&arguments.args, Field::NONE);
        } else {
            for argument in arguments.iter_source_order() {
                match argument {
                    ArgOrKeyword::Arg(argument) => self.expression(argument, Field::NONE),
                    ArgOrKeyword::Keyword(keyword) => self.keyword(keyword),
                }
            }
        }
        self.close();
    }

    /// `name=value` or `**value`
    fn keyword(&mut self, keyword: &Keyword) {
        let names = self.names;
        if let Some(name) = &keyword.arg {
            self.open(names.keyword_argument, Field::NONE, start(keyword), end(keyword));
            self.leaf(names.identifier, names.as_name, name);
            self.expression(&keyword.value, names.as_value);
        } else {
            self.open(names.dictionary_splat, Field::NONE, start(keyword), end(keyword));
            self.expression(&keyword.value, Field::NONE);
        }
        self.close();
    }

    /// `for … in … if …`: the conditions are beside the loop, not in it.
    fn clauses(&mut self, comprehensions: &[Comprehension]) {
        let names = self.names;
        for comprehension in comprehensions {
            let to = end(comprehension);
            let last = comprehension.ifs.len();
            let mut at = if last == 0 { to } else { self.scan.past_all_closing(end(&comprehension.iter)) };
            self.open(names.for_in_clause, Field::NONE, start(comprehension), at);
            let keyword = start(comprehension);
            let keyword = if comprehension.is_async { self.scan.token(keyword + 5) } else { keyword };
            self.target_or_list(&comprehension.target, names.as_left, self.scan.token(keyword + 3));
            self.expression_or_several(&comprehension.iter, names.as_right);
            self.close();
            for (position, condition) in comprehension.ifs.iter().enumerate() {
                let from = self.scan.token(at);
                at = if position + 1 == last { to } else { self.scan.past_all_closing(end(condition)) };
                self.open(names.if_clause, Field::NONE, from, at);
                self.expression(condition, Field::NONE);
                self.close();
            }
        }
    }
}
