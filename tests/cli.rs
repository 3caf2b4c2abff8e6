//! The command line as users see it: the cases are the files in `tests/cmd`.
//!
//! After a wanted change, `TRYCMD=overwrite cargo test -p lintseq --test cli` writes them anew.

#[test]
fn command_line_cases() {
    trycmd::TestCases::new().case("tests/cmd/*.trycmd");
}
