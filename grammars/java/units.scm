; What comes and goes as whole lines.

(program (_) @unit)
(class_body (_) @unit)
(block (_) @unit)
