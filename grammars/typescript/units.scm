; What comes and goes as whole lines, beside what all of this family have in common.

(interface_body (_) @unit.element)
(object_type (_) @unit.element)
(enum_body (_) @unit.element)

; A derived class's constructor must call the one above.
(statement_block (expression_statement (call_expression function: (super))) @one-of)

; What `as const` says holds for the whole.
(as_expression . (_) @atomic (const))

; A function that says what it gives back, and ends by throwing instead, keeps that.
(function_declaration return_type: (_) body: (statement_block (throw_statement) @one-of))
(function_expression return_type: (_) body: (statement_block (throw_statement) @one-of))
(arrow_function return_type: (_) body: (statement_block (throw_statement) @one-of))
(method_definition return_type: (_) body: (statement_block (throw_statement) @one-of))

; A mapped type is one piece; what an object can do without a name belongs to its description.
(object_type (index_signature (mapped_type_clause))) @atomic
(interface_body [(call_signature) (construct_signature) (index_signature)] @one-of)
(object_type [(call_signature) (construct_signature) (index_signature)] @one-of)

; A way out of a block for some values stays one.
(if_statement consequence: (statement_block [(return_statement) (throw_statement) (break_statement) (continue_statement)] @one-of))

; A table with an entry for each key of a type has all of them.
(variable_declarator
  type: (type_annotation (generic_type name: (type_identifier) @_name
    type_arguments: (type_arguments . [(type_identifier) (union_type) (literal_type) (index_type_query) (lookup_type)])))
  value: (object (_) @kept) (#eq? @_name "Record"))
(public_field_definition
  type: (type_annotation (generic_type name: (type_identifier) @_name
    type_arguments: (type_arguments . [(type_identifier) (union_type) (literal_type) (index_type_query) (lookup_type)])))
  value: (object (_) @kept) (#eq? @_name "Record"))
(variable_declarator type: (type_annotation (object_type (index_signature (mapped_type_clause)))) value: (object (_) @kept))
(public_field_definition type: (type_annotation (object_type (index_signature (mapped_type_clause)))) value: (object (_) @kept))
(variable_declarator type: (type_annotation (generic_type name: (type_identifier) @_name)) value: (object (_) @kept)
  (#eq? @_name "Required"))
(public_field_definition type: (type_annotation (generic_type name: (type_identifier) @_name)) value: (object (_) @kept)
  (#eq? @_name "Required"))
(satisfies_expression . (object (_) @kept))

; The elements of a tuple are told apart by their places.
(variable_declarator type: (type_annotation (tuple_type)) value: (array) @atomic)
(array (array) @atomic)

; What steps through something does so by this name.
(object (method_definition name: (property_identifier) @_name) @kept (#eq? @_name "next"))
(object (pair key: (property_identifier) @_name) @kept (#eq? @_name "next"))
(object (pair key: (property_identifier) @_value) @kept (pair key: (property_identifier) @_done) @kept
  (#eq? @_value "value") (#eq? @_done "done"))
(object (pair key: (property_identifier) @_done) @kept (pair key: (property_identifier) @_value) @kept
  (#eq? @_value "value") (#eq? @_done "done"))
