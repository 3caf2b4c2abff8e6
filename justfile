# What people, the README and CI run. `just` lists it; every line also works by itself.

default:
    @just --list

# Format, lint and test.
check:
    cargo fmt --all --check
    cargo clippy --workspace --all-targets --locked -- -D warnings
    cargo test --workspace --locked

# Turn the examples into sequences, and look at them.
demo:
    cargo run --release -- generate examples/programs.jsonl -o sequences.jsonl
    cargo run --release -- show sequences.jsonl --id huggingface/datatrove/src/datatrove/utils/batching.py

# Write the example output anew, after a wanted change of it.
examples:
    cargo run --release -- generate examples/programs.jsonl -o - -q > examples/sequences.jsonl.new
    mv examples/sequences.jsonl.new examples/sequences.jsonl

# What each stage costs; LINTSEQ_BENCH_CORPUS names another corpus.
bench:
    cargo bench --bench stages

# How fast models are asked beside a bare loop, and in how much memory.
bench-synth:
    cargo run --release -p lintseq-synth --example throughput

# Everything that must hold before a change lands.
ci:
    .ci/run
