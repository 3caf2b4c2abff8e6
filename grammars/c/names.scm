; What names mean.

[(identifier) (type_identifier) (primitive_type) (statement_identifier)] @reference
[(null) (true) (false) (type_qualifier)] @reference
(field_designator (field_identifier) @reference @reference.qualified)

; Words in the place of a name.
(attribute_specifier (argument_list (identifier) @ignore))
(attribute_specifier (argument_list (call_expression function: (identifier) @ignore)))
(attribute name: (identifier) @ignore)
(ms_declspec_modifier (identifier) @ignore)
(preproc_defined (identifier) @reference.probe)
[(preproc_ifdef name: (identifier) @reference.probe) (preproc_elifdef name: (identifier) @reference.probe)]
(preproc_params (identifier) @ignore)
[(preproc_if condition: (identifier) @reference.probe) (preproc_elif condition: (identifier) @reference.probe)]
(preproc_if condition: (binary_expression (identifier) @reference.probe))
(preproc_if condition: (binary_expression (binary_expression (identifier) @reference.probe)))
(preproc_elif condition: (binary_expression (identifier) @reference.probe))

; Scopes.
(function_definition) @scope.function
[(compound_statement) (for_statement)] @scope.block
(struct_specifier name: (_) body: (_)) @scope.class
(union_specifier name: (_) body: (_)) @scope.class
(type_definition type: [(struct_specifier !name body: (_)) (union_specifier !name body: (_))] @scope.class)
(declaration type: [(struct_specifier !name body: (_)) (union_specifier !name body: (_))] @scope.class)

; Tags live in a name space of their own.
(struct_specifier name: (type_identifier) @apart)
(union_specifier name: (type_identifier) @apart)
(enum_specifier name: (type_identifier) @apart)
(struct_specifier name: (type_identifier) @definition.class body: (_))
(union_specifier name: (type_identifier) @definition.class body: (_))
(enum_specifier name: (type_identifier) @definition.outer body: (_))
(translation_unit [(struct_specifier name: (type_identifier) @binding @forward !body)
  (union_specifier name: (type_identifier) @binding @forward !body)
  (enum_specifier name: (type_identifier) @binding @forward !body)])
(declaration_list [(struct_specifier name: (type_identifier) @binding @forward !body)
  (union_specifier name: (type_identifier) @binding @forward !body)])

; Declarators: the name is in the innermost.
[(pointer_declarator declarator: (_) @binding) (array_declarator declarator: (_) @binding)
 (function_declarator declarator: (_) @binding) (init_declarator declarator: (_) @binding)
 (parenthesized_declarator (_) @binding) (attributed_declarator . (_) @binding)]
[(declaration declarator: (_) @binding) (parameter_declaration declarator: (_) @binding)
 (field_declaration declarator: (_) @binding) (type_definition declarator: (_) @binding)]
(enumerator name: (identifier) @binding)
(labeled_statement label: (statement_identifier) @apart @binding.hoisted @hoisted)
(goto_statement label: (statement_identifier) @apart)
(parameter_list (identifier) @binding)

; The name of a function belongs around it. A prototype declares ahead.
(function_definition declarator: (function_declarator declarator: (identifier) @definition.outer))
(function_definition declarator: (pointer_declarator declarator: (function_declarator declarator: (identifier) @definition.outer)))
(function_definition declarator: (pointer_declarator declarator: (pointer_declarator declarator:
  (function_declarator declarator: (identifier) @definition.outer))))
(function_definition declarator: (parenthesized_declarator (function_declarator declarator: (identifier) @definition.outer)))
(function_definition declarator: (function_declarator declarator: (parenthesized_declarator (identifier) @definition.outer)))
(declaration declarator: (function_declarator declarator: (identifier) @forward parameters: (_) @scope.block))
(declaration declarator: (pointer_declarator declarator:
  (function_declarator declarator: (identifier) @forward parameters: (_) @scope.block)))
(declaration declarator: (pointer_declarator declarator: (pointer_declarator declarator:
  (function_declarator declarator: (identifier) @forward parameters: (_) @scope.block))))
(function_declarator declarator: (parenthesized_declarator) parameters: (_) @scope.block)
(field_declaration declarator: (function_declarator parameters: (_) @scope.block))
(type_definition declarator: (function_declarator parameters: (_) @scope.block))
(declaration (storage_class_specifier) @_extern declarator: (identifier) @forward (#eq? @_extern "extern"))
(declaration (storage_class_specifier) @_extern declarator: (array_declarator declarator: (identifier) @forward)
  (#eq? @_extern "extern"))
(declaration (storage_class_specifier) @_extern declarator: (pointer_declarator declarator: (identifier) @forward)
  (#eq? @_extern "extern"))

; Types.
(declaration type: [(type_identifier) (struct_specifier) (union_specifier)] @type)
(parameter_declaration type: [(type_identifier) (struct_specifier) (union_specifier)] @type)
(field_declaration type: [(type_identifier) (struct_specifier) (union_specifier)] @type)
(type_definition type: [(type_identifier) (struct_specifier) (union_specifier)] @type)
(function_definition type: [(type_identifier) (struct_specifier) (union_specifier)] @type)

; Members.
(field_declaration declarator: (field_identifier) @reference)
[(pointer_declarator declarator: (field_identifier) @reference) (array_declarator declarator: (field_identifier) @reference)
 (function_declarator declarator: (field_identifier) @reference)]
(field_expression argument: (_) @member.object field: (field_identifier) @member.name) @member
(call_expression function: (_) @callee) @call
[(pointer_expression) (parenthesized_expression) (subscript_expression)] @either

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
