; What comes and goes as whole lines.

(source_file (_) @unit)
