; Markup in the code: children and attributes come and go where they stand on lines of their own. A comment
; in braces is no child.

(jsx_element [(jsx_element) (jsx_self_closing_element)] @unit.element.free)
(jsx_element (jsx_expression (_)) @unit.element.free)
(jsx_opening_element attribute: (_) @unit.element.free)
(jsx_self_closing_element attribute: (_) @unit.element.free)
