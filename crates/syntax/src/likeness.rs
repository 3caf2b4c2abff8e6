//! Whether two texts are one program but for layout and comments.

use crate::language::Language;
use crate::tree::{Field, Kind, NodeId, Tree};

/// Whether two texts have the same tree, with the same words and signs in it. Texts that do not parse are like
/// nothing.
pub fn is_same_program(language: &Language, one: &str, other: &str, max_depth: u32) -> bool {
    let parse = |text| language.parse(text, max_depth).ok().filter(|tree| tree.errors.is_empty());
    match (parse(one), parse(other)) {
        (Some(first), Some(second)) => {
            shape(&first).eq(shape(&second))
                && words(language, &first, one) == words(language, &second, other)
        }
        _ => false,
    }
}

/// The kinds of all nodes, with what they are to their parents and who these are.
fn shape(tree: &Tree) -> impl Iterator<Item = (Kind, Field, NodeId)> {
    tree.nodes.iter().map(|node| (node.kind, node.field, node.parent))
}

/// A text without its comments and its white space, except that of strings. Signs that no node stands for, such as
/// operators, are part of it.
fn words(language: &Language, tree: &Tree, text: &str) -> String {
    let mut kept: Vec<(usize, usize)> = tree
        .nodes
        .iter()
        .filter(|node| language.is_string(node.kind))
        .map(|node| bounds(node.span))
        .collect();
    kept.sort_unstable();
    let mut out = String::with_capacity(text.len());
    let mut comments = tree.comments.iter().map(|span| bounds(*span)).peekable();
    let mut strings = kept.into_iter().peekable();
    let mut at = 0;
    while at < text.len() {
        while comments.next_if(|(_, end)| *end <= at).is_some() {}
        while strings.next_if(|(_, end)| *end <= at).is_some() {}
        if let Some(&(_, end)) = comments.peek().filter(|(start, _)| *start <= at) {
            at = end;
            continue;
        }
        let is_string = strings.peek().is_some_and(|(start, _)| *start <= at);
        let sign = text[at..].chars().next().expect("the end is not reached");
        if is_string || !sign.is_whitespace() {
            out.push(sign);
        }
        at += sign.len_utf8();
    }
    out
}

fn bounds(span: crate::tree::Span) -> (usize, usize) {
    (span.start as usize, span.end as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, one: &str, other: &str, expected: bool) {
        let files = lintseq_grammars::BUILT_IN
            .iter()
            .find(|files| files.settings.contains(&format!("name = \"{name}\"")));
        let language = Language::load(files.unwrap()).unwrap();
        assert_eq!(is_same_program(&language, one, other, 500), expected, "{one:?} and {other:?}");
    }

    #[test]
    fn layout_and_comments_do_not_count() {
        check("python", "a = f(1, 2)  # so\n", "# x\n\na = f(\n    1,\n    2)\n", true);
        check("python", "a - b\n", "a + b\n", false);
        check("python", "a = 'x  y'\n", "a = 'x y'\n", false);
        check("python", "if a:\n    b\nc\n", "if a:\n    b\n    c\n", false);
        check("python", "a = (\n", "a = (\n", false);
        check("rust", "fn f() -> u8 { 1 }\n", "// y\nfn f() -> u8 {\n    1\n}\n", true);
        check("go", "package a\n\nvar b = \"c d\"\n", "package a\n\nvar b = \"cd\"\n", false);
    }
}
