; What comes and goes as whole lines.

(translation_unit (_) @unit)
