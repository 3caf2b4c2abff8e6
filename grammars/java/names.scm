; What names mean.

[(identifier) (type_identifier)] @reference

; Words in the place of a name.
(package_declaration [(identifier) @ignore (scoped_identifier name: (identifier) @ignore)])
(scoped_identifier scope: [(identifier) @ignore (scoped_identifier name: (identifier) @ignore)])
(break_statement (identifier) @ignore)
(continue_statement (identifier) @ignore)
(labeled_statement . (identifier) @ignore)
(element_value_pair key: (identifier) @ignore)
(field_access field: (identifier) @ignore)
(method_invocation object: (_) name: (identifier) @ignore)
(method_reference . (_) . (identifier) @ignore)
(scoped_type_identifier (_) . (type_identifier) @ignore)

; Imports.
(import_declaration (scoped_identifier name: (identifier) @definition.import @hoisted))
(import_declaration (asterisk)) @definition.star

; Classes and their members.
[(class_declaration) (interface_declaration) (enum_declaration) (record_declaration)
 (annotation_type_declaration)] @scope.class
(class_declaration name: (identifier) @definition.class @hoisted)
(interface_declaration name: (identifier) @definition.class @hoisted)
(enum_declaration name: (identifier) @definition.class @hoisted)
(record_declaration name: (identifier) @definition.class @hoisted)
(annotation_type_declaration name: (identifier) @definition.class @hoisted)
(interface_declaration) @class.interface
(class_declaration (modifiers) @_modifiers (#has-word? @_modifiers "abstract")) @class.open
(superclass [(type_identifier) @class.base (generic_type . (_) @class.base)
  (scoped_type_identifier) @class.base])
(super_interfaces (type_list [(type_identifier) @class.base (generic_type . (_) @class.base)
  (scoped_type_identifier) @class.base]))
(extends_interfaces (type_list [(type_identifier) @class.base (generic_type . (_) @class.base)
  (scoped_type_identifier) @class.base]))
(object_creation_expression (class_body)) @scope.class
(object_creation_expression type: [(type_identifier) @class.base (generic_type . (_) @class.base)
  (scoped_type_identifier) @class.base] (class_body))
(enum_constant body: (class_body) @scope.class @class.part)
(type_parameter (type_identifier) @definition.parameter)

[(method_declaration) (constructor_declaration) (compact_constructor_declaration) (lambda_expression)
 (annotation_type_element_declaration)] @scope.function
(method_declaration name: (identifier) @definition.function @hoisted)
(constructor_declaration name: (identifier) @definition.constructor)
(interface_body (method_declaration !body) @abstract)
(class_body (method_declaration !body) @abstract)
(enum_body_declarations (method_declaration !body) @abstract)
(method_declaration (modifiers (marker_annotation name: (identifier) @_name)) (#eq? @_name "Override")) @override
(class_body (method_declaration (modifiers) @_modifiers body: (_)) @override.unmarked
  (#has-word? @_modifiers "public"))
(method_declaration type: [(type_identifier) (generic_type)] @type)
(formal_parameter type: [(type_identifier) (generic_type) (scoped_type_identifier)] @type)
(formal_parameter name: (identifier) @definition.parameter)
; Its type names what is around, also where the parameter has the same name.
(formal_parameter) @effect
(spread_parameter (variable_declarator name: (identifier) @definition.parameter))
(lambda_expression parameters: (identifier) @definition.parameter)
(inferred_parameters (identifier) @definition.parameter)
(formal_parameters) @parameters
(argument_list) @arguments
(spread_parameter) @parameter.many

(field_declaration type: [(type_identifier) (generic_type) (scoped_type_identifier)] @type)
(field_declaration declarator: (variable_declarator name: (identifier) @binding @hoisted))
(constant_declaration type: [(type_identifier) (generic_type) (scoped_type_identifier)] @type)
(constant_declaration declarator: (variable_declarator name: (identifier) @binding @hoisted))
(enum_constant name: (identifier) @binding @hoisted)
(field_declaration (modifiers) @_modifiers declarator: (variable_declarator !value name: (identifier) @unset)
  (#has-word? @_modifiers "final"))

; Locals. What is bound takes effect at the end of the statement that binds it.
[(block) (constructor_body) (for_statement) (enhanced_for_statement) (catch_clause) (try_with_resources_statement)
 (switch_block) (switch_rule)] @scope.block
(local_variable_declaration type: [(type_identifier) (generic_type) (scoped_type_identifier)] @type @_type
  (#not-eq? @_type "var"))
(local_variable_declaration declarator: (variable_declarator name: (identifier) @binding)) @effect
(local_variable_declaration declarator: (variable_declarator !value name: (identifier) @unset))
(variable_declarator value: (_) @value)
(enhanced_for_statement type: [(type_identifier) (generic_type)] @type @_type (#not-eq? @_type "var"))
(enhanced_for_statement name: (identifier) @definition.parameter)
(catch_formal_parameter (catch_type) @type)
(catch_formal_parameter name: (identifier) @definition.parameter)
(resource type: [(type_identifier) (generic_type)] @type @_type (#not-eq? @_type "var"))
(resource name: (identifier) @binding)
(instanceof_expression right: (_) @type name: (identifier) @binding.hoisted)
(type_pattern (_) @type (identifier) @binding)
(record_pattern_component (identifier) @binding)
(assignment_expression left: (identifier) @write)
(assignment_expression left: (field_access) @write)

; Members and calls.
(this) @this
(super) @super
(field_access object: (_) @member.object field: (identifier) @member.name) @member
(method_invocation object: (_) @member.object name: (identifier) @member.name) @member
(method_invocation !object name: (identifier) @callee) @call
(method_reference . (_) @member.object . (identifier) @member.name) @member
(scoped_type_identifier . (_) @member.object . (type_identifier) @member.name) @member
(object_creation_expression type: (_) @callee) @call
(object_creation_expression type: (generic_type) @either)
(enum_constant name: (identifier) @callee @this) @call
(explicit_constructor_invocation constructor: (_) @callee) @call
[(parenthesized_expression) (ternary_expression)] @either
(switch_label (identifier) @slot @alternative.of)

; A `switch` whose value is used covers everything.
(variable_declarator (switch_expression (switch_block) @alternatives))
(return_statement (switch_expression (switch_block) @alternatives))
(assignment_expression (switch_expression (switch_block) @alternatives))
(argument_list (switch_expression (switch_block) @alternatives))
(yield_statement (switch_expression (switch_block) @alternatives))
(lambda_expression (switch_expression (switch_block) @alternatives))
(parenthesized_expression (switch_expression (switch_block) @alternatives))
(binary_expression (switch_expression (switch_block) @alternatives))
[(switch_rule) (switch_block_statement_group)] @alternative
(switch_rule (switch_label) @_label (#eq? @_label "default")) @alternative.default
(switch_block_statement_group (switch_label) @_label (#eq? @_label "default")) @alternative.default
(type_pattern (type_identifier) @alternative.of)
(record_pattern . (identifier) @alternative.of)
