; What comes and goes as whole lines.

(translation_unit (_) @unit)
(compound_statement (_) @unit)
(declaration_list (_) @unit)
(field_declaration_list (_) @unit)
(case_statement !value (_) @unit)
(case_statement value: (_) (_) @unit)
(if_statement alternative: (_) @unit.chained)

; A label needs a statement.
(case_statement) @block.required

; An array may be shorter, and a structure leaves out what comes last. An enumeration keeps a value.
(init_declarator value: (initializer_list (_) @unit.element))
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
[(string_literal) (concatenated_string) (char_literal)] @atomic
(function_declarator parameters: (_) @atomic)
(attribute_specifier) @atomic
(argument_list) @atomic
(gnu_asm_expression) @atomic
