; What names mean, beside what all of this family have in common.

(type_identifier) @reference @hoisted
(class_declaration name: (type_identifier) @definition.class)
(class name: (type_identifier) @definition.class)
(required_parameter pattern: (_) @binding)
(optional_parameter pattern: (_) @binding)
(required_parameter name: (_) @binding)
(optional_parameter name: (_) @binding)
