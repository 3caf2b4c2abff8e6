; What names mean.

(identifier) @reference

; Words in the place of a name.
(attribute attribute: (identifier) @ignore)
(keyword_argument name: (identifier) @ignore)
(keyword_pattern . (identifier) @ignore)
(import_from_statement module_name: (dotted_name (identifier) @ignore))
(relative_import (dotted_name (identifier) @ignore))
(future_import_statement (_ (identifier) @ignore))
(future_import_statement (aliased_import (dotted_name (identifier) @ignore)))
(member_type (identifier) @ignore)

; Scopes.
(function_definition) @scope.function
(lambda) @scope.function
(class_definition) @scope.class
[(list_comprehension) (set_comprehension) (dictionary_comprehension) (generator_expression)] @scope.inline
(function_definition name: (identifier) @definition.function)
(class_definition name: (identifier) @definition.class)

; Evaluated around the function, the class or the comprehension.
(default_parameter value: (_) @outside)
(typed_default_parameter type: (_) @outside value: (_) @outside)
(typed_parameter type: (_) @outside)
(function_definition return_type: (_) @outside)
(class_definition superclasses: (_) @outside)
(list_comprehension body: (_) . (for_in_clause right: (_) @outside))
(set_comprehension body: (_) . (for_in_clause right: (_) @outside))
(dictionary_comprehension body: (_) . (for_in_clause right: (_) @outside))
(generator_expression body: (_) . (for_in_clause right: (_) @outside))

; Parameters.
(parameters (identifier) @definition.parameter)
(lambda_parameters (identifier) @definition.parameter)
(default_parameter name: (identifier) @definition.parameter)
(typed_default_parameter name: (identifier) @definition.parameter)
(typed_parameter (identifier) @definition.parameter)
(parameters [(list_splat_pattern) (dictionary_splat_pattern)] @binding)
(lambda_parameters [(list_splat_pattern) (dictionary_splat_pattern)] @binding)
(typed_parameter [(list_splat_pattern) (dictionary_splat_pattern)] @binding)
(class_definition body: (block (function_definition parameters: (parameters . (identifier) @definition.receiver))))
(class_definition body: (block (function_definition parameters: (parameters . (typed_parameter (identifier) @definition.receiver)))))
(class_definition body: (block (decorated_definition definition:
  (function_definition parameters: (parameters . (identifier) @definition.receiver)))))
(function_definition type_parameters: (type_parameter (type (identifier) @definition.parameter)))
(function_definition type_parameters: (type_parameter (type (constrained_type . (type (identifier) @definition.parameter)))))
(class_definition type_parameters: (type_parameter (type (identifier) @definition.parameter)))
(class_definition type_parameters: (type_parameter (type (constrained_type . (type (identifier) @definition.parameter)))))
(type_alias_statement left: (type (identifier) @binding)) @effect
(type_alias_statement left: (type (generic_type . (identifier) @binding))) @effect
(type_alias_statement left: (type (generic_type (type_parameter (type (identifier) @local)))))

; Bindings. What is bound takes effect at the end of the statement that binds it.
[(pattern_list) (tuple_pattern) (list_pattern) (list_splat_pattern) (dictionary_splat_pattern)
 (as_pattern_target) (tuple) (list) (list_splat) (expression_list)] @binding.pattern
(assignment left: (_) @binding right: (_)) @effect
(assignment left: (identifier) right: (_) @value)
(assignment left: (attribute) right: (_) @value)
(assignment left: [(pattern_list) (tuple_pattern) (list_pattern)] right: (_) @value @use.iterate)
(assignment left: (subscript) right: (assignment) @value)
(assignment left: (identifier) @local !right)
(assignment left: (identifier) @binding right: (assignment right: (_) @value))
(augmented_assignment left: (identifier) @local right: (_) @value) @effect
(for_statement left: (_) @binding @effect.next)
(for_in_clause left: (_) @binding)
(with_clause) @effect
(as_pattern alias: (_) @binding)
(with_item value: (as_pattern . (_) @value))
(except_clause value: (as_pattern) @effect)
(except_clause alias: (identifier) @binding)
(named_expression name: (identifier) @binding.hoisted) @effect
(delete_statement (identifier) @undefinition)
(delete_statement (expression_list (identifier) @undefinition))
(global_statement (identifier) @redirect.global)
(nonlocal_statement (identifier) @redirect.outer)

; Captures of patterns. A dotted name is a value to compare with.
(case_pattern (dotted_name . (identifier) @binding .))
(case_pattern (as_pattern (identifier) @binding))
(splat_pattern (identifier) @binding)
(case_clause guard: (_) @effect)

; Imports.
(import_statement name: (dotted_name . (identifier) @definition.import)) @effect
(import_statement name: (aliased_import name: (dotted_name (identifier) @ignore) alias: (identifier) @definition.import)) @effect
(import_from_statement name: (dotted_name (identifier) @definition.import)) @effect
(import_from_statement name: (aliased_import name: (dotted_name (identifier) @ignore) alias: (identifier) @definition.import)) @effect
(import_from_statement (wildcard_import) @definition.star)

; Texts that name things.
(type (string) @reference.quoted)
(type (_ (string) @reference.quoted))
(type (_ (_ (string) @reference.quoted)))
(type (_ (_ (_ (string) @reference.quoted))))
(subscript value: [(identifier) @_type (attribute attribute: (identifier) @_type)] subscript: (string) @reference.quoted
  (#any-of? @_type "Union" "Optional" "List" "Dict" "Set" "FrozenSet" "Tuple" "Type" "Callable" "Iterable" "Iterator"
    "Sequence" "Mapping" "MutableMapping" "Generator" "Awaitable" "Coroutine" "ClassVar" "Final" "Annotated" "Generic"
    "list" "dict" "set" "tuple" "type" "frozenset"))
(call function: [(identifier) @_type (attribute attribute: (identifier) @_type)]
  arguments: (argument_list (string) @reference.quoted)
  (#any-of? @_type "cast" "TypeVar" "ForwardRef"))
(call function: [(identifier) @_type (attribute attribute: (identifier) @_type)]
  arguments: (argument_list (keyword_argument value: (string) @reference.quoted))
  (#any-of? @_type "TypeVar"))
(assignment left: (identifier) @_all right: (_ (string) @reference.quoted) (#eq? @_all "__all__"))
(augmented_assignment left: (identifier) @_all right: (_ (string) @reference.quoted) (#eq? @_all "__all__"))
(call function: (attribute object: (identifier) @_all)
  arguments: (argument_list [(string) @reference.quoted (list (string) @reference.quoted)]) (#eq? @_all "__all__"))

; Members, calls, and what the language turns into members.
(attribute object: (_) @member.object attribute: (_) @member.name) @member
(call function: (_) @callee) @call
(decorator [(identifier) (attribute) (call)] @callee) @call
(call function: (identifier) @_name (#eq? @_name "super")) @super
(expression_statement (call) @unused)
(expression_statement (await (call) @unused))
(for_statement right: (_) @use.iterate)
(for_in_clause right: (_) @use.iterate)
(list_splat (_) @use.iterate)
(subscript value: (_) @use.subscript)
(with_item value: (as_pattern . (_) @use.enter))
(with_item value: [(call) (identifier) (attribute)] @use.enter)
(comparison_operator (_) (_) @use.contains)
(unary_operator argument: (_) @use.operate)
(subscript subscript: (_) @use.operate)
(call function: (identifier) @_name arguments: (argument_list (_) @use.operate) (#eq? @_name "reversed"))
(argument_list [(list_splat (identifier) @use.spread) (dictionary_splat (identifier) @use.spread)])
(return_statement (_) @use.pass)
(return_statement [(expression_list (identifier) @use.pass) (tuple (identifier) @use.pass)])

; Results.
(return_statement (_) @_value (#not-eq? @_value "None")) @result
(yield) @result.stream
(none) @nothing
[(list) (dictionary) (set) (tuple) (string)] @literal
[(integer) (float) (true) (false)] @literal.plain
(unary_operator argument: [(integer) (float)]) @literal.plain
[(conditional_expression) (boolean_operator) (binary_operator) (unary_operator)] @either

; Classes.
(class_definition superclasses: (argument_list [(identifier) (attribute)] @class.base))
(class_definition superclasses: (argument_list (subscript value: (_) @class.base)))
(class_definition superclasses: (argument_list (keyword_argument name: (identifier) @_name value: (_) @class.base))
  (#eq? @_name "metaclass"))
(class_definition superclasses: (argument_list [(identifier) @_base (attribute attribute: (identifier) @_base)])
  (#any-of? @_base "NamedTuple" "TypedDict")) @class.record
(decorated_definition (decorator) definition: (class_definition) @class.record)
(class_definition body: (block (expression_statement (assignment type: (_)) @class.field)))
(decorated_definition (decorator [(identifier) @_name (attribute attribute: (identifier) @_name)])
  definition: (function_definition) @abstract
  (#any-of? @_name "abstractmethod" "abstractproperty" "abstractclassmethod" "abstractstaticmethod"))
(decorated_definition (decorator [(identifier) @_name (attribute attribute: (identifier) @_name)])
  definition: (function_definition) @stub (#any-of? @_name "overload"))
