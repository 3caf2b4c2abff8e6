; What names mean.

(identifier) @reference

; Words in the place of a name.
(attribute (identifier) @ignore)
(dot_index_expression field: (identifier) @ignore)
(method_index_expression method: (identifier) @ignore)
(field name: (identifier) @ignore)

; Scopes. A function is seen from its own body, and a global one from everywhere.
[(function_declaration) (function_definition)] @scope.function
[(block) (for_statement)] @scope.block
(function_declaration name: (identifier) @definition.function @hoisted)
(parameters (identifier) @definition.parameter)

; Bindings. A local takes effect after its statement; what a chunk assigns to is global.
(variable_declaration (variable_list (identifier) @binding)) @effect
(variable_declaration (assignment_statement (variable_list (identifier) @binding))) @effect
(variable_declaration (assignment_statement (variable_list (identifier)) (expression_list value: (_) @value)))
(chunk (assignment_statement (variable_list (identifier) @binding)) @effect)
(for_numeric_clause name: (identifier) @binding) @effect
(for_generic_clause (variable_list (identifier) @binding)) @effect
(label_statement (identifier) @binding @hoisted)

; Members, calls and results.
(dot_index_expression table: (_) @member.object field: (identifier) @member.name) @member
(method_index_expression table: (_) @member.object method: (identifier) @member.name) @member
(function_declaration name: [(dot_index_expression) (method_index_expression)] @binding)
(assignment_statement (variable_list (dot_index_expression) @binding)) @effect
(function_call name: (_) @callee) @call
(chunk (function_call) @unused)
(block (function_call) @unused)
(return_statement (expression_list)) @result
(nil) @nothing
[(table_constructor) (string)] @literal
[(number) (true) (false)] @literal.plain
