//! Figures and samples as one page that needs nothing else: no network, no other file.
//!
//! The page is a template with a style and a script of our own. A plotting library was decided against: bars are all
//! there is to draw, and a megabyte of somebody's script in every report is not worth them.

use serde::Serialize;
use serde_json::json;

use super::figures::{Counts, Figures};
use super::origin::Origin;
use super::spread::Spread;
use super::table::by_count;

const TEMPLATE: &str = include_str!("page.html");
const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// A plot: bars beside names, or a histogram.
#[derive(Serialize)]
struct Plot {
    id: &'static str,
    title: String,
    note: String,
    shape: Shape,
    bars: Vec<(String, u64)>,
}

#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
enum Shape {
    Names,
    Histogram,
}

/// The page.
pub(crate) fn write_page(title: &str, figures: &Figures, tokens: &str, origin: &Origin) -> String {
    let data = json!({
        "title": title,
        "rows": figures.rows,
        "samples": figures.samples.total(),
        "languages": figures.languages.len(),
        "version": env!("CARGO_PKG_VERSION"),
        "plots": plots(figures, tokens, origin),
        "examples": figures.examples.iter().collect::<Vec<_>>(),
    });
    // Inside of a script element only `<` could end it.
    let data = data.to_string().replace('<', "\\u003c");
    let title = title.replace('&', "&amp;").replace('<', "&lt;");
    TEMPLATE
        .replace("{{title}}", &title)
        .replace("/*{{style}}*/", STYLE)
        .replace("/*{{script}}*/", SCRIPT)
        .replace("{{data}}", &data)
}

fn plots(figures: &Figures, tokens: &str, origin: &Origin) -> Vec<Plot> {
    let samples = &figures.samples;
    let mut plots = vec![
        names("kinds", "Kinds", "What a sample asks for", samples.kinds()),
        names("states", "States", "What kind of moment the current text is", samples.states()),
        names("reasons", "No edit", "Why nothing is to be done", samples.reasons()),
        names("classes", "Jumps", "How far away the next edit is", samples.classes()),
        histogram("distances", "Distances", "Lines between the cursor and the next edit", &figures.distances),
        histogram("edit-lines", "Edit sizes", "Lines that an edit removes and inserts", &figures.edit_lines),
        histogram("edits", "Edits", "Edits of a history or a sequence", &figures.edits),
        names("languages", "Languages", "Rows by language", by_count(&figures.languages)),
        names("parses", "Parses", "Whether the current text parses", sorted(&figures.parses)),
        names("licenses", "Licences", "Rows by licence", by_count(&figures.licenses)),
        names(
            "diagnostics",
            "Diagnostics",
            "Samples in which the linter says something",
            by_count(&figures.diagnostics),
        ),
    ];
    for (what, spread) in &figures.tokens {
        let mut title = what.clone();
        if let Some(first) = title.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        plots.push(histogram("tokens", &format!("Length: {title}"), &format!("In {tokens}"), spread));
    }
    plots.push(names("funnel", "Funnel", "What became of the records", origin.records.clone()));
    plots.push(names(
        "filters",
        "Filters",
        "What each filter left of the records that came to it",
        origin.bars(),
    ));
    plots.retain(|plot| !plot.bars.is_empty());
    plots
}

fn names(id: &'static str, title: &str, note: &str, mut bars: Vec<(String, u64)>) -> Plot {
    const SHOWN: usize = 12;
    let rest: u64 = bars.iter().skip(SHOWN).map(|(_, count)| count).sum();
    bars.truncate(SHOWN);
    if rest > 0 {
        bars.push(("others".to_owned(), rest));
    }
    Plot { id, title: title.to_owned(), note: note.to_owned(), shape: Shape::Names, bars }
}

fn histogram(id: &'static str, title: &str, note: &str, spread: &Spread) -> Plot {
    let [median, p90] = [0.5, 0.9].map(|share| spread.quantile(share));
    let note = format!("{note}; {median} in the median, {:.1} in the mean, {p90} at p90", spread.mean());
    Plot { id, title: title.to_owned(), note, shape: Shape::Histogram, bars: spread.bins() }
}

fn sorted(counts: &Counts) -> Vec<(String, u64)> {
    counts.iter().map(|(name, count)| (name.clone(), *count)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_cannot_end_their_script() {
        let origin = Origin { records: vec![("</script><b>".to_owned(), 3)], ..Origin::default() };
        let page = write_page("a <b>", &Figures::default(), "tokens", &origin);
        assert!(!page.contains("</script><b>"));
        assert!(page.contains("<title>a &lt;b></title>"));
        for placeholder in ["{{title}}", "{{data}}", "{{style}}", "{{script}}"] {
            assert!(!page.contains(placeholder), "{placeholder}");
        }
        assert!(!page.contains("http://") && !page.contains("https://"), "the page needs no network");
    }
}
