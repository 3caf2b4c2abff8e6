"""What commands take."""
import collections
import json
import os
import subprocess
import sys

# A process counts the memory of the one that starts it as its own, so that a small one does.
STARTER = """
import json, resource, subprocess, sys
code = subprocess.call(sys.argv[1:])
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([used.ru_utime + used.ru_stime, used.ru_utime, used.ru_maxrss / 1024]))
sys.exit(code)
"""

# Seconds of the processor, how many of them outside of the system, peak memory in MiB, and what was printed.
Measured = collections.namedtuple("Measured", "seconds user peak out")


def measured(command, cwd=None, check=True, **environment):
    """Runs a command, and ends the script if it fails, unless it may."""
    line = [sys.executable, "-c", STARTER, *map(str, command)]
    done = subprocess.run(line, cwd=cwd, env={**os.environ, **environment}, capture_output=True, text=True)
    if check and done.returncode:
        sys.exit(f"{line[3:7]} failed: {done.stderr[-2000:]}")
    out, _, used = done.stdout.rstrip("\n").rpartition("\n")
    return Measured(*json.loads(used), out)
