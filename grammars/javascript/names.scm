; What names mean, beside what all of this family have in common.

(class_declaration name: (identifier) @definition.class)
(class name: (identifier) @definition.class)
(formal_parameters (identifier) @definition.parameter)
(formal_parameters [(object_pattern) (array_pattern) (assignment_pattern) (rest_pattern)] @binding)
