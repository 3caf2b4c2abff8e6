; What names mean, beside what all of this family have in common.

(type_identifier) @reference @hoisted

; Scopes: whatever has type parameters or parameters of its own.
[(function_signature) (method_signature) (abstract_method_signature)] @scope.function
[(type_alias_declaration) (function_type) (constructor_type) (call_signature) (construct_signature)
 (conditional_type) (index_signature)] @scope.block
[(internal_module) (module) (enum_declaration)] @scope.class @scope.open
(abstract_class_declaration) @scope.class
(interface_declaration) @scope.class @class.interface
(object_type) @scope.object @class.interface
(intersection_type) @scope.object @class.interface

; Declarations.
(class_declaration name: (type_identifier) @definition.class)
(class name: (type_identifier) @definition.class)
(abstract_class_declaration name: (type_identifier) @definition.class)
(interface_declaration name: (type_identifier) @definition.class)
(function_signature name: (identifier) @definition.function)
(type_alias_declaration name: (type_identifier) @binding @outside value: (_) @value)
(enum_declaration name: (identifier) @definition.class)
(internal_module name: (identifier) @definition.class)
(module name: (identifier) @definition.class)
(import_alias . (identifier) @binding)
(import_require_clause (identifier) @definition.import)
(type_parameter name: (type_identifier) @definition.parameter)
(infer_type (type_identifier) @binding)
(mapped_type_clause name: (type_identifier) @binding)
(index_signature name: (identifier) @binding)

; Parameters; with a modifier they are members too.
(required_parameter pattern: (_) @binding)
(optional_parameter pattern: (_) @binding)
(required_parameter name: (_) @binding)
(optional_parameter name: (_) @binding)
; The type of one names what is around, also where the parameter has the same name.
(required_parameter type: (type_annotation (nested_type_identifier module: (identifier) @outside)))
(optional_parameter type: (type_annotation (nested_type_identifier module: (identifier) @outside)))
(required_parameter (accessibility_modifier) pattern: (identifier) @class.field)
(optional_parameter (accessibility_modifier) pattern: (identifier) @class.field)
(required_parameter "readonly" pattern: (identifier) @class.field)

; Members.
(public_field_definition name: [(property_identifier) (private_property_identifier)] @reference @binding)
(public_field_definition value: (_) @value)
(property_signature name: [(property_identifier) (string)] @reference @binding)
(property_signature name: (_) @optional "?")
(method_signature name: (property_identifier) @definition.function)
(method_signature name: (property_identifier) @optional "?")
(abstract_method_signature name: (property_identifier) @definition.function) @abstract
(public_field_definition "abstract" name: (property_identifier) @definition.function) @scope.function @abstract
(enum_body name: (property_identifier) @reference @binding)
(enum_assignment name: (property_identifier) @reference @binding)
(nested_type_identifier module: (identifier) @member.object name: (type_identifier) @member.name @ignore) @member

; Declarations of functions without a body describe one with.
(function_signature) @stub
(class_body (method_signature) @stub)

; Bases.
(extends_clause value: (_) @class.base)
(implements_clause (_) @class.base)
(extends_type_clause type: (_) @class.base)
(intersection_type (_) @class.base)
(implements_clause (generic_type name: (type_identifier) @_name type_arguments: (type_arguments . (_) @class.base))
  (#any-of? @_name "Readonly" "Required" "Pick" "Omit"))
(extends_type_clause type: (generic_type name: (type_identifier) @_name type_arguments: (type_arguments . (_) @class.base))
  (#any-of? @_name "Readonly" "Required" "Pick" "Omit"))
(intersection_type (generic_type name: (type_identifier) @_name type_arguments: (type_arguments . (_) @class.base))
  (#any-of? @_name "Readonly" "Required" "Pick" "Omit"))

; Types that tell the class of what is declared.
(type_annotation [(type_identifier) (object_type) (intersection_type) (nested_type_identifier) (array_type) (tuple_type)
  (function_type) (predefined_type) (literal_type) (readonly_type) (type_query)]) @type
(type_annotation (generic_type name: (type_identifier) @_name)
  (#not-any-of? @_name "Exclude" "Extract" "ReturnType" "InstanceType" "Awaited" "Parameters")) @type
(type_annotation (union_type [(type_identifier) (generic_type)] . (literal_type [(null) (undefined)])) @either) @type
(generic_type name: (type_identifier) @_name type_arguments: (type_arguments) @either
  (#any-of? @_name "Partial" "Readonly" "Required" "Pick" "Omit" "NonNullable")) @either
(type_arguments (generic_type) @either)
[(array_type) (tuple_type) (function_type) (constructor_type) (predefined_type) (literal_type)] @foreign
(generic_type name: (type_identifier) @_name (#any-of? @_name "Array" "Map" "Set" "WeakMap" "WeakSet" "Promise" "Record"
  "ReadonlyArray" "ReadonlyMap" "ReadonlySet" "Iterable" "Iterator" "Generator")) @foreign

; Functions that give back a value in one place must not lose all of them.
[(function_declaration) (function_expression) (arrow_function) (method_definition)] @returning

; A type that is made of a value's elements needs them all.
(type_query (identifier) @use.spread)

; What tells an object's type, for the code after: `if (shape.kind === "circle") return …`.
(if_statement) @guard
(switch_default) @guard.rest
(switch_statement value: (_) @guard.test)
[(return_statement) (throw_statement) (break_statement) (continue_statement)] @exit
(binary_expression ["instanceof" "in"]) @guard.test
(binary_expression left: (unary_expression) right: (string)) @guard.test
(binary_expression ["===" "!==" "==" "!="] right: [(string) (true) (false) (member_expression)]) @guard.test
(call_expression function: (identifier) arguments: (arguments (identifier))) @guard.test
(call_expression function: (member_expression property: (_) @_name) (#any-of? @_name "isArray")) @guard.test

; Texts that name members, and members that say that there is another above.
[(arguments (string) @member.name) (array (string) @member.name) (pair value: (string) @member.name)]
(subscript_expression index: (string) @member.name)
(literal_type (string) @member.name)
(method_definition (override_modifier) name: (property_identifier) @member.name)
(public_field_definition (override_modifier) name: (property_identifier) @member.name)
