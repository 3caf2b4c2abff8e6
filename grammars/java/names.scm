; What names mean.

[(identifier) (type_identifier)] @reference
(field_access field: (identifier) @ignore)
(method_invocation object: (_) name: (identifier) @ignore)

(class_declaration) @scope.class
(class_declaration name: (identifier) @definition.class @hoisted)
(superclass (type_identifier) @class.base)
(method_declaration) @scope.function
(method_declaration name: (identifier) @definition.function @hoisted)
(method_declaration type: (type_identifier) @type)
(formal_parameter type: (type_identifier) @type name: (identifier) @definition.parameter)
(block) @scope.block
(field_declaration type: (type_identifier) @type)
(field_declaration declarator: (variable_declarator name: (identifier) @binding @hoisted))
(local_variable_declaration type: (type_identifier) @type)
(local_variable_declaration declarator: (variable_declarator name: (identifier) @binding)) @effect
(variable_declarator value: (_) @value)

(this) @this
(field_access object: (_) @member.object field: (identifier) @member.name) @member
(method_invocation object: (_) @member.object name: (identifier) @member.name) @member
(object_creation_expression type: (type_identifier) @callee) @call
