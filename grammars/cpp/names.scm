; What names mean.

[(identifier) (type_identifier) (namespace_identifier) (primitive_type) (statement_identifier)] @reference
[(operator_name) (destructor_name)] @reference
[(null) (true) (false)] @reference
(field_designator (field_identifier) @reference @reference.qualified)
(field_initializer (field_identifier) @reference @outside)
(destructor_name (identifier) @ignore)
(literal_suffix) @reference
(operator_name (identifier) @definition.outer)

; Behind the name of a class or a namespace.
(qualified_identifier scope: (_) name: [(identifier) (type_identifier) (operator_name) (destructor_name)] @reference.qualified)
(qualified_identifier scope: (_) name: (template_type name: (type_identifier) @reference.qualified))
(qualified_identifier scope: (_) name: (template_function name: (identifier) @reference.qualified))
(qualified_identifier scope: (_) name: (dependent_name (template_type name: (type_identifier) @reference.qualified)))
(template_method name: (field_identifier) @reference @reference.qualified)
(qualified_identifier) @either

; Words in the place of a name.
(attribute_specifier (argument_list (identifier) @ignore))
(attribute_specifier (argument_list (call_expression function: (identifier) @ignore)))
(attribute name: (identifier) @ignore)
(preproc_defined (identifier) @reference.probe)
(preproc_ifdef name: (identifier) @reference.probe)
(preproc_params (identifier) @ignore)
[(preproc_if condition: (identifier) @reference.probe) (preproc_elif condition: (identifier) @reference.probe)]
(preproc_if condition: (binary_expression (identifier) @reference.probe))
(preproc_if condition: (binary_expression (binary_expression (identifier) @reference.probe)))
(preproc_elif condition: (binary_expression (identifier) @reference.probe))

; Scopes.
[(function_definition) (lambda_expression)] @scope.function
[(compound_statement) (for_statement) (for_range_loop) (if_statement) (while_statement) (switch_statement) (catch_clause)
  (requires_expression)] @scope.block
(template_declaration) @scope.inline
(namespace_definition) @scope.shared
[(class_specifier name: (_) body: (_)) (struct_specifier name: (_) body: (_)) (union_specifier name: (_) body: (_))] @scope.class
(type_definition type: [(struct_specifier !name body: (_)) (union_specifier !name body: (_))] @scope.class)
(declaration type: [(struct_specifier !name body: (_)) (union_specifier !name body: (_))] @scope.class)

; Namespaces may come in several parts.
(namespace_definition name: (namespace_identifier) @binding @forward)
(namespace_definition name: (nested_namespace_specifier (namespace_identifier) @binding @forward))
(namespace_alias_definition name: (namespace_identifier) @binding)
(using_declaration) @definition.star

; Types.
[(class_specifier name: (type_identifier) @definition.class body: (_))
 (struct_specifier name: (type_identifier) @definition.class body: (_))
 (union_specifier name: (type_identifier) @definition.class body: (_))]
[(class_specifier name: (template_type name: (type_identifier) @definition.outer @special) body: (_))
 (struct_specifier name: (template_type name: (type_identifier) @definition.outer @special) body: (_))]
[(class_specifier name: (template_type arguments: (_) @signature) body: (_))
 (struct_specifier name: (template_type arguments: (_) @signature) body: (_))]
(enum_specifier name: (type_identifier) @definition.outer body: (_))
[(translation_unit [(class_specifier name: (type_identifier) @definition.outer @forward !body)
   (struct_specifier name: (type_identifier) @definition.outer @forward !body)
   (union_specifier name: (type_identifier) @definition.outer @forward !body)])
 (declaration_list [(class_specifier name: (type_identifier) @definition.outer @forward !body)
   (struct_specifier name: (type_identifier) @definition.outer @forward !body)])
 (field_declaration_list (field_declaration type: [(class_specifier name: (type_identifier) @definition.outer @forward !body)
   (struct_specifier name: (type_identifier) @definition.outer @forward !body)] !declarator))
 (template_declaration [(class_specifier name: (type_identifier) @definition.outer @forward !body)
   (struct_specifier name: (type_identifier) @definition.outer @forward !body)])]
(enumerator name: (identifier) @definition.outer)
(alias_declaration name: (type_identifier) @definition.outer)
(concept_definition name: (identifier) @definition.outer)
(type_parameter_declaration (type_identifier) @binding)
(variadic_type_parameter_declaration (type_identifier) @binding)
(optional_type_parameter_declaration name: (type_identifier) @binding)
(base_class_clause [(type_identifier) @class.base (template_type name: (type_identifier) @class.base)])
(base_class_clause (qualified_identifier name: [(type_identifier) @class.base (template_type name: (type_identifier) @class.base)]))

; Declarators: the name is in the innermost.
[(pointer_declarator declarator: (_) @binding) (reference_declarator (_) @binding) (array_declarator declarator: (_) @binding)
 (function_declarator declarator: (_) @binding) (init_declarator declarator: (_) @binding)
 (parenthesized_declarator (_) @binding) (attributed_declarator . (_) @binding) (variadic_declarator (_) @binding)
 (structured_binding_declarator (identifier) @binding)]
[(declaration declarator: (_) @binding) (parameter_declaration declarator: (_) @binding)
 (optional_parameter_declaration declarator: (_) @binding) (variadic_parameter_declaration declarator: (_) @binding)
 (field_declaration declarator: (_) @binding) (type_definition declarator: (_) @binding)
 (for_range_loop declarator: (_) @binding)]
(lambda_capture_initializer left: (identifier) @binding)
(labeled_statement label: (statement_identifier) @apart @binding.hoisted @hoisted)
(goto_statement label: (statement_identifier) @apart)
(template_declaration (declaration declarator: (init_declarator declarator: (identifier) @definition.outer)))

; The name of a function belongs around it. A prototype declares ahead.
(function_definition declarator: (function_declarator
  declarator: [(identifier) (field_identifier) (operator_name) (destructor_name)] @definition.outer))
(function_definition declarator: (pointer_declarator declarator: (function_declarator
  declarator: [(identifier) (field_identifier) (operator_name)] @definition.outer)))
(function_definition declarator: (pointer_declarator declarator: (pointer_declarator declarator: (function_declarator
  declarator: [(identifier) (field_identifier) (operator_name)] @definition.outer))))
(function_definition declarator: (reference_declarator (function_declarator
  declarator: [(identifier) (field_identifier) (operator_name)] @definition.outer)))
(function_definition declarator: (function_declarator declarator: (template_function name: (identifier) @definition.outer @special)))
(declaration declarator: (function_declarator
  declarator: [(identifier) (operator_name) (destructor_name)] @definition.outer @forward parameters: (_) @scope.block @signature))
(declaration declarator: (pointer_declarator declarator: (function_declarator
  declarator: [(identifier) (operator_name)] @definition.outer @forward parameters: (_) @scope.block @signature)))
(declaration declarator: (reference_declarator (function_declarator
  declarator: [(identifier) (operator_name)] @definition.outer @forward parameters: (_) @scope.block @signature)))
(function_declarator parameters: (_) @signature)
(function_declarator declarator: (parenthesized_declarator) parameters: (_) @scope.block)
[(field_declaration declarator: (function_declarator parameters: (_) @scope.block))
 (field_declaration declarator: (pointer_declarator declarator: (function_declarator parameters: (_) @scope.block)))
 (field_declaration declarator: (reference_declarator (function_declarator parameters: (_) @scope.block)))
 (type_definition declarator: (function_declarator parameters: (_) @scope.block))]
(declaration (storage_class_specifier) @_extern declarator: (identifier) @forward (#eq? @_extern "extern"))

; Outside of its class, a method is one more use of its declaration, and sees the class's members.
(function_definition declarator: (function_declarator declarator: (qualified_identifier scope: (_) @class.extended)))
(function_definition declarator: (pointer_declarator declarator: (function_declarator
  declarator: (qualified_identifier scope: (_) @class.extended))))
(function_definition declarator: (reference_declarator (function_declarator
  declarator: (qualified_identifier scope: (_) @class.extended))))

; Declared types, as far as their first word is the class.
[(declaration type: [(type_identifier) (primitive_type)] @type) (parameter_declaration type: [(type_identifier) (primitive_type)] @type)
 (optional_parameter_declaration type: [(type_identifier) (primitive_type)] @type)
 (field_declaration type: [(type_identifier) (primitive_type)] @type)
 (for_range_loop type: [(type_identifier) (primitive_type)] @type)]
(init_declarator declarator: (identifier) value: (_) @value)

; Members.
[(field_declaration declarator: (field_identifier) @reference) (pointer_declarator declarator: (field_identifier) @reference)
 (array_declarator declarator: (field_identifier) @reference) (function_declarator declarator: (field_identifier) @reference)
 (reference_declarator (field_identifier) @reference)]
(field_declaration declarator: [(field_identifier) (array_declarator) (pointer_declarator declarator: (field_identifier))
  (pointer_declarator declarator: (pointer_declarator)) (reference_declarator (field_identifier))]) @class.field
[(field_declaration declarator: (function_declarator declarator: (operator_name) @definition.outer))
 (field_declaration declarator: (pointer_declarator declarator: (function_declarator declarator: (operator_name) @definition.outer)))
 (field_declaration declarator: (reference_declarator (function_declarator declarator: (operator_name) @definition.outer)))]
(field_declaration declarator: (function_declarator declarator: (field_identifier) @abstract) default_value: (number_literal))
(field_declaration declarator: (pointer_declarator declarator: (function_declarator declarator: (field_identifier) @abstract))
  default_value: (number_literal))
(field_declaration declarator: (reference_declarator (function_declarator declarator: (field_identifier) @abstract))
  default_value: (number_literal))
(field_expression argument: (_) @member.object field: (field_identifier) @member.name) @member
(this) @this
(call_expression function: (_) @callee) @call
(new_expression type: (_) @callee) @call
(compound_literal_expression type: (_) @callee) @call
[(pointer_expression) (parenthesized_expression) (binary_expression) (unary_expression)] @either
[(number_literal) (string_literal) (char_literal) (concatenated_string) (raw_string_literal)] @literal.plain
[(binary_expression) (unary_expression) (update_expression) (pointer_expression) (subscript_expression) (assignment_expression)] @operator
(for_range_loop right: (_) @use.iterate)
(template_argument_list (type_descriptor type: (type_identifier) @use.pass))

; Without a value to give back, what is computed early, or has its type from there, is at fault.
(return_statement (_)) @result
(function_definition type: (placeholder_type_specifier)) @returning
(function_definition (type_qualifier) @_constexpr (#any-of? @_constexpr "constexpr" "consteval")) @returning
(lambda_expression) @returning

; The text before the compiler proper.
(preproc_def name: (identifier) @definition.macro)
(preproc_def value: (preproc_arg) @value)
(preproc_function_def name: (identifier) @definition.macro parameters: (preproc_params) @signature)
(preproc_function_def value: (preproc_arg) @value)
(preproc_include path: (_) @definition.header)
(preproc_include path: (identifier) @ignore)

; A macro at the top of the file may define anything.
(translation_unit (expression_statement (call_expression) @definition.header))
(translation_unit (preproc_ifdef (expression_statement (call_expression) @definition.header)))
(declaration_list (expression_statement (call_expression) @definition.header))
