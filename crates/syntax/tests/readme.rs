//! Keeps the table of roles in `grammars/README.md` equal to what the code says.

use std::fmt::Write as _;
use std::path::Path;

use lintseq_syntax::roles::Role;

const BEGIN: &str = "<!-- roles -->\n";
const END: &str = "<!-- end of roles -->";

#[test]
fn the_table_of_roles_is_that_of_the_code() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../grammars/README.md");
    let readme = std::fs::read_to_string(path).expect("grammars/README.md is there");
    let (_, rest) = readme.split_once(BEGIN).expect("the table has a begin");
    let (written, _) = rest.split_once(END).expect("the table has an end");
    let mut table = String::from("| capture | meaning |\n|---|---|\n");
    for role in Role::ALL {
        let _ = writeln!(table, "| `@{}` | {} |", role.as_str(), role.explain());
    }
    assert!(
        written == table,
        "the table of roles in grammars/README.md is not current; write this:\n\n{table}"
    );
}
