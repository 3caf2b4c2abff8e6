; What comes and goes as whole lines.

(program (_) @unit)
(statement_block (_) @unit)
(else_clause) @unit.chained
(catch_clause) @unit.chained @one-of
(finally_clause) @unit.chained @one-of
