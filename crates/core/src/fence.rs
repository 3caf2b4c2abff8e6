//! The fences of Markdown code blocks, as the `CommonMark` rules have them.
//!
//! Only the lines that open and close a block; which lines belong to one is for the reader to decide, because what
//! models write deviates where the rules would insist: code quotes fences, and answers break off.

/// A line that opens a code block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fence<'t> {
    mark: u8,
    length: usize,
    indent: usize,
    label: Option<&'t str>,
}

impl<'t> Fence<'t> {
    /// The fence that a line opens. Four spaces or more before it make it code instead, unless `at_any_indent`, as
    /// below a list item.
    pub fn open(line: &'t str, at_any_indent: bool) -> Option<Self> {
        let rest = line.trim_start_matches([' ', '\t']);
        let indent = line.len() - rest.len();
        let mark = *rest.as_bytes().first().filter(|mark| matches!(mark, b'`' | b'~'))?;
        let length = rest.bytes().take_while(|byte| *byte == mark).count();
        let info = rest[length..].trim();
        let is_fence = length >= 3 && (mark == b'~' || !info.contains('`')) && (indent <= 3 || at_any_indent);
        is_fence.then(|| Self { mark, length, indent, label: label(info) })
    }

    /// Whether a line ends the block: a fence of the same sign, as long at least, and nothing behind it.
    pub fn is_closed_by(&self, line: &str) -> bool {
        let rest = line.trim_start_matches([' ', '\t']);
        let indent = line.len() - rest.len();
        let length = rest.bytes().take_while(|byte| *byte == self.mark).count();
        length >= self.length && indent <= self.indent + 3 && rest[length..].trim().is_empty()
    }

    /// The language that the fence names.
    pub const fn label(&self) -> Option<&'t str> {
        self.label
    }

    /// A line of the block without the indentation of the fence, or as much of it as there is.
    pub fn dedented<'l>(&self, line: &'l str) -> &'l str {
        let there = line.bytes().take(self.indent).take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        &line[there..]
    }
}

/// The language of an info string: `python`, `python title="a"`, `{.python .numberLines}`, `python:src/a.py`.
fn label(info: &str) -> Option<&str> {
    let info = info.trim_start_matches(['{', '.', ' ']);
    let end = info
        .find(|c: char| c.is_whitespace() || matches!(c, '{' | '}' | ',' | ':' | ';'))
        .unwrap_or(info.len());
    (end > 0).then(|| &info[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fence_opens_with_a_label() {
        let label = |line| Fence::open(line, false).map(|fence| fence.label());
        assert_eq!(label("```python\n"), Some(Some("python")));
        assert_eq!(label("  ~~~~ {.py .x}"), Some(Some("py")));
        assert_eq!(label("```"), Some(None));
        assert_eq!(label("```a``` b"), None);
        assert_eq!(label("    ```"), None);
        assert_eq!(Fence::open("    ```", true).map(|fence| fence.dedented("     x")), Some(" x"));
    }

    #[test]
    fn a_fence_is_closed_by_one_as_long() {
        let fence = Fence::open("````", false).unwrap();
        assert!(fence.is_closed_by("````\n") && fence.is_closed_by("  `````"));
        assert!(!fence.is_closed_by("```") && !fence.is_closed_by("~~~~") && !fence.is_closed_by("````py"));
    }
}
