; What names mean, beside what all of this family have in common.

(class_declaration name: (identifier) @definition.class)
(class name: (identifier) @definition.class)
(formal_parameters (identifier) @definition.parameter)
(formal_parameters [(object_pattern) (array_pattern) (assignment_pattern) (rest_pattern)] @binding)

; Members. A store makes one, unless it is private: that has to be declared.
(field_definition property: [(property_identifier) (private_property_identifier)] @reference @binding)
(field_definition value: (_) @value)
(class_heritage (_) @class.base)
(assignment_expression left: (member_expression property: (property_identifier)) @binding right: (_) @value)
