//! Any bytes as a record: a document or a typed reason, never a panic.
#![no_main]

use std::sync::Arc;

use libfuzzer_sys::fuzz_target;
use lintseq_dataset::{DecodeOptions, Decoder, FieldNames, LanguageTable, Limits, Payload, RawRecord, RowDecoder};

struct OnlyPython;

impl LanguageTable for OnlyPython {
    fn by_extension(&self, extension: &str) -> Option<&str> {
        (extension == "py").then_some("python")
    }

    fn by_name(&self, name: &str) -> Option<&str> {
        name.eq_ignore_ascii_case("python").then_some("python")
    }
}

fuzz_target!(|input: (bool, Vec<u8>)| {
    let (json, bytes) = input;
    let payload = if json { Payload::Json(bytes) } else { Payload::Source(bytes) };
    let record = RawRecord { index: 0, source: Arc::from("fuzz"), path: None, line: Some(1), payload };
    let decoder = DecodeOptions {
        fields: FieldNames::default(),
        language: None,
        limits: Limits::default(),
        languages: &OnlyPython,
        is_program: Box::new(|_, text| lintseq_lint::parses(text).is_ok()),
    };
    if let Ok(document) = decoder.decode(&record) {
        assert!(!document.text.trim().is_empty() && !document.text.contains('\0'));
    }
    let _ = RowDecoder { id_field: None }.decode(&record);
});
