//! The kinds and fields of the tree-sitter grammar, looked up once.
//!
//! A field of this struct is a number; a misspelt kind is found when the language is loaded, not when a
//! program happens to have one.

use crate::table::Names;
use crate::tree::{Field, Kind};

macro_rules! python_names {
    (kinds: $($kind:ident)*; fields: $($field:ident = $name:ident)*;) => {
        /// The numbers of all kinds and fields that Python's trees are made of.
        #[derive(Clone, Copy, Debug)]
        #[expect(missing_docs, reason = "they are the grammar's names")]
        pub struct PythonNames {
            $(pub $kind: Kind,)*
            $(pub $field: Field,)*
        }

        impl PythonNames {
            /// Looks all names up.
            ///
            /// # Errors
            /// If the grammar lacks one: says which.
            pub fn resolve(names: &Names) -> Result<Self, String> {
                Ok(Self {
                    $($kind: kind(names, stringify!($kind))?,)*
                    $($field: field(names, stringify!($name))?,)*
                })
            }
        }
    };
}

fn kind(names: &Names, raw: &str) -> Result<Kind, String> {
    let name = raw.trim_start_matches("r#");
    names.kinds.get(name).copied().ok_or_else(|| format!("python: the grammar has no node `{name}`"))
}

fn field(names: &Names, raw: &str) -> Result<Field, String> {
    let name = raw.trim_start_matches("r#");
    names.fields.get(name).copied().ok_or_else(|| format!("python: the grammar has no field `{name}`"))
}

python_names! {
    kinds:
        aliased_import argument_list as_pattern as_pattern_target assert_statement assignment attribute
        augmented_assignment r#await binary_operator block boolean_operator break_statement call case_clause
        case_pattern class_definition class_pattern comparison_operator complex_pattern concatenated_string
        conditional_expression constrained_type continue_statement decorated_definition decorator
        default_parameter delete_statement dict_pattern dictionary dictionary_comprehension dictionary_splat
        dictionary_splat_pattern dotted_name elif_clause ellipsis else_clause except_clause expression_list
        expression_statement r#false finally_clause float for_in_clause for_statement format_expression
        format_specifier function_definition future_import_statement generator_expression generic_type
        global_statement identifier if_clause if_statement import_from_statement import_prefix
        import_statement integer interpolation keyword_argument keyword_pattern keyword_separator lambda
        lambda_parameters list list_comprehension list_pattern list_splat list_splat_pattern match_statement
        member_type module named_expression none nonlocal_statement not_operator pair parameters
        pass_statement pattern_list positional_separator raise_statement relative_import return_statement
        set set_comprehension slice splat_pattern splat_type string subscript r#true try_statement tuple
        tuple_pattern r#type type_alias_statement type_parameter typed_default_parameter typed_parameter
        unary_operator union_pattern union_type while_statement wildcard_import with_clause with_item
        with_statement r#yield;
    fields:
        as_alias = alias as_alternative = alternative as_argument = argument as_arguments = arguments
        as_attribute = attribute as_body = body as_cause = cause as_condition = condition
        as_consequence = consequence as_definition = definition as_expression = expression
        as_format_specifier = format_specifier as_function = function as_guard = guard as_key = key
        as_left = left as_module_name = module_name as_name = name as_object = object
        as_parameters = parameters as_return_type = return_type as_right = right as_subject = subject
        as_subscript = subscript as_superclasses = superclasses as_type = r#type
        as_type_parameters = type_parameters as_value = value;
}
