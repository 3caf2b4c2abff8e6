//! What `case` compares with.

use ruff_python_ast::{Expr, Identifier, Pattern, PatternMatchClass, PatternMatchMapping, Singleton};
use ruff_text_size::Ranged;

use super::{Walk, end, start};
use crate::tree::Field;

impl Walk<'_> {
    /// The patterns of a `case`: several if commas without brackets separate them. Gives back their end.
    pub(super) fn case_patterns(&mut self, pattern: &Pattern, from: u32) -> u32 {
        match pattern {
            Pattern::MatchSequence(sequence) if !self.has_brackets(pattern) => {
                let mut at = from;
                for pattern in &sequence.patterns {
                    at = self.scan.token_after(at, b",");
                    at = self.case_pattern(pattern, Field::NONE, at);
                }
                at
            }
            _ => self.case_pattern(pattern, Field::NONE, from),
        }
    }

    /// Whether brackets of its own stand around a sequence.
    fn has_brackets(&self, sequence: &Pattern) -> bool {
        let Pattern::MatchSequence(sequence) = sequence else { return true };
        let Some(first) = sequence.patterns.first() else { return true };
        if start(first) == start(sequence) {
            return false;
        }
        if self.scan.byte(start(sequence)) == b'[' {
            return true;
        }
        // Of the parentheses before the first element, those that close behind it are its own.
        let opening = self.scan.opening(start(sequence), start(first)).len();
        let mut closing = 0;
        let mut at = self.scan.token(end(first));
        while self.scan.byte(at) == b')' && at < end(sequence) {
            closing += 1;
            at = self.scan.token(at + 1);
        }
        opening > closing
    }

    /// A pattern, in the node that tree-sitter puts around. Gives back its end.
    fn case_pattern(&mut self, pattern: &Pattern, field: Field, from: u32) -> u32 {
        let parens = self.scan.opening(from, start(pattern)).len();
        let to = self.scan.past_closing(end(pattern), parens);
        self.open(self.names.case_pattern, field, from, to);
        self.simple_pattern(pattern, Field::NONE, from);
        self.close();
        to
    }

    /// A pattern that may stand in parentheses, which open after `from`: each pair is a `tuple_pattern`.
    fn simple_pattern(&mut self, pattern: &Pattern, field: Field, from: u32) -> u32 {
        let opening = self.scan.opening(from, start(pattern));
        let mut field_here = field;
        let scan = self.scan;
        let past = |depth: usize| scan.past_closing(end(pattern), opening.len() - depth);
        for (depth, &open) in opening.iter().enumerate() {
            let inner = opening.get(depth + 1).copied().unwrap_or(start(pattern));
            self.open(self.names.tuple_pattern, field_here, open, past(depth));
            self.open(self.names.case_pattern, Field::NONE, inner, past(depth + 1));
            field_here = Field::NONE;
        }
        self.bare_pattern(pattern, field_here);
        for _ in &opening {
            self.close();
            self.close();
        }
        past(0)
    }

    fn bare_pattern(&mut self, pattern: &Pattern, field: Field) {
        match pattern {
            Pattern::MatchValue(value) => self.pattern_value(&value.value, field),
            Pattern::MatchSingleton(singleton) => {
                let kind = match singleton.value {
                    Singleton::None => self.names.none,
                    Singleton::True => self.names.r#true,
                    Singleton::False => self.names.r#false,
                };
                self.leaf(kind, field, singleton);
            }
            Pattern::MatchSequence(sequence) => {
                let square = self.scan.byte(start(sequence)) == b'[';
                let kind = if square { self.names.list_pattern } else { self.names.tuple_pattern };
                self.open(kind, field, start(sequence), end(sequence));
                let mut at = start(sequence) + 1;
                for pattern in &sequence.patterns {
                    at = self.scan.token_after(at, b",");
                    at = self.case_pattern(pattern, Field::NONE, at);
                }
                self.close();
            }
            Pattern::MatchMapping(mapping) => self.mapping(mapping, field),
            Pattern::MatchClass(class) => self.class_pattern(class, field),
            Pattern::MatchStar(star) => {
                self.open(self.names.splat_pattern, field, start(star), end(star));
                if let Some(name) = &star.name {
                    self.leaf(self.names.identifier, Field::NONE, name);
                }
                self.close();
            }
            Pattern::MatchAs(binding) => match (&binding.pattern, &binding.name) {
                (Some(pattern), Some(name)) => {
                    self.open(self.names.as_pattern, field, start(binding), end(binding));
                    self.case_pattern(pattern, Field::NONE, start(binding));
                    self.leaf(self.names.identifier, Field::NONE, name);
                    self.close();
                }
                (None, Some(name)) => self.dotted_name(name.range, field),
                // The wildcard is a token, not a node.
                _ => {}
            },
            Pattern::MatchOr(union) => {
                self.open(self.names.union_pattern, field, start(union), end(union));
                let mut at = start(union);
                for pattern in &union.patterns {
                    at = self.scan.token_after(at, b"|");
                    at = self.simple_pattern(pattern, Field::NONE, at);
                }
                self.close();
            }
        }
    }

    /// A literal, a sum of two numbers, or a dotted name. A minus is a token.
    fn pattern_value(&mut self, value: &Expr, field: Field) {
        match value {
            Expr::Attribute(_) => self.dotted_name(value.range(), field),
            Expr::UnaryOp(negative) => self.expression(&negative.operand, field),
            Expr::BinOp(sum) => {
                self.open(self.names.complex_pattern, field, start(sum), end(sum));
                self.pattern_value(&sum.left, Field::NONE);
                self.pattern_value(&sum.right, Field::NONE);
                self.close();
            }
            _ => self.expression(value, field),
        }
    }

    fn mapping(&mut self, mapping: &PatternMatchMapping, field: Field) {
        self.open(self.names.dict_pattern, field, start(mapping), end(mapping));
        let mut at = start(mapping) + 1;
        for (key, pattern) in mapping.keys.iter().zip(&mapping.patterns) {
            self.pattern_key(key);
            let value = self.scan.token_after(end(key), b":");
            at = self.case_pattern(pattern, self.names.as_value, value);
        }
        if let Some(rest) = &mapping.rest {
            let stars = self.scan.token_after(at, b",");
            self.open(self.names.splat_pattern, Field::NONE, stars, end(rest));
            self.leaf(self.names.identifier, Field::NONE, rest);
            self.close();
        }
        self.close();
    }

    fn pattern_key(&mut self, key: &Expr) {
        match key {
            Expr::BooleanLiteral(_) | Expr::NoneLiteral(_) => self.expression(key, self.names.as_key),
            _ => self.pattern_value(key, self.names.as_key),
        }
    }

    fn class_pattern(&mut self, class: &PatternMatchClass, field: Field) {
        self.open(self.names.class_pattern, field, start(class), end(class));
        self.dotted_name(class.cls.range(), Field::NONE);
        let mut at = start(&class.arguments) + 1;
        for pattern in &class.arguments.patterns {
            at = self.scan.token_after(at, b",");
            at = self.case_pattern(pattern, Field::NONE, at);
        }
        for keyword in &class.arguments.keywords {
            let value = self.scan.token_after(end(&keyword.attr), b"=");
            self.keyword_pattern(&keyword.pattern, &keyword.attr, start(keyword), value);
        }
        self.close();
    }

    /// `name=pattern`. Tree-sitter lets `as` bind the pair, Python the pattern.
    fn keyword_pattern(&mut self, pattern: &Pattern, attribute: &Identifier, from: u32, value: u32) {
        let parens = self.scan.opening(value, start(pattern)).len();
        let to = self.scan.past_closing(end(pattern), parens);
        self.open(self.names.case_pattern, Field::NONE, from, to);
        match pattern {
            Pattern::MatchAs(binding) if parens == 0 && binding.pattern.is_some() => {
                self.open(self.names.as_pattern, Field::NONE, from, to);
                if let (Some(pattern), Some(name)) = (&binding.pattern, &binding.name) {
                    self.keyword_pattern(pattern, attribute, from, value);
                    self.leaf(self.names.identifier, Field::NONE, name);
                }
                self.close();
            }
            _ => {
                self.open(self.names.keyword_pattern, Field::NONE, from, to);
                self.leaf(self.names.identifier, Field::NONE, attribute);
                self.simple_pattern(pattern, Field::NONE, value);
                self.close();
            }
        }
        self.close();
    }
}
