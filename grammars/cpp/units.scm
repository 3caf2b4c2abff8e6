; What comes and goes as whole lines.

(translation_unit (_) @unit)
(compound_statement (_) @unit)
(declaration_list (_) @unit)
(field_declaration_list (_) @unit)
(case_statement !value (_) @unit)
(case_statement value: (_) (_) @unit)
(if_statement alternative: (_) @unit.chained)
(try_statement (catch_clause) @unit.chained @one-of)
(function_definition (catch_clause) @unit.chained @one-of)

; A label needs a statement.
(case_statement) @block.required

; What stands under `public:` belongs there, and what a class says of its friends and bases belongs to the class.
(access_specifier) @section
(field_declaration_list [(friend_declaration) (using_declaration)] @kept)
(field_declaration_list (function_definition declarator: (operator_cast)) @kept)

; A container may be shorter. An enumeration, or a list whose type is told by its elements, keeps one.
(init_declarator declarator: (array_declarator) value: (initializer_list (_) @unit.element))
(declaration type: [(template_type) (qualified_identifier)]
  declarator: (init_declarator value: (initializer_list (_) @unit.element.kept)))
(enumerator_list (_) @unit.element.kept)

; Conditional parts of the text.
[(preproc_if (_) @unit) (preproc_ifdef (_) @unit) (preproc_elif (_) @unit) (preproc_else (_) @unit)]

; A guard against being read twice is one with its mark.
(preproc_ifdef name: (identifier) . (preproc_def !value) @kept)

; The end of a condition that began outside of the brackets, as headers for two languages have it.
(declaration_list (preproc_call directive: (preproc_directive) @_end (#any-of? @_end "#endif" "#else" "#elif" "#if")) @kept)
(compound_statement (preproc_call directive: (preproc_directive) @_end (#any-of? @_end "#endif" "#else" "#elif" "#if")) @kept)

; Not to be split.
[(preproc_def) (preproc_function_def) (preproc_include) (preproc_call)] @atomic
[(string_literal) (raw_string_literal) (concatenated_string) (char_literal)] @atomic
[(parameter_list) (template_parameter_list) (template_argument_list) (base_class_clause)] @atomic
(attribute_specifier) @atomic
(requires_clause) @atomic
(gnu_asm_expression) @atomic
