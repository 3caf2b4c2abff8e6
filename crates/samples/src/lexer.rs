//! Where typing may stop: the ends of tokens, by a lexer that knows no language.
//!
//! A cut inside a half-typed line must be one that a person could have made. Words and numbers are never split,
//! operators are taken as the longest run, an escape is whole (`\n`, `\x41`, `\u{1F600}`, and the two halves of a
//! surrogate pair together), and so is a character with what combines with it. Inside strings and comments words end
//! too, where people do pause. A parser would add nothing but the knowledge of where strings begin, which is not
//! needed, and cost a walk for every state.

/// The bytes of a line at which a token ends, in rising order.
pub fn token_ends(line: &str) -> Vec<usize> {
    let mut ends = Vec::new();
    let mut at = 0;
    while let Some(first) = line[at..].chars().next() {
        let rest = &line[at..];
        let length = match first {
            '\\' => escape(rest),
            c if is_word(c) => word(rest),
            c if is_operator(c) => run(rest, is_operator),
            '"' | '\'' | '`' => run(rest, |other| other == first),
            c => c.len_utf8(),
        };
        let length = length + run(&rest[length..], combines);
        at += length;
        if !first.is_whitespace() {
            ends.push(at);
        }
    }
    ends
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '$'
}

fn is_operator(c: char) -> bool {
    matches!(
        c,
        '+' | '-'
            | '*'
            | '/'
            | '%'
            | '='
            | '<'
            | '>'
            | '!'
            | '&'
            | '|'
            | '^'
            | '~'
            | '?'
            | ':'
            | '.'
            | '@'
            | '#'
    )
}

/// Whether a character belongs to the one before it: joiners, variation selectors, combining marks, skin tones.
fn combines(c: char) -> bool {
    matches!(
        c,
        '\u{300}'..='\u{36F}' | '\u{200C}' | '\u{200D}' | '\u{20D0}'..='\u{20FF}' | '\u{FE00}'..='\u{FE0F}'
            | '\u{1F3FB}'..='\u{1F3FF}' | '\u{E0100}'..='\u{E01EF}'
    )
}

fn run(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    text.find(|c| !belongs(c)).unwrap_or(text.len())
}

/// A word or a number; the dot of `3.14` is part of the number.
fn word(text: &str) -> usize {
    let length = run(text, is_word);
    let is_number = text.starts_with(|c: char| c.is_ascii_digit());
    let fraction = text[length..].strip_prefix('.').map_or(0, |rest| run(rest, is_word));
    if is_number && fraction > 0 { length + 1 + fraction } else { length }
}

/// An escape: the backslash, what it escapes, and the digits that belong to it.
fn escape(text: &str) -> usize {
    let mut rest = text[1..].chars();
    let digits = |start: usize, most: usize, radix: u32| {
        text[start..].chars().take(most).take_while(|c| c.is_digit(radix)).count()
    };
    let length = match rest.next() {
        // A line's end is no character that an escape could hold on to.
        None | Some('\r' | '\n') => return 1,
        Some('u' | 'x' | 'N' | 'p' | 'P') if text[2..].starts_with('{') => {
            text[2..].find('}').map_or(text.len(), |end| 2 + end + 1)
        }
        Some('x') => 2 + digits(2, 2, 16),
        Some('u') => 2 + digits(2, 4, 16),
        Some('U') => 2 + digits(2, 8, 16),
        Some('0'..='7') => 1 + digits(1, 3, 8),
        Some(c) => 1 + c.len_utf8(),
    };
    let is_high = length == 6
        && matches!(text.as_bytes()[1..4], [b'u', b'd' | b'D', b'8'..=b'9' | b'a' | b'b' | b'A' | b'B']);
    if is_high && text[length..].starts_with("\\u") { length + escape(&text[length..]) } else { length }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(line: &str, expected: &[&str]) {
        let mut start = 0;
        let ends = token_ends(line);
        let tokens: Vec<_> = ends
            .iter()
            .map(|&end| {
                let token = line[start..end].trim_start();
                start = end;
                token
            })
            .collect();
        assert_eq!(tokens, expected);
    }

    #[test]
    fn words_numbers_and_operators_stay_whole() {
        check("    total += 3.14 * näme_1", &["total", "+=", "3.14", "*", "näme_1"]);
        check("f(x)->y.z  # no", &["f", "(", "x", ")", "->", "y", ".", "z", "#", "no"]);
        check("", &[]);
    }

    #[test]
    fn escapes_and_surrogate_pairs_stay_whole() {
        check(
            r#"s = "a\n\x41\101\u{1F600}""#,
            &["s", "=", "\"", "a", "\\n", "\\x41", "\\101", "\\u{1F600}", "\""],
        );
        check(r"'\uD83D\uDE00\uD83D'", &["'", r"\uD83D\uDE00", r"\uD83D", "'"]);
        check("'👩🏽\u{200d}💻'", &["'", "👩🏽\u{200d}", "💻", "'"]);
        check("a \\\n", &["a", "\\"]);
    }

    proptest! {
        #[test]
        fn ends_are_borders_of_characters_and_rise(line in any::<String>()) {
            let ends = token_ends(&line);
            prop_assert!(ends.iter().all(|&end| line.is_char_boundary(end)));
            prop_assert!(ends.windows(2).all(|two| two[0] < two[1]));
        }
    }
}
