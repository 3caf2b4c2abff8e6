; What comes and goes as whole lines.

(module (_) @unit)
(block (_) @unit)
(if_statement alternative: (_) @unit)
(for_statement alternative: (_) @unit)
(while_statement alternative: (_) @unit)
(try_statement [(except_clause) (else_clause) (finally_clause)] @unit)

; A suite needs a statement, `try` needs a handler or `finally`, its `else` needs a handler.
(block) @block.required
(try_statement [(except_clause) (finally_clause)] @one-of)
(try_statement (except_clause) @partner)
(try_statement (else_clause) @partner.needed)

; Elements on lines of their own. A set keeps one: `{}` is a dictionary. A tuple without a last comma may
; turn into its only element.
(list (_) @unit.element)
(dictionary (_) @unit.element)
(set (_) @unit.element.kept)
(tuple (_) @unit.element.closed)
(import_from_statement name: (_) @unit.element.kept)

; Not to be split.
[(string) (concatenated_string)] @atomic
[(parameters) (lambda_parameters) (type_parameter) (type)] @atomic
(decorator) @atomic
(assignment left: [(pattern_list) (tuple_pattern) (list_pattern)] right: (_) @atomic)
(assignment left: (identifier) @_name right: (_) @atomic (#any-of? @_name "__slots__" "__match_args__"))
(binary_operator right: [(tuple) (dictionary)] @atomic)
(for_statement right: [(tuple) (list) (set)] @atomic)
(for_in_clause right: [(tuple) (list) (set)] @atomic)
(except_clause value: (_) @atomic)
(comparison_operator [(tuple) (list) (set)] @atomic)
(call
  function: [(identifier) @_name (attribute attribute: (identifier) @_name)]
  arguments: (_) @atomic
  (#any-of? @_name "namedtuple" "NamedTuple" "TypedDict" "Enum" "IntEnum" "StrEnum" "Flag" "IntFlag" "make_dataclass"
    "TypeVar" "NewType" "ParamSpec" "type"))
(call function: (attribute object: (string) attribute: (identifier) @_name) arguments: (_) @atomic
  (#any-of? @_name "format" "join"))

; `from __future__` must stand before all other code.
(future_import_statement) @last

; Code that may not run, and statements whose parts are alternatives. `with` and `finally` always run.
(if_statement) @branches
(if_statement consequence: (_) @region)
[(elif_clause) (except_clause) (case_clause)] @region
(else_clause) @region
(for_statement) @region @loop
(while_statement) @loop
(while_statement body: (_) @region)
(try_statement) @branches
(try_statement body: (_) @region)
(match_statement) @branches

; What leaves a branch.
[(return_statement) (raise_statement) (break_statement) (continue_statement)] @exit
(expression_statement
  (call function: [(identifier) @_name (attribute attribute: (identifier) @_name)])
  (#any-of? @_name "exit" "_exit" "quit" "abort" "fail" "skip" "error" "exec" "execv" "execvp")) @exit
(assert_statement (false)) @exit
