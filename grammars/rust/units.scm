; What comes and goes as whole lines.

(source_file (_) @unit)
(block (_) @unit)
(declaration_list (_) @unit)
(match_block (match_arm) @unit)
(if_expression alternative: (else_clause) @unit.chained)

; Attributes of the whole file stand before everything.
(inner_attribute_item) @last

; A module keeps what brings all names into it.
(declaration_list (use_declaration (use_wildcard)) @one-of)

; Attributes come with what they describe.
(attribute_item) @attached

; Elements on lines of their own.
(enum_variant_list (enum_variant) @unit.element.kept)
(field_declaration_list (field_declaration) @unit.element)
(field_initializer_list (_) @unit.element)
(struct_pattern [(field_pattern) (remaining_field_pattern)] @unit.element)
(use_list (_) @unit.element.kept)
(reference_expression value: (array_expression (_) @unit.element.kept))

; Not to be split.
[(string_literal) (raw_string_literal) (token_tree) (macro_definition)] @atomic
[(parameters) (type_parameters) (type_arguments) (where_clause) (ordered_field_declaration_list)] @atomic
[(attribute_item) (inner_attribute_item)] @atomic
(const_item type: (_) value: (_) @atomic)
(static_item type: (_) value: (_) @atomic)

; Where a value is needed, and what gives it.
(block) @block.value
(function_item) @scope.function
(function_item return_type: (_) body: (_) @value.needed)
(closure_expression body: (_) @value.wanted)
(async_block (block) @value.wanted)
(let_declaration value: (_) @value.needed)
(let_declaration alternative: (_) @value.needed)
(let_condition value: (_) @value.needed)
[(arguments (_) @value.needed) (array_expression (_) @value.needed) (tuple_expression (_) @value.needed)]
(assignment_expression right: (_) @value.needed)
(compound_assignment_expr right: (_) @value.needed)
[(binary_expression (_) @value.needed) (unary_expression (_) @value.needed) (reference_expression (_) @value.needed)]
[(try_expression (_) @value.needed) (await_expression (_) @value.needed) (type_cast_expression value: (_) @value.needed)]
[(return_expression (_) @value.needed) (break_expression (_) @value.needed) (index_expression (_) @value.needed)]
[(range_expression (_) @value.needed) (field_expression value: (_) @value.needed) (call_expression function: (_) @value.needed)]
[(field_initializer value: (_) @value.needed) (base_field_initializer (_) @value.needed)]
[(const_item value: (_) @value.needed) (static_item value: (_) @value.needed)]
[(if_expression condition: (_) @value.needed) (while_expression condition: (_) @value.needed)]
[(match_expression value: (_) @value.needed) (for_expression value: (_) @value.needed)]
(match_pattern condition: (_) @value.needed)
(expression_statement (_) @value.part)
[(unsafe_block (block) @value.part) (const_block (block) @value.part) (try_block (block) @value.part)]
(if_expression consequence: (_) @value.part)
(if_expression alternative: (else_clause (block)) @value.part.required)
(if_expression alternative: (else_clause (if_expression)) @value.part)
(else_clause (_) @value.part)
(match_expression body: (_) @value.part)
(match_block (match_arm) @value.part)
(match_arm value: (_) @value.part)

; What leaves a block.
[(return_expression) (break_expression) (continue_expression)] @exit
(expression_statement [(return_expression) (break_expression) (continue_expression)]) @exit
(expression_statement (macro_invocation macro: (identifier) @_name) (#any-of? @_name "panic" "unreachable" "todo" "unimplemented")) @exit
