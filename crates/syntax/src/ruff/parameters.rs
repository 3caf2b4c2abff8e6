//! What a function or a lambda takes.

use ruff_python_ast::{Parameter, ParameterWithDefault, Parameters};

use super::{Walk, end, start};
use crate::tree::{Field, Kind, Span};

impl Walk<'_> {
    /// All parameters, in the order in which Python demands them; `at` is where the first may start.
    pub(super) fn parameters(&mut self, parameters: &Parameters, mut at: u32) {
        for parameter in &parameters.posonlyargs {
            self.parameter(parameter);
            at = end(parameter);
        }
        if !parameters.posonlyargs.is_empty() {
            at = self.separator(self.names.positional_separator, at);
        }
        for parameter in &parameters.args {
            self.parameter(parameter);
            at = end(parameter);
        }
        if let Some(parameter) = &parameters.vararg {
            let from = self.scan.token_after(at, b",");
            self.splat(parameter, self.names.list_splat_pattern, from);
        } else if !parameters.kwonlyargs.is_empty() {
            self.separator(self.names.keyword_separator, at);
        }
        for parameter in &parameters.kwonlyargs {
            self.parameter(parameter);
        }
        if let Some(parameter) = &parameters.kwarg {
            self.splat(parameter, self.names.dictionary_splat_pattern, start(&**parameter));
        }
    }

    /// `/` or `*`, after a comma.
    fn separator(&mut self, kind: Kind, from: u32) -> u32 {
        let start = self.scan.token_after(from, b",");
        self.tree.leaf(kind, Field::NONE, Span { start, end: start + 1 });
        start + 1
    }

    fn parameter(&mut self, parameter: &ParameterWithDefault) {
        let name = &parameter.parameter.name;
        let annotation = parameter.parameter.annotation.as_deref();
        let kind = match (annotation, &parameter.default) {
            (None, None) => return self.leaf(self.names.identifier, Field::NONE, name),
            (Some(_), None) => self.names.typed_parameter,
            (None, Some(_)) => self.names.default_parameter,
            (Some(_), Some(_)) => self.names.typed_default_parameter,
        };
        self.open(kind, Field::NONE, start(parameter), end(parameter));
        let field = if parameter.default.is_some() { self.names.as_name } else { Field::NONE };
        self.leaf(self.names.identifier, field, name);
        if let Some(annotation) = annotation {
            self.annotation(annotation, self.names.as_type, end(name));
        }
        if let Some(default) = &parameter.default {
            self.expression(default, self.names.as_value);
        }
        self.close();
    }

    /// `*name` or `**name`, with or without an annotation.
    fn splat(&mut self, parameter: &Parameter, kind: Kind, from: u32) {
        if let Some(annotation) = &parameter.annotation {
            self.open(self.names.typed_parameter, Field::NONE, from, end(parameter));
            self.bare_splat(parameter, kind, from);
            self.annotation(annotation, self.names.as_type, end(&parameter.name));
            self.close();
        } else {
            self.bare_splat(parameter, kind, from);
        }
    }

    fn bare_splat(&mut self, parameter: &Parameter, kind: Kind, from: u32) {
        self.open(kind, Field::NONE, from, end(&parameter.name));
        self.leaf(self.names.identifier, Field::NONE, &parameter.name);
        self.close();
    }
}
