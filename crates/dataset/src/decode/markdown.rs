//! The code in a Markdown answer.
//!
//! A careful scanner of fenced code blocks, as the `CommonMark` rules have them, and not a full Markdown parser, because answers of models
//! deviate where a parser would insist: a fence inside a docstring inside a fenced block does not end that block,
//! an HTML tag in the prose hides nothing, and a block that was cut off runs to the end.

use lintseq_core::Fence;

/// Takes the fenced code out of a text, if it is prose around code; nothing if the text stays as it is.
///
/// A text that is a program as it stands, by `is_program`, is left alone, and so is one whose fences stand inside
/// a triple-quoted string: those only quote Markdown. Blocks whose label `is_language` accepts are joined with a
/// newline; where there is none, those without a label are.
pub fn fenced_code(
    text: &str,
    is_language: impl Fn(&str) -> bool,
    is_program: impl Fn(&str) -> bool,
) -> Option<String> {
    let holds = |mark| memchr::memmem::find(text.as_bytes(), mark).is_some();
    if !holds(b"```") && !holds(b"~~~") {
        return None;
    }
    let blocks = blocks(text)?;
    let labelled: Vec<_> = blocks.iter().filter(|block| block.label.is_some_and(&is_language)).collect();
    let chosen = if labelled.is_empty() {
        blocks.iter().filter(|block| block.label.is_none()).collect()
    } else {
        labelled
    };
    if chosen.is_empty() || is_program(text) {
        return None;
    }
    Some(chosen.iter().map(|block| &*block.code).collect::<Vec<_>>().join("\n"))
}

struct Block<'t> {
    label: Option<&'t str>,
    code: String,
}

/// All fenced blocks; nothing where a fence opens inside a string.
fn blocks(text: &str) -> Option<Vec<Block<'_>>> {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let mut blocks = Vec::new();
    let mut quotes = Quotes::default();
    let mut in_list = false;
    let mut at = 0;
    while at < lines.len() {
        let line = lines[at];
        at += 1;
        let Some(fence) = Fence::open(line, in_list) else {
            in_list |= is_list_item(line);
            quotes.pass(line);
            continue;
        };
        if quotes.open.is_some() {
            return None;
        }
        let (code, after) = body(&fence, &lines, at);
        blocks.push(Block { label: fence.label(), code });
        at = after;
    }
    Some(blocks)
}

/// The lines from `first` up to the closing fence, and where to go on after it.
///
/// A fence inside an open triple-quoted string belongs to the code, if one outside of strings follows; otherwise
/// the string was merely never closed, and the first fence ends the block.
fn body(fence: &Fence<'_>, lines: &[&str], first: usize) -> (String, usize) {
    let mut quotes = Quotes::default();
    let mut inside = None;
    let mut end = None;
    for (at, line) in lines.iter().enumerate().skip(first) {
        if fence.is_closed_by(line) {
            if quotes.open.is_none() {
                end = Some(at);
                break;
            }
            inside.get_or_insert(at);
        } else if quotes.open.is_some()
            && inside.is_some()
            && Fence::open(line, false).is_some_and(|next| next.label().is_some())
        {
            // The next labelled block begins, so the fence before it was an end after all.
            break;
        }
        quotes.pass(line);
    }
    let end = end.or(inside).unwrap_or(lines.len());
    let code = lines[first..end].iter().map(|line| fence.dedented(line)).collect();
    (code, (end + 1).min(lines.len()))
}

fn is_list_item(line: &str) -> bool {
    let line = line.trim_start();
    let after = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = after.len() < line.len() && after.starts_with([')', '.']);
    let bullet = line.starts_with(['-', '*', '+']);
    (numbered && after[1..].starts_with(' ')) || (bullet && line[1..].starts_with(' '))
}

/// Whether a triple-quoted string is open.
#[derive(Default)]
struct Quotes {
    open: Option<&'static str>,
}

impl Quotes {
    fn pass(&mut self, mut line: &str) {
        const MARKS: [&str; 2] = ["\"\"\"", "'''"];
        loop {
            let mark = match self.open {
                Some(mark) => line.find(mark).map(|at| (at, mark)),
                None => MARKS.iter().filter_map(|mark| Some((line.find(mark)?, *mark))).min(),
            };
            let Some((at, mark)) = mark else { return };
            line = &line[at + mark.len()..];
            self.open = if self.open.is_none() { Some(mark) } else { None };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The code of a Python answer; a text is taken for a program when it begins with `def`.
    fn check(text: &str, expected: Option<&str>) {
        let is_python =
            |label: &str| matches!(label.to_ascii_lowercase().as_str(), "python" | "py" | "python3");
        let found = fenced_code(text, is_python, |text| text.starts_with("def"));
        assert_eq!(found.as_deref(), expected, "{text}");
    }

    #[test]
    fn text_without_fences_stays() {
        check("x = 1\n", None);
        check("a `b` c ```d``` e\n", None);
    }

    #[test]
    fn blocks_are_joined() {
        check("Do:\n```python\na\n```\nthen\n~~~~ py\nb\n~~~\n~~~~\nend", Some("a\n\nb\n~~~\n"));
        check("```Python title=\"x\"\r\na\r\n```\r\n", Some("a\r\n"));
        check("```{.python .numberLines}\na\n```\n", Some("a\n"));
        check("```python:src/a.py\na\n```", Some("a\n"));
    }

    #[test]
    fn unlabelled_blocks_count_where_no_labelled_one_exists() {
        check("```\na\n```\n```bash\nb\n```\n", Some("a\n"));
        check("```python\na\n```\n```\n1\n```\n", Some("a\n"));
        check("```bash\nb\n```\n", None);
    }

    #[test]
    fn a_program_that_quotes_a_fence_stays() {
        check("def f():\n    '''\n```\nx\n```\n    '''\n", None);
        check("broken(\n'''\n```\nx\n```\n'''\n", None);
    }

    #[test]
    fn a_fence_in_a_docstring_in_a_block_does_not_end_it() {
        let code = "f = 1\n\"\"\"\n```\nf()\n```\n\"\"\"\ng = 2\n";
        check(&format!("So:\n```python\n{code}```\nDone.\n"), Some(code));
        let indented = "def f():\n    \"\"\"\n    ```\n    f()\n    ```\n    \"\"\"\n";
        check(&format!("So:\n```python\n{indented}```\nDone.\n"), Some(indented));
    }

    #[test]
    fn a_string_that_never_closes_does_not_swallow_the_rest() {
        check("So:\n```python\n'''a\n```\ntext\n```python\nb\n```\n", Some("'''a\n\nb\n"));
    }

    #[test]
    fn a_block_in_a_list_loses_its_indentation() {
        check("1. First:\n\n    ```python\n    if a:\n        b\n    ```\n", Some("if a:\n    b\n"));
    }

    #[test]
    fn a_block_that_was_cut_off_runs_to_the_end() {
        check("So:\n```python\na\nb", Some("a\nb"));
    }
}
