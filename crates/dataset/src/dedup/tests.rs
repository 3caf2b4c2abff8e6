//! Records to decisions, without files.

mod verified;

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::decode::{Line, Row};
use crate::texts::Texts;

fn options(likeness: Likeness, verify: bool) -> MarkOptions {
    MarkOptions { likeness, texts: Texts::default(), priorities: Vec::new(), keep_shingles: verify }
}

fn near() -> Likeness {
    Likeness::Near(Near { shingle: 3, bands: Bands { bands: 14, rows: 8 }, seed: 0 })
}

fn line(id: usize, text: &str) -> Line {
    let fields = json!({"id": id, "content": text}).as_object().unwrap().clone();
    let bytes = serde_json::to_vec(&fields).unwrap().into();
    Line { row: Row { id: json!(id), index: 0, source: "a".into(), line: Some(id as u64), fields }, bytes }
}

/// For each text, the id of the record that stays for it.
fn decide(likeness: Likeness, verify: Option<f64>, texts: &[(usize, &str)]) -> Vec<String> {
    let mut marker = Marker::new(options(likeness, verify.is_some()));
    let folder = std::env::temp_dir();
    let mut collector = Collector::new(CollectOptions { verify, memory: 0, folder }).unwrap();
    for (record, (id, text)) in (0..).zip(texts) {
        collector.add(record, &marker.mark(&line(*id, text), false).unwrap());
    }
    let decisions = collector.connect(|_, _| {}).unwrap().decide(Keep::First).unwrap();
    let kept = (0..).zip(texts).map(|(record, (id, _))| match decisions.of(record).unwrap() {
        Decision::Alone | Decision::Stays => id.to_string(),
        Decision::Goes { first, .. } => first,
        Decision::Unmarked => panic!("{record} is not marked"),
    });
    kept.collect()
}

#[test]
fn the_kinds_of_likeness_differ_in_what_they_overlook() {
    let texts = [(3, "a = 1\n"), (2, "a  =  1"), (1, "a = 1\n"), (4, "a = 2\n")];
    assert_eq!(decide(Likeness::Bytes, None, &texts), ["1", "2", "1", "4"]);
    assert_eq!(decide(Likeness::Tokens, None, &texts), ["1", "1", "1", "4"]);
    assert_eq!(decide(near(), None, &texts), ["1", "1", "1", "4"]);
}

#[test]
fn nothing_is_no_duplicate_of_nothing() {
    assert_eq!(decide(near(), None, &[(1, ""), (2, " \n")]), ["1", "2"]);
}

#[test]
fn none_of_several_stays_where_that_is_asked() {
    let mut marker = Marker::new(options(Likeness::Tokens, false));
    let folder = std::env::temp_dir();
    let mut collector = Collector::new(CollectOptions { verify: None, memory: 0, folder }).unwrap();
    for (record, text) in [(0, "a"), (1, "a"), (3, "b")] {
        collector.add(record, &marker.mark(&line(record as usize, text), false).unwrap());
    }
    let decisions = collector.connect(|_, _| {}).unwrap().decide(Keep::None).unwrap();
    let goes = Decision::Goes { first: "0".to_owned(), existing: false };
    let expected = [goes.clone(), goes, Decision::Unmarked, Decision::Alone];
    assert_eq!([0, 1, 2, 3].map(|record| decisions.of(record).unwrap()), expected);
    assert_eq!(decisions.clusters(), 1);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_records_does_not_matter(
        texts in prop::collection::vec(prop::collection::vec("[ab]", 6..40), 2..30),
        order in any::<prop::sample::Index>(),
        verify in prop::option::of(0.5..1.0f64),
    ) {
        let texts: Vec<String> = texts.into_iter().map(|words| words.join(" ")).collect();
        let mut rows: Vec<(usize, &str)> = texts.iter().map(String::as_str).enumerate().collect();
        let before = decide(near(), verify, &rows);
        let by = order.index(rows.len());
        rows.rotate_left(by);
        rows.reverse();
        let mut after: Vec<(usize, String)> =
            rows.iter().map(|row| row.0).zip(decide(near(), verify, &rows)).collect();
        after.sort();
        prop_assert_eq!(before, after.into_iter().map(|(_, kept)| kept).collect::<Vec<_>>());
    }
}
