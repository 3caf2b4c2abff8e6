; What comes and goes as whole lines.

(source_file (_) @unit)
(statement_list (_) @unit)
(if_statement alternative: (_) @unit.chained)
(expression_switch_statement [(expression_case) (default_case)] @unit)
(type_switch_statement [(type_case) (default_case)] @unit)
(select_statement [(communication_case) (default_case)] @unit)

; Groups of declarations, and what types list.
(import_spec_list (import_spec) @unit)
(var_spec_list (var_spec) @unit)
(const_declaration (const_spec) @unit)
(type_declaration (_) @unit)
(field_declaration_list (field_declaration name: (_)) @unit)
(interface_type (method_elem) @unit)

; A group that declares nothing says nothing.
[(import_spec_list) (var_spec_list) (const_declaration) (type_declaration)] @block.required

; A constant without a value repeats the one before it.
(const_spec !value) @echo

; The package clause comes first; a program needs its `main`.
(package_clause) @partner
(source_file [(import_declaration) (function_declaration) (method_declaration) (var_declaration)
  (const_declaration) (type_declaration)] @partner.needed)
(source_file (package_clause (package_identifier) @_package) (function_declaration name: (identifier) @_name) @last
  (#eq? @_package "main") (#eq? @_name "main"))

; Elements on lines of their own.
(literal_value [(keyed_element) (literal_element)] @unit.element)

; Not to be split. What `:=` takes apart, and arrays whose length counts, stay whole.
[(parameter_list) (type_parameter_list) (type_arguments)] @atomic
[(interpreted_string_literal) (raw_string_literal)] @atomic
(composite_literal type: [(array_type) (implicit_length_array_type)] body: (_) @atomic)

; Code that may not run, and statements whose parts are alternatives.
(if_statement) @branches
(if_statement consequence: (_) @region)
(if_statement alternative: (block) @region)
[(expression_switch_statement) (type_switch_statement) (select_statement)] @branches
[(expression_case) (default_case) (type_case) (communication_case)] @region
(for_statement) @loop
(for_statement body: (_) @region)

; What leaves a branch.
[(return_statement) (break_statement) (continue_statement) (goto_statement)] @exit
(expression_statement (call_expression function: (identifier) @_name) (#eq? @_name "panic")) @exit

; A function with a result must not end without one.
(function_declaration result: (_) body: (_) @value.needed)
(method_declaration result: (_) body: (_) @value.needed)
(func_literal result: (_) body: (_) @value.needed)
(statement_list) @block.value @value.part
(if_statement consequence: (_) @value.part)
(if_statement alternative: (if_statement) @value.part)
(if_statement alternative: (block) @value.part.required)
[(expression_case) (type_case) (communication_case)] @value.part
(default_case) @value.part.required
(labeled_statement (_) @value.part)
