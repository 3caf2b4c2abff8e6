"""Runs the lines of Python in the README, in order and in one interpreter, as a reader would.

python readme.py README.md
"""

import re
import sys
from pathlib import Path


def main(readme):
    text = Path(readme).read_text()
    blocks = [(match.start(1), match.group(1)) for match in re.finditer(r"^```python\n(.*?)^```", text, re.M | re.S)]
    if not blocks:
        return "the README has no lines of Python"
    names = {"__name__": "__main__"}
    for start, block in blocks:
        # Line numbers of errors are those of the README.
        code = "\n" * text.count("\n", 0, start) + block
        exec(compile(code, readme, "exec"), names)
    print(f"{len(blocks)} blocks of the README run")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
