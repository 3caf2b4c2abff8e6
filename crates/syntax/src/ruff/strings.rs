//! Strings, and what is interpolated into them.

use ruff_python_ast::{Expr, FStringPart, InterpolatedStringElement, InterpolatedStringElements};
use ruff_text_size::TextRange;

use super::{Walk, end, span, start};
use crate::tree::{Field, Kind};

impl Walk<'_> {
    /// A string of any kind. Several in a row are one `concatenated_string`.
    pub(super) fn string(&mut self, string: &Expr, field: Field) {
        let concatenated = match string {
            Expr::StringLiteral(string) => string.value.is_implicit_concatenated(),
            Expr::BytesLiteral(string) => string.value.is_implicit_concatenated(),
            Expr::FString(string) => string.value.is_implicit_concatenated(),
            Expr::TString(string) => string.value.is_implicit_concatenated(),
            _ => false,
        };
        let field = if concatenated {
            self.open(self.names.concatenated_string, field, start(string), end(string));
            Field::NONE
        } else {
            field
        };
        match string {
            Expr::StringLiteral(string) => {
                for part in &string.value {
                    self.leaf(self.names.string, field, part);
                }
            }
            Expr::BytesLiteral(string) => {
                for part in &string.value {
                    self.leaf(self.names.string, field, part);
                }
            }
            Expr::FString(string) => {
                for part in &string.value {
                    match part {
                        FStringPart::Literal(part) => self.leaf(self.names.string, field, part),
                        FStringPart::FString(part) => self.interpolated(part.range, &part.elements, field),
                    }
                }
            }
            Expr::TString(string) => {
                for part in &string.value {
                    self.interpolated(part.range, &part.elements, field);
                }
            }
            _ => {}
        }
        if concatenated {
            self.close();
        }
    }

    fn interpolated(&mut self, range: TextRange, elements: &InterpolatedStringElements, field: Field) {
        self.tree.open(self.names.string, field, span(range));
        self.interpolations(elements, self.names.interpolation);
        self.close();
    }

    fn interpolations(&mut self, elements: &InterpolatedStringElements, kind: Kind) {
        for element in elements {
            let InterpolatedStringElement::Interpolation(element) = element else { continue };
            self.tree.open(kind, Field::NONE, span(element.range));
            self.expression_or_list(&element.expression, self.names.as_expression);
            if let Some(format) = &element.format_spec {
                // Tree-sitter counts the colon before it in.
                let colon = start(&**format) - 1;
                self.open(self.names.format_specifier, self.names.as_format_specifier, colon, end(&**format));
                self.interpolations(&format.elements, self.names.format_expression);
                self.close();
            }
            self.close();
        }
    }
}
