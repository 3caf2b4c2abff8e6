; What names mean.

[(identifier) (type_identifier) (package_identifier)] @reference
(package_clause (package_identifier) @ignore)

; Scopes.
[(function_declaration) (method_declaration) (func_literal) (method_elem)] @scope.function
[(block) (if_statement) (for_statement) (expression_switch_statement) (type_switch_statement)
 (expression_case) (type_case) (default_case) (communication_case)] @scope.block

; What the package declares is seen from everywhere.
(function_declaration name: (identifier) @definition.function @hoisted)
(method_declaration name: (field_identifier) @definition.function @hoisted)
(method_elem name: (field_identifier) @definition.function @hoisted)
(source_file (var_declaration (var_spec name: (identifier) @hoisted)))
(source_file (var_declaration (var_spec_list (var_spec name: (identifier) @hoisted))))
(source_file (const_declaration (const_spec name: (identifier) @hoisted)))

; Imports.
(import_spec !name path: (_) @definition.import.path @hoisted @must-use)
(import_spec name: (package_identifier) @definition.import @hoisted @must-use)

; Parameters and results.
(parameter_declaration name: (identifier) @definition.parameter)
(variadic_parameter_declaration name: (identifier) @definition.parameter)
(type_parameter_declaration name: (identifier) @definition.parameter)
(parameter_declaration type: [(type_identifier) (pointer_type) (generic_type) (qualified_type)] @type)
(function_declaration result: [(type_identifier) (pointer_type) (generic_type) (qualified_type)] @type)
(method_declaration result: [(type_identifier) (pointer_type) (generic_type) (qualified_type)] @type)
(method_elem result: [(type_identifier) (pointer_type) (generic_type) (qualified_type)] @type)

; Methods join the class of their receiver.
(method_declaration receiver: (parameter_list (parameter_declaration
  name: (identifier) @definition.receiver)))
(method_declaration receiver: (parameter_list (parameter_declaration
  type: [(type_identifier) @class.extended (pointer_type (type_identifier) @class.extended)
    (generic_type type: (type_identifier) @class.extended)
    (pointer_type (generic_type type: (type_identifier) @class.extended))])))
(method_declaration receiver: (parameter_list (parameter_declaration
  type: [(generic_type type_arguments: (type_arguments (type_elem (type_identifier) @definition.parameter)))
    (pointer_type (generic_type type_arguments: (type_arguments (type_elem (type_identifier) @definition.parameter))))])))

; A parameter hides the names of types and packages in the body, and not in the list that it stands in.
(parameter_list) @effect

; Types.
[(type_spec) (type_alias)] @scope.class
(type_spec name: (type_identifier) @definition.class @hoisted)
(type_alias name: (type_identifier) @definition.class @hoisted)
(type_spec type: (struct_type)) @class.record
(type_spec type: (interface_type)) @class.interface
(field_declaration) @class.field
(field_declaration name: (field_identifier) @reference @binding @hoisted)
(field_declaration name: (_) type: [(type_identifier) (pointer_type) (generic_type) (qualified_type)] @type)
(field_declaration !name type: [(type_identifier) @local @class.base @hoisted
  (generic_type type: (type_identifier) @local @class.base @hoisted)])
(field_declaration !name type: (qualified_type name: (type_identifier) @local @hoisted))
(type_elem [(type_identifier) (qualified_type)] @class.base)
(slice_type element: (struct_type) @scope.class)
(array_type element: (struct_type) @scope.class)
(implicit_length_array_type element: (struct_type) @scope.class)
(map_type value: (struct_type) @scope.class)
(var_spec type: (struct_type) @scope.class)
(field_declaration type: (struct_type) @scope.class)
(composite_literal type: (struct_type) @scope.class)
(pointer_type (struct_type) @scope.class)
(parameter_declaration type: (interface_type) @scope.class)

; Locals. What is bound takes effect at the end of the statement that binds it.
(expression_list) @binding.pattern
(short_var_declaration left: (_) @binding right: (_) @value) @effect
(short_var_declaration left: (expression_list (identifier) @must-use))
(var_spec name: (identifier) @binding) @effect
(var_spec value: (_) @value)
(var_spec type: [(type_identifier) (pointer_type) (generic_type) (qualified_type)] @type)
(const_spec name: (identifier) @binding) @effect
(statement_list (var_declaration (var_spec name: (identifier) @must-use)))
(statement_list (var_declaration (var_spec_list (var_spec name: (identifier) @must-use))))
(range_clause left: (_) @binding) @effect
(range_clause left: (expression_list (identifier) @must-use))
(receive_statement left: (_) @binding) @effect
(receive_statement left: (expression_list (identifier) @must-use))
(type_switch_statement alias: (expression_list (identifier) @must-use) @binding @effect.next)
(assignment_statement left: (expression_list (identifier) @write))

; Labels.
(label_name) @reference
(labeled_statement label: (label_name) @binding @hoisted @must-use)

; Handed on to what may ask for an interface.
(return_statement (expression_list (identifier) @use.pass))
(call_expression function: (identifier) @_name arguments: (argument_list (identifier) @use.pass)
  (#not-any-of? @_name "len" "cap" "append" "copy" "delete" "close" "print" "println" "make" "min" "max"))
(call_expression function: (selector_expression) arguments: (argument_list (identifier) @use.pass))
(keyed_element value: (literal_element (identifier) @use.pass))
(literal_value (literal_element (identifier) @use.pass))

; Members, calls, literals.
(selector_expression operand: (_) @member.object field: (field_identifier) @member.name) @member
(qualified_type package: (package_identifier) @member.object name: (type_identifier) @member.name @ignore) @member
(call_expression function: (_) @callee) @call
[(unary_expression) (type_instantiation_expression) (composite_literal)] @either
(composite_literal type: (_) @callee)
(composite_literal type: (generic_type) @either)
(composite_literal type: [(type_identifier) (generic_type)] body: (literal_value . (literal_element))) @call
(composite_literal type: [(type_identifier) (generic_type) (qualified_type) (struct_type)]
  body: (literal_value (keyed_element key: (literal_element (identifier) @slot))))
(composite_literal body: (literal_value (literal_element
  (literal_value (keyed_element key: (literal_element (identifier) @slot))))))
(composite_literal body: (literal_value (keyed_element value: (literal_element
  (literal_value (keyed_element key: (literal_element (identifier) @slot)))))))
(type_assertion_expression type: (_) @callee) @call
