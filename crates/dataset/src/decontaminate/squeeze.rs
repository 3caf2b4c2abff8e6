//! A text without what a formatter decides: white space, the kind of quotes, the comma before a closing bracket.

use crate::tokens::is_word;

/// A text without white space, with the way back.
#[derive(Clone, Debug, Default)]
pub(super) struct Squeezed {
    /// What is left.
    pub(super) bytes: Vec<u8>,
    /// Where each byte stood.
    origins: Vec<u32>,
}

impl Squeezed {
    pub(super) fn of(text: &str) -> Self {
        let mut squeezed =
            Self { bytes: Vec::with_capacity(text.len()), origins: Vec::with_capacity(text.len()) };
        let mut at = 0;
        while let Some(&byte) = text.as_bytes().get(at) {
            let length = match byte {
                b' ' | b'\t'..=b'\r' => 1,
                _ if byte.is_ascii() => squeezed.push(byte, at),
                _ => squeezed.push_rare(text, at),
            };
            at += length;
        }
        squeezed
    }

    /// Takes a byte that is a character.
    fn push(&mut self, byte: u8, at: usize) -> usize {
        if matches!(byte, b')' | b']' | b'}') && self.bytes.last() == Some(&b',') {
            self.bytes.pop();
            self.origins.pop();
        }
        self.bytes.push(if byte == b'"' { b'\'' } else { byte });
        self.origins.push(at as u32);
        1
    }

    /// Takes a character of several bytes, unless it is white space; its length.
    fn push_rare(&mut self, text: &str, at: usize) -> usize {
        let Some(letter) = text[at..].chars().next() else { return 1 };
        let length = letter.len_utf8();
        if !letter.is_whitespace() && letter != '\u{feff}' {
            self.bytes.extend_from_slice(&text.as_bytes()[at..at + length]);
            self.origins.extend((at as u32..).take(length));
        }
        length
    }

    /// The range of the text that a range of what is left comes from.
    pub(super) fn origin(&self, start: usize, end: usize) -> (usize, usize) {
        (self.origins[start] as usize, self.origins[end - 1] as usize + 1)
    }
}

/// Whether a range of a text begins and ends where words do, so that `x + y` is not found in `max + yes`.
pub(super) fn is_whole(text: &str, (start, end): (usize, usize)) -> bool {
    let bytes = text.as_bytes();
    let joins = |one: Option<&u8>, other: Option<&u8>| {
        one.is_some_and(|byte| is_word(*byte)) && other.is_some_and(|byte| is_word(*byte))
    };
    let before = start.checked_sub(1).and_then(|at| bytes.get(at));
    !joins(before, bytes.get(start)) && !joins(bytes.get(end - 1), bytes.get(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_formatter_decides_is_gone() {
        let check = |text: &str, expected: &str| assert_eq!(Squeezed::of(text).bytes, expected.as_bytes());
        check("def f(a,\r\n\tb,\n):\n  return \"é\"\n", "deff(a,b):return'é'");
        check("\u{feff}x\u{a0}=\u{3000}[1, ]", "x=[1]");
        check(" \n", "");
    }

    #[test]
    fn positions_lead_back() {
        let text = "a =\n  é + (b,\n)";
        let squeezed = Squeezed::of(text);
        let (start, end) = squeezed.origin(2, squeezed.bytes.len());
        assert_eq!(&text[start..end], "é + (b,\n)");
    }

    #[test]
    fn words_are_whole() {
        let check = |text: &str, part: &str, expected: bool| {
            let start = text.find(part).unwrap();
            assert_eq!(is_whole(text, (start, start + part.len())), expected, "{text}");
        };
        check("return max + yes", "x + y", false);
        check("max(x + y)", "x + y", true);
        check("x + y", "x + y", true);
        check("ax + y", "x + y", false);
    }
}
