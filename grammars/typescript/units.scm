; What comes and goes as whole lines, beside what all of this family have in common.

(interface_body (_) @unit)
(object_type (_) @unit)
(enum_body (_) @unit)
