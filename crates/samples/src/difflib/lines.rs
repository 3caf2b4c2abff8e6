//! Lines as `str.splitlines` cuts them.

/// Cuts a text as `str.splitlines` does; `\r\n` is one end. The ends are part of the lines.
pub(crate) fn lines_with_ends(text: &str) -> Vec<&str> {
    let bytes = text.as_bytes();
    // Nearly every text ends its lines with newlines only, which are found many bytes at a time.
    if !bytes.iter().fold(false, |seen, byte| seen | may_end_oddly(*byte)) {
        let mut lines = Vec::with_capacity(text.len() / 24 + 1);
        let mut start = 0;
        for newline in memchr::memchr_iter(b'\n', bytes) {
            lines.push(&text[start..=newline]);
            start = newline + 1;
        }
        lines.extend((start < text.len()).then(|| &text[start..]));
        return lines;
    }
    let mut lines = Vec::with_capacity(text.len() / 24 + 1);
    let (mut start, mut at) = (0, 0);
    while at < bytes.len() {
        let length = match bytes[at] {
            b'\r' if bytes.get(at + 1) == Some(&b'\n') => 2,
            b'\n' | b'\r' | 0x0b | 0x0c | 0x1c..=0x1e => 1,
            0xc2 if bytes[at + 1] == 0x85 => 2,
            0xe2 if bytes[at + 1] == 0x80 && matches!(bytes[at + 2], 0xa8 | 0xa9) => 3,
            _ => {
                at += 1;
                continue;
            }
        };
        at += length;
        lines.push(&text[start..at]);
        start = at;
    }
    if start < text.len() {
        lines.push(&text[start..]);
    }
    lines
}

/// The lines of a text without what ends them.
pub fn split_lines(text: &str) -> Vec<&str> {
    lines_with_ends(text).into_iter().map(without_end).collect()
}

/// A line without what ended it.
pub(crate) fn without_end(line: &str) -> &str {
    match line.as_bytes() {
        [.., b'\r', b'\n'] => &line[..line.len() - 2],
        [.., b'\n'] => &line[..line.len() - 1],
        _ => line.strip_suffix(ENDS).unwrap_or(line),
    }
}

const ENDS: [char; 10] =
    ['\n', '\r', '\u{b}', '\u{c}', '\u{1c}', '\u{1d}', '\u{1e}', '\u{85}', '\u{2028}', '\u{2029}'];

/// Whether a byte is, or begins, an end of a line that is no newline.
const fn may_end_oddly(byte: u8) -> bool {
    matches!(byte, 0x0b..=0x0d | 0x1c..=0x1e | 0xc2 | 0xe2)
}
