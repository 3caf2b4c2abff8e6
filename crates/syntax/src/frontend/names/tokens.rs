//! Names in the tokens of a macro: a grammar gives no more structure there than words and brackets.
//!
//! A word after a dot or a double colon is a member of what stands before, a word before a single colon in braces
//! a field of it; other words are names. Format strings name what stands between their braces.
//! A macro call in the place of an item may define any of its words.

use super::{Here, Walk};
use crate::facts::{Bound, Expr, ExprId, MemberUse, Reference};
use crate::roles::Role;
use crate::tree::{NodeId, Span};

/// What stands before a word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    Nothing,
    /// A value, and nothing that joins it to the word.
    Value,
    /// A dot or a double colon.
    Joint,
    /// A mark that makes the word a parameter of the macro.
    Mark,
}

struct Reader {
    node: NodeId,
    here: Here,
    /// The value that was read last.
    value: Option<ExprId>,
    before: Before,
    /// What stood before each open bracket.
    open: Vec<(u8, Option<ExprId>)>,
}

impl Walk<'_> {
    /// Notes the uses in the tokens of a node.
    pub(super) fn tokens(&mut self, node: NodeId, here: Here) {
        let span = self.span(node);
        let text = span.text(self.text);
        let bytes = text.as_bytes();
        let strings: Vec<Span> = (self.tree.subtree(node))
            .filter(|&below| self.roles[below].has(Role::Literal))
            .map(|below| self.span(below))
            .collect();
        let mut strings = strings.into_iter().peekable();
        let mut comments: Vec<Span> =
            self.tree.comments.iter().copied().filter(|&comment| span.encloses(comment)).collect();
        comments.sort_unstable_by_key(|comment| comment.start);
        let mut comments = comments.into_iter().peekable();
        let mut reader = Reader { node, here, value: None, before: Before::Nothing, open: Vec::new() };
        let mut at = 0;
        while at < bytes.len() {
            let place = span.start + at as u32;
            if let Some(string) = strings.next_if(|string| string.start <= place) {
                if string.end > place {
                    self.format_string(string, &mut reader);
                    at = (string.end - span.start) as usize;
                }
                continue;
            }
            while comments.next_if(|comment| comment.end <= place).is_some() {}
            if let Some(comment) = comments.next_if(|comment| comment.start <= place) {
                at = (comment.end - span.start) as usize;
                continue;
            }
            let byte = bytes[at];
            if is_word(byte) {
                let end = word_end(bytes, at);
                self.word(Span { start: place, end: span.start + end as u32 }, &bytes[end..], &mut reader);
                at = end;
                continue;
            }
            at += 1;
            match byte {
                _ if byte.is_ascii_whitespace() => {}
                b'.' if bytes.get(at) != Some(&b'.') && at > 1 && bytes[at - 2] != b'.' => {
                    reader.before = Before::Joint;
                }
                b':' if bytes.get(at) == Some(&b':') => {
                    at += 1;
                    reader.before = Before::Joint;
                }
                b'$' => reader.before = Before::Mark,
                b'\'' => {
                    reader.before = Before::Mark;
                    // A character, unless it is a lifetime.
                    let skip = usize::from(bytes.get(at) == Some(&b'\\')) + 1;
                    let next = text[at..].char_indices().nth(skip).map(|(next, _)| at + next);
                    if let Some(next) = next.filter(|&next| bytes[next] == b'\'') {
                        at = next + 1;
                        reader.before = Before::Nothing;
                    }
                }
                b'(' | b'[' | b'{' => {
                    let value = reader.value.filter(|_| reader.before == Before::Value);
                    reader.open.push((byte, value));
                    reader.before = Before::Nothing;
                }
                b')' | b']' | b'}' => {
                    reader.value = reader.open.pop().and_then(|(_, value)| value).map(|value| {
                        let expr = if byte == b')' { Expr::Call(value) } else { Expr::Unknown };
                        self.facts.exprs.push(expr)
                    });
                    reader.before = Before::Value;
                }
                b'?' => reader.value = None,
                _ => reader.before = Before::Nothing,
            }
        }
    }

    fn word(&mut self, span: Span, after: &[u8], reader: &mut Reader) {
        let word = span.text(self.text);
        let before = std::mem::replace(&mut reader.before, Before::Value);
        if before == Before::Mark || word.as_bytes()[0].is_ascii_digit() {
            reader.value = None;
            return;
        }
        if word == "self" || word == "Self" {
            reader.value = Some(self.facts.exprs.push(Expr::This(self.class_around(reader.node))));
            return;
        }
        let colon = after.iter().position(|byte| !byte.is_ascii_whitespace()).map(|at| &after[at..]);
        let list = reader.open.last().and_then(|&(open, value)| value.filter(|_| open == b'{'));
        let is_field = before != Before::Joint
            && list.is_some()
            && colon.is_some_and(|after| after.starts_with(b":") && !after.starts_with(b"::"));
        let object = match before {
            Before::Joint => Some(reader.value.unwrap_or_else(|| self.facts.exprs.push(Expr::Unknown))),
            _ if is_field => list,
            _ => None,
        };
        let name = self.names.intern(word);
        let unit = self.of_node[reader.node];
        if let Some(object) = object {
            let usage = MemberUse::bare(object, name, unit, span, reader.here.function);
            self.facts.member_uses.push(usage);
            reader.value = (!is_field).then(|| self.facts.exprs.push(Expr::Member(object, name)));
        } else {
            let known = self.settings.builtins.iter().any(|known| known == word);
            if !known && self.roles[reader.node].has(Role::Binding) {
                let definition = self.define(name, reader.node, reader.here, Bound::Import);
                self.facts.definitions[definition].hoisted = true;
            }
            let bare = Reference::bare(name, reader.here.scope, unit, span);
            let reference = self.facts.references.push(bare);
            reader.value = Some(self.facts.exprs.push(Expr::Name(reference)));
        }
    }

    /// Names in braces, such as `{name:?}`, and widths such as `{:>width$}`.
    fn format_string(&mut self, span: Span, reader: &mut Reader) {
        (reader.value, reader.before) = (None, Before::Value);
        let text = span.text(self.text);
        let mut rest = text;
        while let Some(open) = rest.find('{') {
            rest = &rest[open + 1..];
            if let Some(escaped) = rest.strip_prefix('{') {
                rest = escaped;
                continue;
            }
            let Some(close) = rest.find('}') else { return };
            let (inside, after) = rest.split_at(close);
            rest = after;
            let words = inside.split([':', '>', '<', '^', '.', '?', '#', '+']).enumerate();
            for (at, word) in words {
                let name = word.strip_suffix('$').unwrap_or(word);
                let is_name = name.bytes().all(is_word) && !name.starts_with(|c: char| c.is_ascii_digit());
                if name.is_empty() || !is_name || (at > 0 && name.len() == word.len()) {
                    continue;
                }
                let start = span.start + (name.as_ptr() as usize - text.as_ptr() as usize) as u32;
                let span = Span { start, end: start + name.len() as u32 };
                let name = self.names.intern(name);
                let unit = self.of_node[reader.node];
                self.facts.references.push(Reference::bare(name, reader.here.scope, unit, span));
            }
        }
    }
}

const fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

fn word_end(bytes: &[u8], start: usize) -> usize {
    bytes[start..].iter().position(|&byte| !is_word(byte)).map_or(bytes.len(), |length| start + length)
}
