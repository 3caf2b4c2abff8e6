; What names mean, in JavaScript and TypeScript. Every declaration is seen from the whole of its block.

(identifier) @reference @hoisted
(shorthand_property_identifier) @reference
(shorthand_property_identifier_pattern) @reference @hoisted

; Scopes.
[(function_declaration) (generator_function_declaration) (function_expression) (generator_function)
 (arrow_function) (method_definition)] @scope.function
[(statement_block) (switch_body) (for_statement) (for_in_statement) (catch_clause)] @scope.block
[(class_declaration) (class)] @scope.class
(function_declaration name: (identifier) @definition.function)
(generator_function_declaration name: (identifier) @definition.function)
(function_expression name: (identifier) @definition.parameter)
(generator_function name: (identifier) @definition.parameter)

; Patterns.
[(object_pattern) (array_pattern) (pair_pattern) (assignment_pattern) (object_assignment_pattern) (rest_pattern)] @binding.fields
(assignment_pattern right: (_) @unbound)
(object_assignment_pattern right: (_) @unbound)
(pair_pattern key: (_) @unbound)

; Bindings.
(variable_declarator name: (_) @binding)
(variable_declarator value: (_) @value)
(variable_declaration (variable_declarator name: (_) @binding.hoisted))
(for_in_statement (var) left: (_) @binding @binding.hoisted)
(for_in_statement (let) left: (_) @binding)
(for_in_statement (const) left: (_) @binding)
(catch_clause parameter: (_) @binding)
(arrow_function parameter: (identifier) @definition.parameter)

; Imports and exports.
(import_clause (identifier) @definition.import)
(namespace_import (identifier) @definition.import)
(import_specifier name: (identifier) @definition.import !alias)
(import_specifier name: (identifier) @ignore alias: (_))
(import_specifier alias: (identifier) @definition.import)
(export_specifier alias: (identifier) @ignore)
(export_statement (export_clause (export_specifier name: (identifier) @ignore)) source: (_))
(namespace_export (identifier) @ignore)

; Members: of classes, and of objects written out in braces, which are classes of their own.
(object) @scope.object
(method_definition name: [(property_identifier) (private_property_identifier)] @definition.function)
(pair key: [(property_identifier) (string)] @reference @binding)
(pair value: (_) @value)
(shorthand_property_identifier) @class.field
(object (spread_element (_) @class.base))
(member_expression object: (_) @member.object property: (_) @member.name) @member
(shorthand_property_identifier_pattern) @member.name
(pair_pattern key: (property_identifier) @member.name)
(binary_expression left: (private_property_identifier) @member.name)
(computed_property_name (string) @member.name)
(this) @this
(super) @super
(arrow_function) @this.outer

; Calls and results.
(call_expression function: (_) @callee) @call
(new_expression constructor: (_) @callee) @call @foreign
(expression_statement (call_expression) @unused)
(expression_statement (await_expression (call_expression) @unused))
(return_statement (_)) @result
(yield_expression) @result.stream
[(null) (undefined)] @nothing

; Of no class of the file.
[(string) (template_string) (regex) (number) (true) (false) (array)] @foreign
