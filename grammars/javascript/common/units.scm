; What comes and goes as whole lines, in JavaScript and TypeScript.

(program (_) @unit)
(statement_block (_) @unit)
(switch_body (_) @unit)
(switch_case body: (_) @unit)
(switch_default body: (_) @unit)
(class_body (_) @unit)
(class_body (decorator) @attached)
(program (hash_bang_line) @attached)

; Clauses. `try` needs a handler or `finally`.
(else_clause) @unit.chained
(catch_clause) @unit.chained @one-of
(finally_clause) @unit.chained @one-of

; Nobody writes a branch or a loop around nothing; the body of a function may come later.
(if_statement consequence: (statement_block) @block.required)
(else_clause (statement_block) @block.required)
(for_statement body: (statement_block) @block.required)
(for_in_statement body: (statement_block) @block.required)
(while_statement body: (statement_block) @block.required)
(do_statement body: (statement_block) @block.required)
(try_statement body: (statement_block) @block.required)
(finally_clause body: (statement_block) @block.required)
(switch_statement body: (switch_body) @block.required)
; What ends a case stays with it: without it the case would run into the next.
(switch_case body: (statement_block [(break_statement) (return_statement) (continue_statement) (throw_statement)] @one-of))
(switch_case body: [(break_statement) (return_statement) (continue_statement) (throw_statement)] @one-of)

; Elements on lines of their own.
(object (_) @unit.element)
(array (_) @unit.element)
(object_pattern (_) @unit.element)
(named_imports (_) @unit.element.kept)
(export_clause (_) @unit.element.kept)

; What has no name of its own, such as `[Symbol.iterator]`, is asked for without one.
(class_body (method_definition name: (computed_property_name)) @one-of)
(object (method_definition name: (computed_property_name)) @one-of)
; What a spread brings stays with the members that it goes with.
(object (spread_element) @one-of)

; Not to be split.
[(template_string) (string) (regex)] @atomic
(formal_parameters) @atomic
(decorator) @atomic
(variable_declarator name: (array_pattern) value: [(array) (await_expression)] @atomic)

; A directive stands before all other code.
(program . (expression_statement (string)) @last)
(program (hash_bang_line) . (expression_statement (string)) @last)
