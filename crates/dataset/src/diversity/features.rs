//! A text as numbers: how often the parts of its words come, hashed.
//!
//! Names are where code says what it is about, and `parseHttpHeader`, `parse_http_header` and "parse the HTTP header"
//! say the same. There is no vocabulary to keep: a part's place is its hash, so that any record can be placed by itself.
//! No list of stop words either: what is everywhere weighs little by itself.

/// How many places there are.
pub(super) const PLACES: usize = 1 << 14;

/// The parts of words in a record: the places, in order, with their weights.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Features(pub(super) Vec<(u16, f32)>);

impl Features {
    /// The features of some texts together.
    pub fn of<'t>(texts: impl IntoIterator<Item = &'t str>) -> Self {
        let mut places: Vec<u16> = Vec::new();
        let mut part = String::new();
        for text in texts {
            for_each_part(text, &mut part, &mut |part| places.push((hash(part) % PLACES as u64) as u16));
        }
        places.sort_unstable();
        let runs = places.chunk_by(|one, other| one == other);
        // The root is exact on every machine, which a logarithm is not, and damps repetition as well.
        Self(runs.map(|run| (run[0], (run.len() as f32).sqrt())).collect())
    }

    /// Whether there is nothing to go by.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Calls back with every part of a word: a run of letters in one case, in lower case.
fn for_each_part(text: &str, part: &mut String, visit: &mut impl FnMut(&str)) {
    let mut end = |part: &mut String| {
        // One letter is a variable of no meaning.
        if part.len() > 1 && part.chars().nth(1).is_some() {
            visit(part);
        }
        part.clear();
    };
    let mut last = ' ';
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        if letter.is_alphabetic() {
            let next_is_lower = letters.peek().is_some_and(|next| next.is_lowercase());
            // `parseHTTPHeader` has a part that ends at its last capital but one.
            if letter.is_uppercase() && (last.is_lowercase() || last.is_uppercase() && next_is_lower) {
                end(part);
            }
            if letter.is_ascii() {
                part.push(letter.to_ascii_lowercase());
            } else {
                part.extend(letter.to_lowercase());
            }
        } else {
            end(part);
        }
        last = letter;
    }
    end(part);
}

/// FNV-1a, then mixed: stable on every machine, and short texts are all there is.
fn hash(text: &str) -> u64 {
    let fnv = text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    (fnv ^ (fnv >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_come_apart() {
        let check = |text: &str, expected: &[&str]| {
            let mut parts = Vec::new();
            for_each_part(text, &mut String::new(), &mut |part| parts.push(part.to_owned()));
            assert_eq!(parts, expected);
        };
        check("parseHTTPHeader(self.http_version2)", &["parse", "http", "header", "self", "http", "version"]);
        check("def f(x): # Größe", &["def", "größe"]);
        check("MAX_SIZE = URLs", &["max", "size", "ur", "ls"]);
        check("", &[]);
    }

    #[test]
    fn spelling_does_not_matter() {
        let one = Features::of(["parseHttpHeader"]);
        assert_eq!(one, Features::of(["parse_http_header"]));
        assert_eq!(one, Features::of(["Parse the", "http header"].map(|text| text.trim_end_matches(" the"))));
        assert_eq!(one.0.len(), 3);
        assert!(Features::of(["x = 1"]).is_empty());
    }
}
