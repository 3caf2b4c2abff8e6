; What comes and goes as whole lines.

(program (_) @unit)
(block (_) @unit)
(class_body (_) @unit)
(interface_body (_) @unit)
(annotation_type_body (_) @unit)
(enum_body_declarations (_) @unit)
(switch_block (_) @unit)
(constructor_body [(assert_statement) (block) (break_statement) (continue_statement) (do_statement)
  (enhanced_for_statement) (expression_statement) (for_statement) (if_statement) (labeled_statement)
  (local_variable_declaration) (return_statement) (switch_expression) (synchronized_statement)
  (throw_statement) (try_statement) (try_with_resources_statement) (while_statement) (yield_statement)] @unit)
(switch_block_statement_group [(assert_statement) (block) (break_statement) (continue_statement) (do_statement)
  (enhanced_for_statement) (expression_statement) (for_statement) (if_statement) (labeled_statement)
  (local_variable_declaration) (return_statement) (switch_expression) (synchronized_statement)
  (throw_statement) (try_statement) (try_with_resources_statement) (while_statement) (yield_statement)] @unit)
(if_statement alternative: (_) @unit.chained)
(try_statement [(catch_clause) (finally_clause)] @unit.chained @one-of)
(try_with_resources_statement [(catch_clause) (finally_clause)] @unit.chained)

; Elements on lines of their own. The last constant of an enumeration ends the list for what follows.
(array_initializer (_) @unit.element)
(enum_body (enum_constant) @unit.element)
(enum_constant) @kept.closing

; Not to be split.
[(formal_parameters) (type_parameters) (string_literal) (annotation)] @atomic

; A lambda needs the one method of its interface.
(interface_declaration (modifiers (marker_annotation name: (identifier) @_name))
  body: (interface_body (method_declaration !body) @kept) (#eq? @_name "FunctionalInterface"))

; Code that may not run, and statements whose parts are alternatives.
(if_statement) @branches
(if_statement consequence: (_) @region)
(if_statement alternative: (block) @region)
[(while_statement) (for_statement) (enhanced_for_statement) (do_statement)] @loop
(while_statement body: (_) @region)
(for_statement body: (_) @region)
(enhanced_for_statement body: (_) @region)
[(switch_expression) (try_statement) (try_with_resources_statement)] @branches
[(switch_rule) (switch_block_statement_group)] @region
(try_statement body: (_) @region)
(try_with_resources_statement body: (_) @region)
(catch_clause) @region

; Handlers, endless loops.
[(try_statement) (try_with_resources_statement)] @handled
(catch_clause) @handler
(catch_type (_) @handler.type)
(throw_statement) @raise
(throws) @raises
[(while_statement) (for_statement) (enhanced_for_statement) (do_statement) (switch_expression)] @breakable
(break_statement) @break
(while_statement condition: (parenthesized_expression (true))) @endless
(do_statement condition: (parenthesized_expression (true))) @endless
(for_statement !condition) @endless

; What leaves a branch.
[(return_statement) (break_statement) (continue_statement) (throw_statement) (yield_statement)] @exit

; A method with a result must not end without one.
(method_declaration
  type: [(type_identifier) (generic_type) (array_type) (integral_type) (floating_point_type) (boolean_type)
    (scoped_type_identifier) (annotated_type)]
  body: (_) @value.needed)
(block) @block.value
(if_statement consequence: (_) @value.part)
(if_statement alternative: (if_statement) @value.part)
(if_statement alternative: [(block) (return_statement) (throw_statement) (try_statement) (while_statement)
  (try_with_resources_statement) (switch_expression) (synchronized_statement) (for_statement)] @value.part.required)
(lambda_expression body: (block) @value.wanted)
(variable_declarator (switch_expression) @value.needed)
(return_statement (switch_expression) @value.needed)
(assignment_expression (switch_expression) @value.needed)
(argument_list (switch_expression) @value.needed)
(yield_statement (switch_expression) @value.needed)
(lambda_expression (switch_expression) @value.needed)
(parenthesized_expression (switch_expression) @value.needed)
(binary_expression (switch_expression) @value.needed)
(switch_expression body: (switch_block) @value.part)
(switch_block (switch_rule) @value.part)
(switch_rule (block) @value.part)
(switch_block_statement_group) @block.value @value.part
(switch_rule (switch_label) @_label (#eq? @_label "default")) @value.part.required
(switch_block_statement_group (switch_label) @_label (#eq? @_label "default")) @value.part.required
(synchronized_statement body: (_) @value.part)
(labeled_statement (_) @value.part)
(try_statement body: (_) @value.part)
(try_statement (catch_clause) @value.part)
(try_with_resources_statement body: (_) @value.part)
(try_with_resources_statement (catch_clause) @value.part)
(catch_clause body: (_) @value.part)
