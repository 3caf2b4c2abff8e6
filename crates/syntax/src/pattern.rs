//! Declaration files: the part of tree-sitter's query language that says what single nodes mean.
//!
//! tree-sitter's own query cursor would take the same files, but it costs more than the parse on small
//! programs and tens of milliseconds to compile at start. Here a pattern is looked up by the kind of its
//! root and matched on the flat tree, which is a few comparisons a node.
//!
//! Understood: `(kind field: (child) …)`, `_` for any node, `[a b]` for alternatives, `.` for "right after
//! the sibling before", `!field` for a field that must be absent, captures, and the predicates `#eq?`,
//! `#any-of?`, `#not-eq?`, `#not-any-of?`, `#has-word?` over captures whose name starts with an underscore.

use std::iter::Peekable;
use std::str::CharIndices;

use crate::roles::Role;

/// A pattern: what a node must be, and what is said of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Pattern {
    /// The kind's name; nothing for any node.
    pub kind: Option<String>,
    /// The field that the node must have in its parent.
    pub field: Option<String>,
    /// Whether the node must come right after the one that the pattern before matched, or first.
    pub anchored: bool,
    /// What is said of the node.
    pub roles: Vec<Role>,
    /// The names under which predicates speak of the node.
    pub locals: Vec<String>,
    /// Children that must be there, in this order.
    pub children: Vec<Self>,
    /// Fields that must be absent.
    pub absent: Vec<String>,
    /// Conditions on the text of captured nodes; only at the root of a pattern.
    pub predicates: Vec<Predicate>,
}

/// A condition on the text of a captured node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Predicate {
    /// The capture that is meant.
    pub local: String,
    /// The texts to compare with.
    pub texts: Vec<String>,
    /// Whether the text must be one of them, or none of them.
    pub expected: bool,
    /// Whether it is enough that one of the text's words is one of them.
    pub words: bool,
}

/// What is wrong with a declaration file, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {message}")]
pub(crate) struct PatternError {
    /// The line, from one.
    pub line: usize,
    /// What is wrong, and what would be right.
    pub message: String,
}

/// Reads the patterns of a declaration file, with alternatives multiplied out.
///
/// # Errors
/// If the file does not follow the syntax, or names a capture that is no role.
pub(crate) fn parse(text: &str) -> Result<Vec<Pattern>, PatternError> {
    let mut reader = Reader { text, chars: text.char_indices().peekable() };
    let mut patterns = Vec::new();
    while reader.peek().is_some() {
        patterns.extend(reader.pattern()?);
    }
    Ok(patterns)
}

struct Reader<'a> {
    text: &'a str,
    chars: Peekable<CharIndices<'a>>,
}

impl Reader<'_> {
    /// The next character that is neither blank nor in a comment.
    fn peek(&mut self) -> Option<char> {
        while let Some(&(_, next)) = self.chars.peek() {
            if next == ';' {
                while self.chars.next_if(|&(_, c)| c != '\n').is_some() {}
            } else if next.is_whitespace() {
                self.chars.next();
            } else {
                return Some(next);
            }
        }
        None
    }

    fn error<T>(&mut self, message: impl Into<String>) -> Result<T, PatternError> {
        let at = self.chars.peek().map_or(self.text.len(), |&(at, _)| at);
        Err(PatternError { line: self.text[..at].matches('\n').count() + 1, message: message.into() })
    }

    fn expect(&mut self, wanted: char) -> Result<(), PatternError> {
        match self.peek() {
            Some(next) if next == wanted => {
                self.chars.next();
                Ok(())
            }
            next => self.error(format!("expected `{wanted}`, found {}", describe(next))),
        }
    }

    fn take(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        if found {
            self.chars.next();
        }
        found
    }

    fn word(&mut self) -> Result<String, PatternError> {
        self.peek();
        let mut word = String::new();
        while let Some((_, c)) = self.chars.next_if(|&(_, c)| c.is_alphanumeric() || "_-.?#".contains(c)) {
            word.push(c);
        }
        if word.is_empty() {
            let next = self.peek();
            return self.error(format!("expected a name, found {}", describe(next)));
        }
        Ok(word)
    }

    fn quoted(&mut self) -> Result<String, PatternError> {
        self.expect('"')?;
        let mut text = String::new();
        loop {
            match self.chars.next() {
                Some((_, '"')) => return Ok(text),
                Some((_, '\\')) => text.extend(self.chars.next().map(|(_, c)| c)),
                Some((_, c)) => text.push(c),
                None => return self.error("a text is not closed: add `\"`"),
            }
        }
    }

    /// One pattern with its captures; several where it has alternatives.
    fn pattern(&mut self) -> Result<Vec<Pattern>, PatternError> {
        let mut patterns = match self.peek() {
            Some('[') => {
                self.expect('[')?;
                let mut all = Vec::new();
                while !self.take(']') {
                    all.extend(self.pattern()?);
                }
                all
            }
            Some('"') => vec![Pattern { kind: Some(self.quoted()?), ..Pattern::default() }],
            Some('(') => self.node()?,
            Some('_') => {
                self.word()?;
                vec![Pattern::default()]
            }
            next => return self.error(format!("expected a pattern, found {}", describe(next))),
        };
        while self.take('@') {
            let name = self.word()?;
            for pattern in &mut patterns {
                if name.starts_with('_') {
                    pattern.locals.push(name.clone());
                } else if let Some(role) = Role::from_name(&name) {
                    pattern.roles.push(role);
                } else {
                    return self
                        .error(format!("`@{name}` is no role; roles are listed in grammars/README.md"));
                }
            }
        }
        Ok(patterns)
    }

    fn node(&mut self) -> Result<Vec<Pattern>, PatternError> {
        self.expect('(')?;
        let kind = self.word()?;
        let mut patterns = vec![Pattern { kind: (kind != "_").then_some(kind), ..Pattern::default() }];
        let mut anchored = false;
        loop {
            match self.peek() {
                Some(')') => {
                    self.expect(')')?;
                    return Ok(patterns);
                }
                Some('.') => {
                    self.expect('.')?;
                    anchored = true;
                }
                Some('!') => {
                    self.expect('!')?;
                    let field = self.word()?;
                    for pattern in &mut patterns {
                        pattern.absent.push(field.clone());
                    }
                }
                Some('(') if self.is_predicate() => {
                    let predicate = self.predicate()?;
                    for pattern in &mut patterns {
                        pattern.predicates.push(predicate.clone());
                    }
                }
                Some(c) => {
                    let mut field = None;
                    if c.is_alphabetic() {
                        field = Some(self.word()?);
                        self.expect(':')?;
                    }
                    let children = self.pattern()?;
                    patterns = patterns
                        .iter()
                        .flat_map(|pattern| {
                            children.iter().map(|child| {
                                let mut pattern = pattern.clone();
                                let mut child = child.clone();
                                child.field.clone_from(&field);
                                child.anchored = anchored;
                                pattern.predicates.append(&mut child.predicates);
                                pattern.children.push(child);
                                pattern
                            })
                        })
                        .collect();
                    anchored = false;
                }
                None => return self.error("a pattern is not closed: add `)`"),
            }
        }
    }

    fn is_predicate(&self) -> bool {
        let mut ahead = self.chars.clone();
        ahead.next();
        ahead.next().is_some_and(|(_, c)| c == '#')
    }

    fn predicate(&mut self) -> Result<Predicate, PatternError> {
        self.expect('(')?;
        let name = self.word()?;
        let expected = match name.as_str() {
            "#eq?" | "#any-of?" | "#has-word?" => true,
            "#not-eq?" | "#not-any-of?" => false,
            _ => {
                return self.error(format!(
                    "`{name}` is no predicate: use #eq?, #any-of?, #not-eq?, #not-any-of? or #has-word?"
                ));
            }
        };
        self.expect('@')?;
        let local = self.word()?;
        let mut texts = Vec::new();
        while !self.take(')') {
            texts.push(self.quoted()?);
        }
        Ok(Predicate { local, texts, expected, words: name == "#has-word?" })
    }
}

fn describe(next: Option<char>) -> String {
    next.map_or_else(|| "the end".to_owned(), |next| format!("`{next}`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_read_like_tree_sitter_queries() {
        let patterns = parse(
            "; names\n(assignment left: (identifier) @_n @binding right: [(list) (tuple)] @atomic !type\n  (#eq? @_n \"a\"))",
        )
        .expect("the pattern is well formed");
        assert_eq!(patterns.len(), 2);
        let first = &patterns[0];
        assert_eq!(first.kind.as_deref(), Some("assignment"));
        assert_eq!(first.children[0].locals, ["_n"]);
        assert_eq!(first.children[0].roles, [Role::Binding]);
        assert_eq!(first.children[1].kind.as_deref(), Some("list"));
        assert_eq!(first.absent, ["type"]);
        assert_eq!(first.predicates[0].texts, ["a"]);
    }

    #[test]
    fn errors_say_where_and_what() {
        let error = parse("(module)\n(block @nonsense)").expect_err("a capture cannot stand inside");
        assert_eq!(error.line, 2);
        let error = parse("(block) @nonsense").expect_err("no such role");
        assert!(error.message.contains("nonsense"));
    }
}
