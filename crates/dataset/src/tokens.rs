//! Code as tokens, the same for every language: words, numbers, and every other sign by itself.
//!
//! Nothing is dropped but white space. Tools that were made for prose drop punctuation, and then `a[i] <= b` is
//! equal to `a[i] >= b`; here operators and literals count like names. No lexer of the language is asked: what is
//! wanted is one cheap and stable reading of any text, broken ones included.

/// The tokens of a text.
pub fn tokens(text: &str) -> Tokens<'_> {
    Tokens { text, at: 0 }
}

/// Iterator over the tokens of a text.
#[derive(Clone, Debug)]
pub struct Tokens<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Iterator for Tokens<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let bytes = self.text.as_bytes();
        while bytes.get(self.at)?.is_ascii_whitespace() {
            self.at += 1;
        }
        let start = self.at;
        if is_word(bytes[start]) {
            while bytes.get(self.at).is_some_and(|&byte| is_word(byte)) {
                self.at += 1;
            }
        } else {
            self.at += 1;
        }
        Some(&self.text[start..self.at])
    }
}

/// Whether a byte is part of a word: whatever is not ASCII is, so that no character is ever cut.
pub(crate) const fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        assert_eq!(tokens(text).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn operators_and_literals_are_tokens() {
        check("a[i] <= b1", &["a", "[", "i", "]", "<", "=", "b1"]);
        check("x-=12\r\n", &["x", "-", "=", "12"]);
        check("\"naïve\" == '…'", &["\"", "naïve", "\"", "=", "=", "'", "…", "'"]);
        check(" \t\n", &[]);
    }
}
