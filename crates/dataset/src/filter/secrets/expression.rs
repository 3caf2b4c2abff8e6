//! Regular expressions as rule files have them: Go's, adapted to the `regex` crate, which only this file names here.
//!
//! Both read RE2's language and take time linear in the text. What differs: Go's classes (`\w`, `\d`, `\s`, `\b`) are
//! ASCII, a bracket inside of brackets is a bracket, so is a brace that counts nothing, and `\Q…\E` quotes.

use std::fmt::Write as _;

use regex::{Captures, Regex, RegexBuilder};

/// What a compiled expression may weigh: repetitions of keys are long.
const SIZE: usize = 64 << 20;

/// A compiled expression.
#[derive(Clone, Debug)]
pub(super) struct Expression(Regex);

impl Expression {
    /// Compiles an expression of a rule file.
    pub(super) fn new(text: &str) -> Result<Self, String> {
        let adapted = adapted(text);
        let built = RegexBuilder::new(&adapted).size_limit(SIZE).dfa_size_limit(SIZE).build();
        built.map(Self).map_err(|error| match error {
            regex::Error::CompiledTooBig(_) => "it is too large".to_owned(),
            // The last line says what is wrong, those above show where.
            error => {
                error.to_string().lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned()
            }
        })
    }

    pub(super) fn is_match(&self, text: &str) -> bool {
        self.0.is_match(text)
    }

    /// The first match from a byte on, which sees what stands before.
    pub(super) fn captures_at<'t>(&self, text: &'t str, at: usize) -> Option<Captures<'t>> {
        self.0.captures_at(text, at)
    }

    /// The number of groups, the whole match not counted.
    pub(super) fn groups(&self) -> usize {
        self.0.captures_len() - 1
    }
}

/// An expression of Go's as the `regex` crate reads it.
fn adapted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 32);
    let mut in_class = false;
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let mut length = c.len_utf8();
        match c {
            '\\' => {
                let escaped = rest[1..].chars().next();
                length += escaped.map_or(0, char::len_utf8);
                match escaped {
                    Some('Q') => {
                        let quoted = &rest[2..];
                        let end = quoted.find("\\E").unwrap_or(quoted.len());
                        out.push_str(&regex::escape(&quoted[..end]));
                        length += end + quoted[end..].len().min(2);
                    }
                    Some(class @ ('w' | 'd' | 's' | 'W' | 'D' | 'S')) => out.push_str(ascii(class)),
                    Some(border @ ('b' | 'B')) => {
                        // Writing to a string cannot fail.
                        let _ = write!(out, "(?-u:\\{border})");
                    }
                    Some('z') => out.push_str("\\z"),
                    Some('<' | '>' | '_') => out.push_str(&rest[1..length]),
                    _ => out.push_str(&rest[..length]),
                }
            }
            '[' if in_class && rest.starts_with("[:") => {
                let end = rest.find(":]").map_or(1, |end| end + 2);
                out.push_str(&rest[..end]);
                length = end;
            }
            '[' if in_class => out.push_str("\\["),
            '[' => {
                in_class = true;
                // A bracket that comes first is one of the class.
                let negation = if rest[1..].starts_with('^') { "[^" } else { "[" };
                out.push_str(negation);
                length = negation.len();
                if rest[length..].starts_with(']') {
                    out.push_str("\\]");
                    length += 1;
                }
            }
            ']' if in_class => {
                in_class = false;
                out.push(']');
            }
            '{' if !in_class && !is_repetition(rest) => out.push_str("\\{"),
            '&' | '~' if in_class => {
                out.push('\\');
                out.push(c);
            }
            '-' if in_class && rest.starts_with("--") => out.push_str("\\-"),
            c => out.push(c),
        }
        rest = &rest[length..];
    }
    out
}

/// Whether a brace begins a count, such as `{2,5}`; any other is a brace.
fn is_repetition(text: &str) -> bool {
    let count = text[1..].split('}').next().filter(|count| count.len() + 1 < text.len());
    count.is_some_and(|count| {
        let (least, most) = count.split_once(',').unwrap_or((count, ""));
        !least.is_empty() && [least, most].iter().all(|bound| bound.bytes().all(|byte| byte.is_ascii_digit()))
    })
}

/// A class of Go's, inside or outside of brackets.
const fn ascii(class: char) -> &'static str {
    match class {
        'w' => "[0-9A-Za-z_]",
        'd' => "[0-9]",
        's' => "[\\t\\n\\x0c\\r ]",
        'W' => "[^0-9A-Za-z_]",
        'D' => "[^0-9]",
        _ => "[^\\t\\n\\x0c\\r ]",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(expression: &str, matches: &[&str], others: &[&str]) {
        let compiled = Expression::new(expression).unwrap();
        for text in matches {
            assert!(compiled.is_match(text), "{expression} on {text}");
        }
        for text in others {
            assert!(!compiled.is_match(text), "{expression} on {text}");
        }
    }

    #[test]
    fn what_go_reads_is_read_alike() {
        check(r"^[\w.=-]{3}$", &["a-=", "_.9"], &["é-=", "a b"]);
        check(r"^\d\b", &["1", "1é"], &["١", "1a"]);
        check(r"^[[\]a]+$", &["[a]"], &["b"]);
        check(r"^[]a]$", &["]", "a"], &["["]);
        check(r"^[^]a]$", &["["], &["]"]);
        check(r"^[a&&b~~c--]$", &["&", "~", "b", "a", "-"], &["d"]);
        check(r"^\Qa.b\E+$", &["a.bb"], &["axb"]);
        check(r"^[[:alnum:]_\W]$", &["a", "_", "é", "-"], &[]);
        check(r"(?i)^(?P<key>\x60k\_\<)\z", &["`K_<"], &["`K_<\n"]);
        check(r#"^(?:'|\"|\s)$"#, &["'", "\"", " "], &["x"]);
        check(r"^\$(?:\d+|{\d+}|{a{2}})$", &["$1", "${12}", "${aa}"], &["${}", "${a}"]);
        check(r"^{{[ \t]*[\w ().|]+[ \t]*}}$", &["{{ a.b }}"], &["{ a }"]);
    }

    #[test]
    fn errors_say_what_is_wrong() {
        assert!(Expression::new("(a").unwrap_err().contains("unclosed group"));
        assert!(Expression::new("(?=a)").unwrap_err().contains("look-around"));
    }
}
