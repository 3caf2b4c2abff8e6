//! Random Python programs: every statement that has a block or binds a name, in any company. They parse;
//! whether their names are defined is left to chance, because a program may have faults of its own.

use proptest::prelude::*;

/// A program of some statements.
pub(crate) fn program() -> impl Strategy<Value = String> {
    (prop::collection::vec(statement(3), 1..7), any::<bool>(), any::<bool>()).prop_map(
        |(parts, docstring, open)| {
            let mut text = if docstring { "\"\"\"About\n\nthis.\"\"\"\n".to_owned() } else { String::new() };
            text.extend(parts);
            if open {
                text.truncate(text.trim_end().len());
            }
            text
        },
    )
}

fn name() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["a", "b", "c", "total", "items", "print"])
}

fn expression() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        name().prop_map(str::to_owned),
        Just("None".to_owned()),
        (0..9u8).prop_map(|number| number.to_string()),
        Just("'text # not a comment'".to_owned()),
        Just("'''several\n\n# lines\n'''".to_owned()),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} + {b})")),
            (name(), prop::collection::vec(inner.clone(), 0..3))
                .prop_map(|(f, args)| format!("{f}({})", args.join(", "))),
            (inner.clone(), name()).prop_map(|(object, member)| format!("({object}).{member}")),
            (name(), inner.clone(), inner.clone())
                .prop_map(|(x, element, from)| format!("[{element} for {x} in ({from})]")),
            prop::collection::vec(inner.clone(), 0..16).prop_map(|list| {
                let rows: String = list.iter().map(|element| format!("    {element},\n")).collect();
                format!("[\n{rows}]")
            }),
            (name(), inner.clone()).prop_map(|(x, body)| format!("(lambda {x}: {body})")),
            (name(), inner).prop_map(|(x, value)| format!("({x} := {value})")),
        ]
    })
}

/// A statement with its newline, at no indentation; its blocks are at most this deep.
fn statement(depth: u32) -> BoxedStrategy<String> {
    let simple = prop_oneof![
        4 => (name(), expression()).prop_map(|(x, value)| format!("{x} = {value}\n")),
        2 => expression().prop_map(|value| format!("print({value})  # why\n")),
        1 => (name(), expression()).prop_map(|(x, value)| format!("{x} += {value}\n")),
        1 => (name(), name(), expression()).prop_map(|(x, y, value)| format!("{x}, {y} = {value}\n")),
        1 => name().prop_map(|x| format!("import {x}; from os import (\n    path,\n    sep as {x},\n)\n")),
        1 => name().prop_map(|x| format!("{x}: int\n")),
        1 => name().prop_map(|x| format!("del {x}\n")),
        1 => Just("# a remark\n\n".to_owned()),
        1 => Just("\n\n".to_owned()),
        1 => expression().prop_map(|value| format!("assert {value}, \\\n    'continued'\n")),
        1 => Just("pass; pass\n".to_owned()),
    ];
    if depth == 0 {
        return simple.boxed();
    }
    let block = || prop::collection::vec(statement(depth - 1), 0..4).prop_map(|parts| block_of(&parts));
    let compound = prop_oneof![
        (expression(), block(), block(), block())
            .prop_map(|(e, a, b, c)| format!("if {e}:\n{a}elif a:\n{b}# otherwise\nelse:\n{c}")),
        (name(), expression(), block(), block())
            .prop_map(|(x, e, a, b)| format!("for {x} in {e}:\n{a}else:\n{b}")),
        (expression(), block()).prop_map(|(e, a)| format!("while {e}:\n{a}    break\n")),
        (name(), name(), block(), expression()).prop_map(|(f, x, a, e)| format!(
            "def {f}(self, {x}=None):\n    '''What it does.'''\n{a}    return {e}\n"
        )),
        (name(), name(), block())
            .prop_map(|(f, x, a)| format!("@{f}\ndef {x}(*{f}):\n    global total\n{a}")),
        (name(), name(), block())
            .prop_map(|(c, base, a)| format!("\n\nclass {}({base}):\n{a}", c.to_uppercase())),
        (block(), name(), block(), block()).prop_map(|(a, x, b, c)| format!(
            "try:\n{a}except ValueError as {x}:\n{b}else:\n    pass\nfinally:\n{c}"
        )),
        (expression(), name(), block()).prop_map(|(e, x, a)| format!("with {e} as {x}:\n{a}")),
        (expression(), name(), block(), block()).prop_map(|(e, x, a, b)| format!(
            "match {e}:\n    case [{x}, *_]:\n{}    case _:\n{}",
            indent(&a),
            indent(&b)
        )),
        (expression(), name()).prop_map(|(e, x)| format!("if {e}: {x} = 1\n")),
    ];
    prop_oneof![2 => simple, 3 => compound].boxed()
}

/// Statements as a block that holds at least one.
fn block_of(parts: &[String]) -> String {
    let body: String = parts.concat();
    let mut block = indent(&body);
    if parts.iter().all(|part| part.trim().is_empty() || part.starts_with('#')) {
        block.push_str("    pass\n");
    }
    block
}

fn indent(text: &str) -> String {
    // What stands inside of brackets or of a string may stand anywhere, so it is indented as well.
    text.lines().map(|line| if line.is_empty() { "\n".to_owned() } else { format!("    {line}\n") }).collect()
}
