//! What ruff's tree leaves out, read from the text between two nodes: parentheses, commas and keywords.
//!
//! Such a stretch holds blanks, comments and a few tokens, never a string, so it can be read byte by byte.

use smallvec::SmallVec;

/// Where the parentheses around a node open, outermost first.
pub(super) type Parens = SmallVec<[u32; 4]>;

/// A text, read from any byte between two nodes.
#[derive(Clone, Copy)]
pub(super) struct Scan<'t> {
    bytes: &'t [u8],
}

impl<'t> Scan<'t> {
    pub(super) const fn new(text: &'t str) -> Self {
        Self { bytes: text.as_bytes() }
    }

    /// The byte at a position; zero after the last one.
    #[inline]
    pub(super) fn byte(self, at: u32) -> u8 {
        self.bytes.get(at as usize).copied().unwrap_or_default()
    }

    /// The bytes of a range.
    pub(super) fn bytes(self, from: u32, to: u32) -> &'t [u8] {
        &self.bytes[from as usize..to as usize]
    }

    /// The first token at or after a position: past blanks, line ends, continuations and comments.
    #[inline]
    pub(super) fn token(self, mut at: u32) -> u32 {
        loop {
            match self.byte(at) {
                b' ' | b'\t' | b'\n' | b'\r' | b'\x0c' | b'\\' => at += 1,
                b'#' => at = self.comment_end(at),
                _ => return at,
            }
        }
    }

    /// The first token at or after a position that is none of these.
    #[inline]
    pub(super) fn token_after(self, mut at: u32, passed: &[u8]) -> u32 {
        loop {
            at = self.token(at);
            if !passed.contains(&self.byte(at)) {
                return at;
            }
            at += 1;
        }
    }

    /// The end of this many closing parentheses after a position.
    pub(super) fn past_closing(self, mut at: u32, count: usize) -> u32 {
        for _ in 0..count {
            at = self.token(at) + 1;
        }
        at
    }

    /// The end of all closing parentheses after a position, or the position.
    #[inline]
    pub(super) fn past_all_closing(self, at: u32) -> u32 {
        let mut end = at;
        loop {
            let next = self.token(end);
            if self.byte(next) != b')' {
                return end;
            }
            end = next + 1;
        }
    }

    /// The opening parentheses in a range.
    #[inline]
    pub(super) fn opening(self, from: u32, to: u32) -> Parens {
        let mut found = Parens::new();
        let mut at = from;
        while at < to {
            match self.byte(at) {
                b'(' => found.push(at),
                b'#' => {
                    at = self.comment_end(at);
                    continue;
                }
                _ => {}
            }
            at += 1;
        }
        found
    }

    /// The end of a statement that has a semicolon behind it, or the statement's own.
    #[inline]
    pub(super) fn past_semicolon(self, end: u32) -> u32 {
        let mut at = end;
        loop {
            match self.byte(at) {
                b' ' | b'\t' | b'\x0c' => at += 1,
                b'\\' => at = self.line_start_after(at),
                b';' => return at + 1,
                _ => return end,
            }
        }
    }

    fn comment_end(self, at: u32) -> u32 {
        let rest = &self.bytes[at as usize..];
        let length = rest.iter().position(|&byte| byte == b'\n' || byte == b'\r').unwrap_or(rest.len());
        at + length as u32
    }

    fn line_start_after(self, at: u32) -> u32 {
        let mut at = at + 1;
        if self.byte(at) == b'\r' {
            at += 1;
        }
        if self.byte(at) == b'\n' {
            at += 1;
        }
        at
    }
}
