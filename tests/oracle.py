#!/usr/bin/env python3
"""Fail unless a report of check_states.py holds the promises: oracle.py REPORT.json"""
import json
import sys

NONE_OF = [
    "apply_errors", "programs_unapplied", "dropped_programs", "states_unparsable", "unparsable_states",
    "multiline_strings_split", "states_with_string_text_exposed_as_code", "states_with_code_swallowed_by_string",
    "blank_only_edits", "comment_only_edits", "edits_with_removed_lines", "states_with_four_blank_lines_running",
    "states_with_new_ruff_errors", "states_with_new_pylint_errors", "programs_with_a_bad_state",
    "duplicate_sequences",
]

report = json.load(open(sys.argv[1]))
# Dropped programs are counted by rows, so that several sequences of a program make the figure negative.
failed = [f"{name}: {report[name]}" for name in NONE_OF if report.get(name, 0) > 0]
if report.get("final_exact") != report["programs"]:
    failed.append(f"final_exact: {report.get('final_exact')} of {report['programs']}")
for line in failed:
    print("FAILED", line)
print(f"{report['programs']} sequences, {report['states']} states: {len(failed)} promises broken")
sys.exit(bool(failed))
