//! A text without its comments and docstrings, for comparisons that must not depend on them.
//!
//! The reading is light: it knows where strings and comments begin and end, and nothing else. A parser was decided
//! against: fragments, half-typed states and texts in another language than they say must be read, too, and both sides
//! of a comparison are read alike, so that a misreading costs nothing. What is removed leaves blanks behind, one for
//! each byte, so that every position in the result is one in the text.

use std::borrow::Cow;

/// What comments and strings of a language look like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Comments<'a> {
    /// What starts a comment that ends with the line; empty for none.
    pub line: &'a str,
    /// What starts and what ends a comment of any length; empty for none.
    pub block: (&'a str, &'a str),
    /// The characters that open and close strings.
    pub quotes: &'a str,
    /// Whether a string that stands as a statement is documentation.
    pub docstrings: bool,
}

impl Comments<'_> {
    /// The text with blanks where comments and docstrings were.
    pub fn blank<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let mut walk = Walk { text: text.as_bytes(), at: 0, depth: 0, fresh: true };
        let mut blanks = Vec::new();
        while let Some((start, end)) = walk.next_aside(self) {
            blanks.push((start, end));
        }
        if blanks.is_empty() {
            return Cow::Borrowed(text);
        }
        let mut kept = String::with_capacity(text.len());
        let mut at = 0;
        for (start, end) in blanks {
            kept.push_str(&text[at..start]);
            let blank = |byte: u8| if byte == b'\n' { '\n' } else { ' ' };
            kept.extend(text[start..end].bytes().map(blank));
            at = end;
        }
        kept.push_str(&text[at..]);
        Cow::Owned(kept)
    }
}

/// A walk over a text, from one comment to the next.
struct Walk<'t> {
    text: &'t [u8],
    at: usize,
    /// How many brackets are open.
    depth: u32,
    /// Whether a statement may begin here.
    fresh: bool,
}

impl Walk<'_> {
    /// The next comment or docstring, as a range.
    fn next_aside(&mut self, comments: &Comments<'_>) -> Option<(usize, usize)> {
        while let Some(&byte) = self.text.get(self.at) {
            let rest = &self.text[self.at..];
            let start = self.at;
            if starts(rest, comments.line) && !starts(rest, comments.block.0) {
                self.at += line_length(rest);
                return Some((start, self.at));
            }
            if starts(rest, comments.block.0) {
                self.at += block_length(rest, comments.block);
                return Some((start, self.at));
            }
            if comments.quotes.as_bytes().contains(&byte) {
                self.at += string_length(rest);
                let is_statement = std::mem::take(&mut self.fresh) && self.depth == 0;
                if comments.docstrings && is_statement && ends_statement(&self.text[self.at..]) {
                    return Some((start, self.at));
                }
                continue;
            }
            match byte {
                b'\'' => self.at += character_length(rest),
                b'(' | b'[' | b'{' => self.depth += 1,
                b')' | b']' | b'}' => self.depth = self.depth.saturating_sub(1),
                _ => {}
            }
            // `def f(): "text"` has a docstring as well.
            self.fresh = matches!(byte, b'\n' | b';' | b':') || self.fresh && byte.is_ascii_whitespace();
            self.at = self.at.max(start + 1);
        }
        None
    }
}

fn starts(text: &[u8], token: &str) -> bool {
    !token.is_empty() && text.starts_with(token.as_bytes())
}

fn line_length(text: &[u8]) -> usize {
    memchr::memchr(b'\n', text).unwrap_or(text.len())
}

/// The length of a comment with its ends; of one that does not end, the line.
fn block_length(text: &[u8], (open, close): (&str, &str)) -> usize {
    let end = memchr::memmem::find(&text[open.len()..], close.as_bytes());
    end.map_or_else(|| line_length(text), |end| open.len() + end + close.len())
}

/// The length of a string with its quotes: to the closing quotes, or to the end of the line where a string of one
/// line does not close.
fn string_length(text: &[u8]) -> usize {
    let quote = text[0];
    let is_triple = text.starts_with(&[quote; 3]);
    let mut at = if is_triple { 3 } else { 1 };
    while at < text.len() {
        match text[at] {
            b'\\' => at += 1,
            b'\n' if !is_triple && quote != b'`' => return at,
            byte if byte == quote && !is_triple => return at + 1,
            byte if byte == quote && text[at..].starts_with(&[quote; 3]) => return at + 3,
            _ => {}
        }
        at += 1;
    }
    text.len()
}

/// The length of a character such as `'"'` where `'` opens no string; 1 of a mark or a lifetime.
fn character_length(text: &[u8]) -> usize {
    const LONGEST: usize = 12;
    let line = &text[..line_length(text).min(LONGEST)];
    let from = if line.get(1) == Some(&b'\\') { 3 } else { 2 };
    let end = line.iter().skip(from).position(|byte| *byte == b'\'').map(|end| from + end + 1);
    // One character, or an escape, and nothing more.
    let is_one = |end: &usize| {
        from == 3 || std::str::from_utf8(&line[1..end - 1]).is_ok_and(|it| it.chars().count() == 1)
    };
    end.filter(is_one).unwrap_or(1)
}

/// Whether nothing but blanks and a comment follow in the line.
fn ends_statement(text: &[u8]) -> bool {
    let line = text[..line_length(text)].trim_ascii_start();
    line.is_empty() || line.starts_with(b"#") || line.starts_with(b";")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const PYTHON: Comments<'_> = Comments { line: "#", block: ("", ""), quotes: "'\"", docstrings: true };
    const C: Comments<'_> = Comments { line: "//", block: ("/*", "*/"), quotes: "\"", docstrings: false };
    const LUA: Comments<'_> =
        Comments { line: "--", block: ("--[[", "]]"), quotes: "\"'", docstrings: false };

    #[track_caller]
    fn check(comments: Comments<'_>, text: &str, expected: &str) {
        let blank = comments.blank(text);
        assert_eq!(blank.len(), text.len());
        assert_eq!(blank.split_whitespace().collect::<Vec<_>>().join(" "), expected);
    }

    #[test]
    fn comments_and_docstrings_go_and_strings_stay() {
        check(PYTHON, "x = '#'  # no\ny = 1\n", "x = '#' y = 1");
        check(
            PYTHON,
            "def f():\n    \"\"\"Doc\n    # more\n    \"\"\"\n    return ''\n",
            "def f(): return ''",
        );
        check(PYTHON, "def f(): 'doc'\n", "def f():");
        check(
            PYTHON,
            "x = [\n    'kept',\n    'kept'\n]\nf('''kept''')\n",
            "x = [ 'kept', 'kept' ] f('''kept''')",
        );
        check(PYTHON, "x = (1,\n     'unclosed\ny = 2 # gone", "x = (1, 'unclosed y = 2");
        check(
            C,
            "int c = '\"'; // no\n/* a\n * b */ int d = 'é'; char *s = \"/* kept */\";",
            "int c = '\"'; int d = 'é'; char *s = \"/* kept */\";",
        );
        check(C, "fn f<'a>(x: &'a str) {} // no\n'\\'' // no", "fn f<'a>(x: &'a str) {} '\\''");
        check(C, "a /* never closed\nb", "a b");
        check(LUA, "x = 1 -- no\n--[[ a\nb ]] y = 2", "x = 1 y = 2");
        check(Comments::default(), "a # b", "a # b");
    }

    proptest! {
        #[test]
        fn any_text_keeps_its_length_and_lines(text in "([a-z#/*'\"\\\\\n (){}:;-]|\\PC){0,60}") {
            for comments in [PYTHON, C, LUA] {
                let blank = comments.blank(&text);
                prop_assert_eq!(blank.len(), text.len());
                prop_assert_eq!(blank.matches('\n').count(), text.matches('\n').count());
            }
        }
    }
}
