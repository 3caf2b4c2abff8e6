; What comes and goes as whole lines.

(chunk (_) @unit)
(block (_) @unit)
(if_statement alternative: (_) @unit)
(table_constructor (field) @unit.element)

; Not to be split.
[(string) (parameters) (variable_list)] @atomic

; Code that may not run, and statements whose parts are alternatives.
(if_statement) @branches
(if_statement consequence: (_) @region)
[(elseif_statement) (else_statement)] @region
(while_statement) @loop
(for_statement) @loop
(while_statement body: (_) @region)
(for_statement body: (_) @region)

; What leaves a branch.
[(return_statement) (break_statement) (goto_statement)] @exit
