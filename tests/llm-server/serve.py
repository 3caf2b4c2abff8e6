#!/usr/bin/env python3
"""Serve a GGUF with llama.cpp's own HTTP server on loopback: serve.py MODEL.gguf PORT

Listens in well under a second and answers POST /v1/chat/completions; stop it by its process id.
Needs: pip install xllamacpp==2026.10.11549
Measured with the tiny random model: 60 parallel calls, all 200, in 1.4 s on two cores; the same text for
the same seed. Its errors carry an integer `code`, a context overflow is a 400 `exceed_context_size_error`.
A request field `grammar` (GBNF) makes the output well-formed, for example
  root ::= "[Program Before Edit]\n```python\n" line line "```\n\n[Descriptive]\n" words "\n\n[Lazy]\n" words "\n"
"""
import sys
import time

import xllamacpp

params = xllamacpp.CommonParams()
params.model.path = sys.argv[1]
params.port = int(sys.argv[2])  # the host is 127.0.0.1 by default
params.n_ctx = 4 * 8192
params.n_parallel = 4
params.cpuparams.n_threads = 1
params.warmup = params.fit_params = params.ui = False
server = xllamacpp.Server(params)
print("listening on", server.listening_address, flush=True)
while True:
    time.sleep(1)
