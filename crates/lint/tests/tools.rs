//! The ready entries on states with planted faults: each is found, on its line, and a verdict does not depend
//! on the company of a state. Tools that are not installed are passed over, except for `rustc`, which whoever
//! builds this has.

use lintseq_core::{Diagnostic, EditSequence, Index, LintJob, Linter, Source, Step};
use lintseq_lint::Registry;

/// What a tool finds in a complete program.
fn alone(linter: &dyn Linter, text: &str) -> Vec<Diagnostic> {
    lint(linter, &[text]).remove(0)
}

fn lint(linter: &dyn Linter, texts: &[&str]) -> Vec<Vec<Diagnostic>> {
    let sources: Vec<_> = texts.iter().map(|text| Source::new(text)).collect();
    let whole = |source: &Source<'_>| EditSequence::at_once(source.line_count());
    let sequences: Vec<_> = sources.iter().map(whole).collect();
    let first = [Step::new(0)];
    let job = |(source, sequence)| LintJob { source, sequence, steps: &first };
    let jobs: Vec<LintJob<'_>> = sources.iter().zip(&sequences).map(job).collect();
    let found = linter.lint(&jobs).into_iter();
    found.map(|found| found.unwrap_or_else(|error| panic!("{error}")).remove(0)).collect()
}

/// A text with the findings it must have: line, code, and a part of the message.
type Case<'a> = (&'a str, &'a [(u32, &'a str, &'a str)]);

fn check(name: &str, language: &str, cases: &[Case<'_>]) {
    let linter = Registry::new().get(name, language).expect("the entry ships");
    if let Err(error) = linter.ready() {
        assert_ne!(name, "rustc", "{error}");
        return;
    }
    let texts: Vec<&str> = cases.iter().map(|(text, _)| *text).collect();
    for ((text, expected), found) in cases.iter().zip(lint(linter.as_ref(), &texts)) {
        let matches = |(found, (line, code, part)): (&Diagnostic, &(u32, &str, &str))| {
            found.line == *line && found.code == *code && found.message.contains(part)
        };
        let is_right = found.len() == expected.len() && found.iter().zip(*expected).all(matches);
        assert!(is_right, "{name} on\n{text}\nfound {found:#?}");
        assert_eq!(found, alone(linter.as_ref(), text), "{name} in company, on\n{text}");
    }
}

/// The codes of what a tool finds new in a program without its lines that start with `-`.
fn new_without(name: &str, language: &str, program: &str) -> Option<Vec<String>> {
    let linter = Registry::new().get(name, language).expect("the entry ships");
    linter.ready().ok()?;
    let births = program.lines().map(|line| Step::new(usize::from(line.starts_with('-')))).collect();
    let text: String = program.lines().map(|line| format!("{}\n", line.trim_start_matches('-'))).collect();
    let (source, sequence) = (Source::new(&text), EditSequence::new(births));
    let steps = [Step::new(0), Step::new(1)];
    let job = LintJob { source: &source, sequence: &sequence, steps: &steps };
    let found = linter.lint(&[job]).remove(0).unwrap_or_else(|error| panic!("{error}"));
    let is_own =
        |new: &&Diagnostic| found[1].iter().any(|own| (&own.code, &own.message) == (&new.code, &new.message));
    Some(found[0].iter().filter(|new| !is_own(new)).map(|new| new.code.clone()).collect())
}

#[test]
fn rustc() {
    check(
        "rustc",
        "rust",
        &[
            ("//! About.\n#![allow(dead_code)]\npub fn f() -> i32 {\n    1\n}\n", &[]),
            ("pub fn f() -> i32 {\n    \"x\"\n}\n", &[(1, "E0308", "mismatched types")]),
            ("pub fn f() {\n    let v = vec![1];\n    drop(v);\n    drop(v);\n}\n", &[(3, "E0382", "`v`")]),
            ("pub fn f() {\n", &[(0, "invalid-syntax", "unclosed delimiter")]),
            ("pub fn f() {\n    let x = ;\n}\n", &[(1, "invalid-syntax", "expected expression")]),
            ("mod a {\n    pub struct S;\n}\nuse crate::a::S;\npub fn f() -> S {\n    crate::a::S\n}\n", &[]),
            ("use crate::a::S;\npub fn f(_: S) {}\n", &[(0, "E0432", "unresolved import")]),
            ("use std::fmt;\npub struct S;\nimpl fmt::Display for S {}\n", &[(2, "E0046", "`fmt`")]),
            (
                "#[macro_export]\nmacro_rules! m {\n    () => { $crate::g() };\n}\npub fn g() {}\npub fn f() {\n    m!()\n}\n",
                &[],
            ),
            (
                "#[macro_export]\nmacro_rules! m {\n    () => { $crate::g() };\n}\npub fn f() {\n    m!()\n}\n",
                &[(2, "E0425", "`g`")],
            ),
            ("#[global_allocator]\nstatic A: std::alloc::System = std::alloc::System;\n", &[]),
            ("#[global_allocator]\npub static A: std::alloc::System = std::alloc::System;\n", &[]),
            ("pub struct Error;\npub fn f() -> Error {\n    g()\n}\n", &[(2, "E0425", "`g`")]),
            ("pub struct Error;\npub fn f() -> Error {\n    Ok(())\n}\n", &[(2, "E0308", "mismatched")]),
        ],
    );
}

#[test]
fn go() {
    check(
        "go",
        "go",
        &[
            ("package main\n\nimport \"os\"\n\nfunc main() {\n\tos.Exit(1)\n}\n", &[]),
            ("package main\n\nimport \"os\"\n\nfunc main() {\n}\n", &[(2, "error", "imported and not used")]),
            ("package a\n\nfunc f() {\n\tx := 1\n}\n", &[(3, "error", "x declared")]),
            ("package a\n\nfunc f() int {\n}\n", &[(3, "error", "missing return")]),
            ("package a\n\nfunc f() {\n\tg()\n}\n", &[(3, "error", "undefined: g")]),
            (
                "package a\n\nimport \"example.org/x/y\"\n\nfunc f() { y.F() }\n",
                &[(2, "load", "example.org/x/y")],
            ),
            ("package a\n\nfunc f() {\n\tx := (\n}\n", &[(4, "error", "syntax error")]),
            ("func f() {\n}\n", &[(0, "load", "'package'")]),
            ("//go:build plan9\n\npackage a\n\nfunc f() {\n\tg()\n}\n", &[(5, "error", "undefined: g")]),
            ("// +build ignore\n\npackage a\n\nfunc f() {\n\tg()\n}\n", &[(5, "error", "undefined: g")]),
            ("package documentation\n\nfunc f() {\n\tg()\n}\n", &[(3, "error", "undefined: g")]),
        ],
    );
}

#[test]
fn javac() {
    check(
        "javac",
        "java",
        &[
            ("package a.b;\n\npublic class A {\n    int f() { return 1; }\n}\n", &[]),
            ("package a.b;\n\npublic class A {\n    int f() {\n    }\n}\n", &[(4, "flow", "missing return")]),
            (
                "class A {\n    int f() {\n        return x;\n    }\n}\n",
                &[(2, "error", "symbol: variable x")],
            ),
            ("class A {\n    int f() {\n        return 1\n    }\n}\n", &[(2, "syntax", "';' expected")]),
            (
                "class A {\n    int f() { return x; }\n    int g() {\n    }\n}\n",
                &[(1, "error", "symbol: variable x"), (3, "flow", "missing return")],
            ),
            ("@Deprecated\n@SuppressWarnings(\"x\")\npublic final class $A {\n}\n", &[]),
            ("@FunctionalInterface public interface A {\n    void f();\n}\n", &[]),
            ("class A {\n    public static class B {\n    }\n}\n", &[]),
            ("final public class A {\n}\n", &[]),
            (
                "import a.b.C;\n\nclass A {\n    C c;\n}\n",
                &[(0, "error", "package a.b does not exist"), (3, "error", "class C")],
            ),
            (
                "package a;\n\nimport static a.A.B.*;\n\npublic class A {\n    static class B { static int x; }\n    int y = x;\n}\n",
                &[],
            ),
        ],
    );
}

#[test]
fn javac_in_states() {
    // A missing import does not keep control flow from being judged, and a program that does not parse does.
    let imports = "import a.b.C;\nclass A {\n    C c;\n    int f() {\n-        return 1;\n    }\n}\n";
    assert!(new_without("javac", "java", imports).is_none_or(|new| new == ["flow"]));
    let broken = "class A {\n    int f() {\n-        return 1;\n    }\n    int g() { return 1 }\n}\n";
    assert!(new_without("javac", "java", broken).is_none_or(|new| new.is_empty()));
}

#[test]
fn gcc() {
    check(
        "gcc",
        "c",
        &[
            ("#include <stdio.h>\nint main(void) {\n    puts(\"\");\n}\n", &[]),
            ("int main(void) {\n    return x;\n}\n", &[(1, "error", "'x' undeclared")]),
            ("#include \"none.h\"\nint y = x;\n", &[(0, "fatal", "none.h: No such file")]),
            ("int main(void) {\n", &[(0, "error", "expected declaration or statement")]),
        ],
    );
    check(
        "g++",
        "cpp",
        &[
            ("class A {\npublic:\n    int x;\n};\nint f(A a) {\n    return a.x;\n}\n", &[]),
            ("class A {};\nint f(A a) {\n    return a.x;\n}\n", &[(2, "error", "no member named 'x'")]),
            (
                "#include <memory>\nstruct A { virtual void f() = 0; };\nauto p = std::make_unique<A>();\n",
                &[(2, "error", "abstract class type 'A'")],
            ),
        ],
    );
}

#[test]
fn javascript() {
    check(
        "node",
        "javascript",
        &[
            ("import x from 'x';\nawait x;\n", &[]),
            ("with (x) {\n}\nreturn 1;\n", &[]),
            ("let x = 1;\nlet x = 2;\n", &[(1, "SyntaxError", "'x' has already been declared")]),
            ("function f() {\n", &[(1, "SyntaxError", "Unexpected end of input")]),
        ],
    );
    check(
        "oxlint",
        "javascript",
        &[
            ("console.log(1);\n", &[]),
            ("console.log(x);\n", &[(0, "eslint(no-undef)", "'x'")]),
            ("const x = 1;\nx = 2;\n", &[(0, "eslint(no-const-assign)", "x")]),
        ],
    );
}

#[test]
fn tsc() {
    check(
        "tsc",
        "typescript",
        &[
            ("let x: string = '';\nx.length;\n", &[]),
            ("let x: string = 1;\n", &[(0, "TS2322", "not assignable")]),
            ("let other = 1;\nothr;\n", &[(1, "TS2304", "Cannot find name 'othr'.")]),
            ("let x = (;\nlet y: string = 1;\n", &[(0, "TS1109", "Expression expected")]),
        ],
    );
    // What the checker has below 2000 hides nothing, and what the parser has hides types.
    let awaits = "function f() { await 1; }\n-let a = 1;\nexport let b = a;\n";
    assert!(new_without("tsc", "typescript", awaits).is_none_or(|new| new == ["TS2304"]));
    let broken = "let x = (;\n-let a = 1;\nexport let b = a;\n";
    assert!(new_without("tsc", "typescript", broken).is_none_or(|new| new.is_empty()));
    check("tsc", "tsx", &[("let x = <T,>(y: T) => y;\nz;\n", &[(1, "TS2304", "'z'")])]);
}
