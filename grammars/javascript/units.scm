; What comes and goes as whole lines.

(program (_) @unit)
