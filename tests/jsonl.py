"""Files of JSON lines."""
import json
import pathlib
import subprocess


def read(path):
    """The rows of a file; one that ends in `.zst` is compressed."""
    path = pathlib.Path(path)
    data = path.read_bytes()
    if path.suffix == ".zst":
        data = subprocess.run(["zstd", "-dc", path], check=True, capture_output=True).stdout
    # Not by `splitlines`: a text may hold characters that it takes for ends of lines.
    return [json.loads(line) for line in data.decode("utf-8").split("\n") if line.strip()]


def write(path, rows):
    text = "".join(json.dumps(row) + "\n" for row in rows)
    pathlib.Path(path).write_text(text, encoding="utf-8", newline="\n")
