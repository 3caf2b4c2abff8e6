//! How deeply a text is nested, before any parser sees it.
//!
//! A parser or a walk over its tree may recurse once a level, and a stack overflow ends the whole run. So
//! the depth is bounded from the bytes alone, in one pass, for every language: open brackets, levels of
//! indentation, and links of a chain such as `a + b + c`, `x.y.z` or `elif … elif`, which nest in the tree
//! though nothing in the text looks nested. The bound may be too high, never much too low: brackets in
//! strings and comments count as long as these last (`f"{[x]}"` is code), and are forgotten with them.

/// The default of `--max-depth`: Python itself refuses more than 200 open brackets, and 100 levels of indentation.
///
/// Ruff's parser and checker, built without optimisation, lived through 30,000 of everything that nests or
/// chains on a stack of 64 MiB, and through 10,000 on 8 MiB; the walk over another tree may be less careful.
pub const DEFAULT_MAX_DEPTH: u32 = 200;

/// This many links of a chain count as a level: a tool that takes 200 brackets takes thousands of these.
const LINKS_PER_LEVEL: u32 = 16;

/// What a language's strings and line comments look like.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Lexis<'a> {
    /// What starts a comment that ends with the line, such as `#` or `//`; empty for none.
    pub line_comment: &'a str,
    /// The characters that open and close strings. Rust's `'` is none, as lifetimes do not close.
    pub quotes: &'a [u8],
}

/// An upper bound of the depth of a text's syntax tree, in levels.
pub(crate) fn nesting_depth(text: &str, lexis: Lexis<'_>) -> u32 {
    let mut walk = Walk { bytes: text.as_bytes(), lexis, ..Walk::default() };
    while walk.at < walk.bytes.len() {
        walk.step();
    }
    walk.deepest
}

/// An open bracket, or the text around all brackets.
#[derive(Clone, Copy, Default)]
struct Open {
    bracket: u8,
    /// The links of the chain that is being read between its commas.
    links: u32,
}

/// A level of indentation.
#[derive(Clone, Copy, Default)]
struct Level {
    width: u32,
    /// How many `elif` follow each other at this level.
    links: u32,
}

#[derive(Default)]
struct Walk<'a> {
    bytes: &'a [u8],
    lexis: Lexis<'a>,
    at: usize,
    around: Open,
    open: Vec<Open>,
    levels: Vec<Level>,
    /// The links of all chains that are open now.
    links: u32,
    /// The sum of the links of all levels.
    elifs: u32,
    /// Whether a line ended that may have ended a statement.
    line_ended: bool,
    /// Whether the last token was an operator, so that the next line goes on with the chain.
    after_operator: bool,
    deepest: u32,
}

impl Walk<'_> {
    fn step(&mut self) {
        let rest = &self.bytes[self.at..];
        let byte = rest[0];
        if self.at == 0 || self.bytes[self.at - 1] == b'\n' && self.open.is_empty() {
            self.indent();
        }
        let comment = self.lexis.line_comment.as_bytes();
        if !comment.is_empty() && rest.starts_with(comment) {
            let end = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
            return self.aside(end);
        }
        if self.lexis.quotes.contains(&byte) {
            self.token(false);
            let end = string_length(rest, byte);
            return self.aside(end);
        }
        match byte {
            b'\n' => self.line_ended |= matches!(self.current().bracket, 0 | b'{'),
            b'(' | b'[' | b'{' => {
                self.token(false);
                self.link();
                self.open.push(Open { bracket: byte, links: 0 });
                self.measure();
            }
            b')' | b']' | b'}' => {
                self.token(false);
                // One that closes nothing, or something else, is left alone: the bound is an upper one.
                if self.current().bracket == opening(byte) {
                    self.reset();
                    self.open.pop();
                }
            }
            b',' | b';' => {
                self.token(false);
                self.reset();
            }
            b'\\' => self.after_operator = true,
            b'.' | b'+' | b'-' | b'*' | b'/' | b'%' | b'@' | b'&' | b'|' | b'^' | b'~' | b'<' | b'>'
            | b'=' | b'!' | b'?' => {
                self.token(true);
                self.link();
            }
            _ if is_word(byte) => {
                let length = rest.iter().take_while(|byte| is_word(**byte)).count();
                let links = is_link(&rest[..length]);
                self.token(links);
                if links {
                    self.link();
                }
                self.at += length;
                return;
            }
            _ => {}
        }
        self.at += 1;
    }

    /// Reads the indentation of the line that starts here, if it holds anything.
    fn indent(&mut self) {
        let line = &self.bytes[self.at..];
        let blanks = line.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\x0c')).count();
        let rest = &line[blanks..];
        if matches!(rest.first(), None | Some(b'\n' | b'\r')) {
            return;
        }
        let width = blanks as u32;
        while let Some(level) = self.levels.pop_if(|level| level.width > width) {
            self.elifs -= level.links;
        }
        if self.levels.last().is_none_or(|level| level.width < width) {
            self.levels.push(Level { width, links: 0 });
        }
        if let Some(level) = self.levels.last_mut() {
            if rest.starts_with(b"elif") {
                level.links += 1;
                self.elifs += 1;
            } else if !rest.starts_with(b"else") {
                self.elifs -= std::mem::take(&mut level.links);
            }
        }
        self.measure();
    }

    /// Walks through a string or comment: brackets in it may be code, but none of them outlives it.
    fn aside(&mut self, length: usize) {
        let (mut inner, mut most) = (0u32, 0);
        for byte in &self.bytes[self.at..self.at + length] {
            match byte {
                b'(' | b'[' | b'{' => {
                    inner += 1;
                    most = most.max(inner);
                }
                b')' | b']' | b'}' => inner = inner.saturating_sub(1),
                _ => {}
            }
        }
        self.deepest = self.deepest.max(self.depth() + most);
        self.at += length;
    }

    /// Notes a token: one that starts a line starts a chain, unless an operator joins the lines.
    fn token(&mut self, operator: bool) {
        if self.line_ended && !operator && !self.after_operator {
            self.reset();
        }
        self.line_ended = false;
        self.after_operator = operator;
    }

    fn current(&mut self) -> &mut Open {
        self.open.last_mut().unwrap_or(&mut self.around)
    }

    fn link(&mut self) {
        self.current().links += 1;
        self.links += 1;
        self.measure();
    }

    fn reset(&mut self) {
        self.links -= std::mem::take(&mut self.current().links);
    }

    fn depth(&self) -> u32 {
        (self.open.len() + self.levels.len()) as u32 + (self.links + self.elifs) / LINKS_PER_LEVEL
    }

    fn measure(&mut self) {
        self.deepest = self.deepest.max(self.depth());
    }
}

const fn opening(closing: u8) -> u8 {
    match closing {
        b')' => b'(',
        b']' => b'[',
        _ => b'{',
    }
}

const fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

/// Whether a word joins two expressions or stands before one, in one language or another.
fn is_link(word: &[u8]) -> bool {
    const WORDS: [&[u8]; 13] = [
        b"and", b"or", b"not", b"in", b"is", b"if", b"else", b"lambda", b"await", b"yield", b"for", b"new",
        b"typeof",
    ];
    word.len() < 7 && WORDS.contains(&word)
}

/// The length of a string with its quotes: to the closing quotes, or to the end of the line where a string
/// in single quotes does not close.
fn string_length(text: &[u8], quote: u8) -> usize {
    let triple = text.len() > 2 && text[1] == quote && text[2] == quote;
    let many_lines = triple || quote == b'`';
    let mut at = if triple { 3 } else { 1 };
    while at < text.len() {
        match text[at] {
            b'\\' => at += 1,
            b'\n' if !many_lines => return at,
            byte if byte == quote && !triple => return at + 1,
            byte if byte == quote && text[at..].starts_with(&[quote; 3]) => return at + 3,
            _ => {}
        }
        at += 1;
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn depth(text: &str) -> u32 {
        nesting_depth(text, Lexis { line_comment: "#", quotes: b"'\"" })
    }

    #[test]
    fn everything_that_nests_is_counted() {
        let many = 20_000;
        let blocks: String = (0..1000).map(|level| " ".repeat(level) + "if x:\n").collect();
        let deep = [
            "[".repeat(100_000),
            format!("x = {}1{}\n", "f(".repeat(many), ")".repeat(many)),
            format!("x = y{}\n", "[0]".repeat(many)),
            format!("x = y{}\n", ".a".repeat(many)),
            format!("x = 1{}\n", "+1".repeat(many)),
            format!("x = (1{})\n", "\n+1".repeat(many)),
            format!("x = 1{}\n", "+\\\n1".repeat(many)),
            format!("x = {}1\n", "not ".repeat(many)),
            format!("x = {}1\n", "-".repeat(many)),
            format!("x = {}1\n", "lambda:".repeat(many)),
            format!("x = {}1\n", "1 if 1 else ".repeat(many)),
            format!("{}1\n", "x=".repeat(many)),
            format!("if x: pass\n{}", "elif x: pass\n".repeat(many)),
            format!("x = [1 {}]\n", "for y in z ".repeat(many)),
            format!("x = f'{{{}}}'\n", "[".repeat(many)),
            format!("x = 'it'  # don't\n{}", "(".repeat(many)),
            blocks,
        ];
        for text in deep {
            assert!(depth(&text) > DEFAULT_MAX_DEPTH, "{}", text.chars().take(60).collect::<String>());
        }
    }

    #[test]
    fn long_texts_that_do_not_nest_are_shallow() {
        let many = 5_000;
        let flat = [
            "x = a.b + c\n".repeat(many),
            format!("x = [{}]\n", "-1.5 * a.b, ".repeat(many)),
            format!("x = [\n{}]\n", "    [1, (2, 3)],\n".repeat(many)),
            format!("x = {{\n{}}}\n", "    'a': [1],\n".repeat(many)),
            "print(':(')  # (\n".repeat(many),
            "def f(x):\n    \"\"\"It isn't (\n    [\"\"\"\n    return x[0]\n\n\n".repeat(many),
        ];
        for text in flat {
            assert!(depth(&text) < 10, "{} {}", depth(&text), text.chars().take(60).collect::<String>());
        }
    }

    #[test]
    fn lines_in_braces_are_statements() {
        let lexis = Lexis { line_comment: "//", quotes: b"\"`" };
        let body = "    x := a.b + c(d)\n".repeat(5_000);
        assert!(nesting_depth(&format!("func f() {{\n{body}}}\n"), lexis) < 10);
        let chain = "\n  .then(x)".repeat(20_000);
        assert!(nesting_depth(&format!("function f() {{\n  a{chain}\n}}\n"), lexis) > DEFAULT_MAX_DEPTH);
    }
}
