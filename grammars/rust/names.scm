; What names mean.

[(identifier) (type_identifier) (primitive_type)] @reference
(self) @this
(type_identifier (#eq? @_name "Self")) @_name @this @ignore
(identifier (#eq? @_name "Self")) @_name @this @ignore

; Words in the place of a name.
(lifetime) @reference
(lifetime (identifier) @ignore)
(lifetime_parameter name: (lifetime) @definition.parameter)
(label (identifier) @ignore)
(attribute (identifier) @ignore)
(attribute (scoped_identifier (identifier) @ignore))
(type_binding name: (type_identifier) @ignore)

; Items are seen from the whole of their block or module.
(mod_item name: (identifier) @definition.class @hoisted) @scope.class @scope.open
(struct_item name: (type_identifier) @definition.class @hoisted) @scope.class
(union_item name: (type_identifier) @definition.class @hoisted) @scope.class
(enum_item name: (type_identifier) @definition.class @hoisted) @scope.class
(enum_variant name: (identifier) @definition.class @hoisted) @scope.class
(trait_item name: (type_identifier) @definition.class @hoisted) @scope.class
(impl_item) @scope.class
(function_item name: (identifier) @definition.function @hoisted)
(function_signature_item name: (identifier) @definition.function @hoisted) @scope.function @abstract
(const_item name: (identifier) @binding @hoisted)
(static_item name: (identifier) @binding @hoisted)
(type_item name: (type_identifier) @binding @hoisted)
(associated_type name: (type_identifier) @binding @hoisted)
(macro_definition name: (identifier) @binding @hoisted)
(field_declaration name: (field_identifier) @reference @binding)

; Whose members an `impl` adds to, and the trait that it implements.
(impl_item type: (type_identifier) @class.extended)
(impl_item type: (generic_type type: (type_identifier) @class.extended))
(impl_item type: (reference_type type: (type_identifier) @class.extended))
(impl_item type: [(primitive_type) (tuple_type) (array_type) (pointer_type) (function_type) (dynamic_type) (unit_type)] @class.extended)
(impl_item type: (reference_type type: [(primitive_type) (array_type) (dynamic_type)] @class.extended))
(impl_item type: (scoped_type_identifier) @class.extended)
(impl_item trait: [(type_identifier) (scoped_type_identifier)] @class.base)
(impl_item trait: (generic_type type: (scoped_type_identifier) @class.base))
(impl_item trait: (generic_type type: (type_identifier) @class.base))
(trait_item bounds: (trait_bounds (type_identifier) @class.base))

; Parameters.
(type_parameter name: (type_identifier) @definition.parameter)
(const_parameter name: (identifier) @definition.parameter)
(parameter pattern: (identifier) @definition.parameter)
; Its type names what is around, also where the parameter has the same name.
(parameter) @effect
(closure_expression) @scope.block
(closure_parameters (identifier) @binding)

; Blocks and what binds in them.
[(block) (match_arm) (if_expression) (while_expression)] @scope.block
(for_expression value: (_) @outside) @scope.block
(let_declaration) @effect
(let_condition) @effect
(let_declaration value: (_) @value)
(let_declaration pattern: (identifier) @local !value)
(assignment_expression left: (identifier) @write)

; Values whose type a later use has to tell, and uses that do.
(let_declaration value: (_) @open !type)
(let_declaration value: [(float_literal) (closure_expression)] @literal.plain)
(arguments (identifier) @tells)
(call_expression function: (_) @_name arguments: (arguments (reference_expression value: (identifier) @tells))
  (#not-any-of? @_name "Arc::clone" "Rc::clone"))
(call_expression function: (field_expression value: (identifier) @tells field: (_) @_name) arguments: (arguments (_))
  (#not-any-of? @_name "get" "get_mut" "contains" "contains_key" "remove" "powi"))
(call_expression
  function: (field_expression value: (index_expression . (identifier) @tells) field: (_) @_name) arguments: (arguments (_))
  (#not-any-of? @_name "get" "get_mut" "contains" "contains_key" "remove"))
(call_expression function: (identifier) @tells arguments: (arguments (_)))
(call_expression
  function: (field_expression value: (call_expression function: (field_expression value: (identifier) @tells)))
  arguments: (arguments (_)))
(call_expression
  function: (field_expression
    value: (call_expression function: (field_expression
      value: (call_expression function: (field_expression value: (identifier) @tells)))))
  arguments: (arguments (_)))
[(assignment_expression left: (identifier) @tells) (assignment_expression right: (identifier) @tells)]
(assignment_expression left: (index_expression . (identifier) @tells))
(assignment_expression left: (field_expression value: (identifier) @tells))
(compound_assignment_expr left: (_) right: (identifier) @tells)
(compound_assignment_expr left: (identifier) @tells)
(compound_assignment_expr left: (index_expression . (identifier) @tells))
[(return_expression (identifier) @tells) (block (identifier) @tells) (tuple_expression (identifier) @tells)]
[(field_initializer value: (identifier) @tells) (shorthand_field_initializer (identifier) @tells)]
(binary_expression (identifier) @tells)
[(let_declaration pattern: (identifier) @binding) (for_expression pattern: (identifier) @binding)]
[(let_condition pattern: (identifier) @capture) (match_pattern . (identifier) @capture)]
[(tuple_pattern (identifier) @capture) (slice_pattern (identifier) @capture) (or_pattern (identifier) @capture)]
[(ref_pattern (identifier) @binding) (mut_pattern (identifier) @binding) (reference_pattern (identifier) @binding)]
(captured_pattern . (identifier) @binding)
(tuple_struct_pattern type: (_) (identifier) @capture)
(field_pattern pattern: (identifier) @capture)
(field_pattern name: (shorthand_field_identifier) @reference @binding)

; Loops, and uses that move a value away.
[(for_expression) (while_expression) (loop_expression)] @loop
[(arguments (identifier) @use.pass) (let_condition value: (identifier) @use.pass) (let_declaration value: (identifier) @use.pass)]
[(assignment_expression right: (identifier) @use.pass) (field_initializer value: (identifier) @use.pass)]
[(match_expression value: (identifier) @use.pass) (return_expression (identifier) @use.pass)]
(shorthand_field_initializer (identifier) @use.pass)

; Operators, indices and loops over values of the file's own types.
[(binary_expression (_) @use.operate) (unary_expression (_) @use.operate)]
(compound_assignment_expr left: (_) @use.operate)
(index_expression . (_) @use.subscript)
(for_expression value: (_) @use.iterate)

; Imports.
(use_declaration argument: (identifier) @definition.alias @hoisted)
(use_declaration argument: (scoped_identifier name: (identifier) @definition.import @hoisted))
(use_declaration argument: (scoped_identifier path: [(crate) (super) (self)] name: (identifier) @definition.alias @hoisted))
(use_list (identifier) @definition.import @hoisted)
(use_list (scoped_identifier name: (identifier) @definition.import @hoisted))
(scoped_use_list path: [(scoped_identifier) (identifier)] @member.object)
(scoped_use_list path: [(crate) (super) (self)] list: (use_list (identifier) @definition.alias @hoisted))
(use_as_clause alias: (identifier) @definition.import @hoisted)
(use_as_clause path: (scoped_identifier name: (identifier) @ignore))
(extern_crate_declaration name: (identifier) @definition.import @hoisted)
(use_list (self) @definition.path @hoisted)
(use_wildcard) @definition.star
(visibility_modifier (identifier) @ignore)

; Members and calls.
(field_expression value: (_) @member.object field: (_) @member.name) @member
(scoped_identifier path: [(identifier) (scoped_identifier) (generic_type) (bracketed_type)] @member.object
  name: (identifier) @member.name @ignore) @member
(scoped_type_identifier path: [(identifier) (scoped_identifier) (generic_type) (bracketed_type)] @member.object
  name: (type_identifier) @member.name @ignore) @member
(scoped_identifier path: [(crate) (super) (self)]) @either
(scoped_type_identifier path: [(crate) (super) (self)]) @either
(generic_type type: (_)) @either
(generic_type_with_turbofish type: (_)) @either
(reference_expression value: (_)) @either
(call_expression function: (_) @callee) @call
(generic_function function: (_)) @either
(struct_expression name: (_) @callee) @call @slots
[(field_initializer) (shorthand_field_initializer)] @slot.entry
(field_initializer field: (field_identifier) @slot.name)
(shorthand_field_initializer (identifier) @slot.name)
(base_field_initializer) @slot.rest
(struct_pattern type: (_) @callee) @slots
(field_pattern name: (_) @slot.name) @slot.entry
(remaining_field_pattern) @slot.rest

; The arms of a match cover the variants of an enum.
(match_block) @alternatives
(match_arm pattern: (match_pattern !condition)) @alternative
(match_arm pattern: (match_pattern (#eq? @_name "_")) @_name) @alternative.default
(match_pattern . [(identifier) (scoped_identifier)] @alternative.of)
(match_pattern . (tuple_struct_pattern type: (_) @alternative.of))
(match_pattern . (struct_pattern type: (_) @alternative.of))
(match_pattern (or_pattern [(identifier) (scoped_identifier)] @alternative.of))
(match_pattern (or_pattern (tuple_struct_pattern type: (_) @alternative.of)))
(match_pattern (or_pattern (struct_pattern type: (_) @alternative.of)))
(match_pattern . (tuple_struct_pattern type: (_) [(string_literal) (char_literal) (integer_literal) (boolean_literal)
  (negative_literal) (range_pattern) (or_pattern) (tuple_struct_pattern) (struct_pattern) (scoped_identifier) (identifier)]
  @alternative.narrow))
(match_pattern . (struct_pattern (field_pattern pattern: [(string_literal) (char_literal) (integer_literal) (boolean_literal)
  (negative_literal) (range_pattern) (or_pattern) (tuple_struct_pattern) (struct_pattern) (scoped_identifier) (identifier)]
  @alternative.narrow)))

; Declared types: the class of an object, where it is not wrapped in another one that hands its members on.
(parameter type: [(type_identifier) (primitive_type)] @type)
(parameter type: (reference_type type: [(type_identifier) (primitive_type)]) @type)
(parameter type: (generic_type type: (type_identifier) @_name) @type
  (#not-any-of? @_name "Box" "Rc" "Arc" "Option" "Result" "Ref" "RefMut" "RefCell" "Cell" "Cow" "Pin" "MutexGuard"))
(let_declaration type: [(type_identifier) (primitive_type)] @type)
(let_declaration type: (reference_type type: [(type_identifier) (primitive_type)]) @type)
(let_declaration type: (generic_type type: (type_identifier) @_name) @type
  (#not-any-of? @_name "Box" "Rc" "Arc" "Option" "Result" "Ref" "RefMut" "RefCell" "Cell" "Cow" "Pin" "MutexGuard"))
(field_declaration type: [(type_identifier) (primitive_type)] @type)
(field_declaration type: (reference_type type: [(type_identifier) (primitive_type)]) @type)
(field_declaration type: (generic_type type: (type_identifier) @_name) @type
  (#not-any-of? @_name "Box" "Rc" "Arc" "Option" "Result" "Ref" "RefMut" "RefCell" "Cell" "Cow" "Pin" "MutexGuard"))
(function_item return_type: [(type_identifier) (primitive_type)] @type)
(function_item return_type: (reference_type type: [(type_identifier) (primitive_type)]) @type)

; Names in the tokens of a macro call, and in its format strings.
(macro_invocation (token_tree) @tokens)
(source_file (macro_invocation (token_tree) @binding))
(source_file (expression_statement (macro_invocation (token_tree) @binding)))
(declaration_list (macro_invocation (token_tree) @binding))
(macro_invocation macro: [(identifier) @_name (scoped_identifier name: (identifier) @_name)] (token_tree) @binding
  (#any-of? @_name "thread_local" "lazy_static"))
(declaration_list (expression_statement (macro_invocation (token_tree) @binding)))
(macro_rule right: (token_tree) @tokens)
[(string_literal) (raw_string_literal)] @literal
