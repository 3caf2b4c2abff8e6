#!/usr/bin/env python3
"""A model that always says the same about the same: an OpenAI-compatible server, standard library only.

Answers are a function of the request's text, well-formed in two rounds of `lintseq synth` and where yes or no is asked.
Every answer that was begun is a line of the journal, with the tokens it counts. Batches are answered as well. As long as
a file is there, every tenth request fails, always the same ones.

    mock_llm.py [--port N] [--latency SECONDS] [--journal FILE] [--ill FILE]
"""
import argparse
import asyncio
import hashlib
import json
import pathlib
import re

FENCE = "```"


def first_round(digest):
    name = "f" + digest[:8]
    return (
        f"[Program Before Edit]\n{FENCE}python\ndef {name}(a, b):\n    return a + b\n\n\nprint({name}(1, {int(digest[8:10], 16)}))\n{FENCE}\n\n"
        f"[Descriptive]\nMake `{name}` say with a docstring what it gives back.\n\n[Lazy]\nadd a docstring\n"
    )


def second_round(before, digest):
    if int(digest[:2], 16) < 16:
        return "<UNREASONABLE>"
    after = before.replace("    return", '    """Return the sum of both arguments."""\n    return')
    return f"[Program After Edit]\n{FENCE}python\n{after}{FENCE}\n"


def answer(body):
    messages = body["messages"]
    digest = hashlib.sha256(json.dumps([body.get("seed"), messages]).encode()).hexdigest()
    if 'Answer "yes" or "no"' in messages[-1]["content"]:
        return "Yes." if int(digest[:2], 16) < 200 else "No."
    said = [message["content"] for message in messages if message["role"] == "assistant"]
    if not said:
        return first_round(digest)
    code = re.search(r"```python\n(.*?)```", said[-1], re.S)
    return second_round(code.group(1) if code else "", digest)


def usage(body, text):
    prompt = sum(len(message["content"]) // 4 + 4 for message in body["messages"])
    return {"prompt_tokens": prompt, "completion_tokens": max(1, len(text) // 4)}


def completion(body):
    text = answer(body)
    counted = usage(body, text)
    counted["total_tokens"] = sum(counted.values())
    choice = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}
    return {"id": "chatcmpl-0", "object": "chat.completion", "created": 0, "model": body["model"],
            "choices": [choice], "usage": counted}


class Server:
    def __init__(self, latency=0.0, journal=None, ill=None):
        self.latency = latency
        self.ill = pathlib.Path(ill) if ill else None
        self.journal = open(journal, "a", buffering=1) if journal else None
        self.files, self.batches = {}, {}

    def note(self, body, reply):
        if self.journal:
            key = hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
            self.journal.write(json.dumps({"request": key, "model": body["model"], **reply["usage"]}) + "\n")

    async def respond(self, method, path, body, head):
        path = path.removeprefix("/v1").split("?")[0]
        if path == "/chat/completions":
            if self.latency:
                await asyncio.sleep(self.latency)
            body = json.loads(body)
            if self.ill and self.ill.exists() and body.get("seed", 0) % 10 == 0:
                return 500, {"error": {"message": "not today", "code": 500}}
            reply = completion(body)
            self.note(body, reply)
            return 200, reply
        if path == "/files" and method == "POST":
            boundary = re.search(rb"boundary=([^\s;]+)", head).group(1)
            part = next(part for part in body.split(b"--" + boundary) if b'name="file"' in part)
            name = f"file-{len(self.files)}"
            self.files[name] = part.split(b"\r\n\r\n", 1)[1].rstrip(b"\r\n")
            return 200, {"id": name, "object": "file"}
        if path.startswith("/files/"):
            return 200, self.files[path.split("/")[2]]
        if path == "/batches" and method == "POST":
            wanted = json.loads(body)
            lines = [json.loads(line) for line in self.files[wanted["input_file_id"]].splitlines()]
            rows = []
            for line in lines:
                reply = completion(line["body"])
                self.note(line["body"], reply)
                rows.append({"id": "r", "custom_id": line["custom_id"], "error": None,
                             "response": {"status_code": 200, "body": reply}})
            out = f"file-{len(self.files)}"
            self.files[out] = "\n".join(map(json.dumps, reversed(rows))).encode()
            batch = {"id": f"batch-{len(self.batches)}", "object": "batch", "status": "in_progress", "polls": 0,
                     "output_file_id": out, "metadata": wanted.get("metadata")}
            self.batches[batch["id"]] = batch
            return 200, {**batch, "output_file_id": None}
        if path == "/batches":
            return 200, {"object": "list", "data": list(self.batches.values())}
        if path.startswith("/batches/"):
            batch = self.batches[path.split("/")[2]]
            batch["polls"] += 1
            if batch["polls"] >= 2:
                batch["status"] = "completed"
            return 200, batch
        return 404, {"error": {"message": f"no {path} here", "code": 404}}

    async def serve(self, reader, writer):
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                method, path, _ = head.split(b"\r\n", 1)[0].decode().split(" ")
                length = re.search(rb"content-length: *(\d+)", head, re.I)
                if length:
                    body = await reader.readexactly(int(length.group(1)))
                elif re.search(rb"transfer-encoding: *chunked", head, re.I):
                    body = b""
                    while size := int((await reader.readline()).strip(), 16):
                        body += (await reader.readexactly(size + 2))[:-2]
                    await reader.readline()
                else:
                    body = b""
                status, reply = await self.respond(method, path, body, head)
                data = reply if isinstance(reply, bytes) else json.dumps(reply).encode()
                writer.write(b"HTTP/1.1 %d X\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n" % (status, len(data)))
                writer.write(data)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()


async def run(port, latency, journal, ill):
    server = Server(latency, journal, ill)
    listening = await asyncio.start_server(server.serve, "127.0.0.1", port, limit=1 << 26, backlog=4096)
    print(listening.sockets[0].getsockname()[1], flush=True)
    async with listening:
        await listening.serve_forever()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--latency", type=float, default=0.0)
    parser.add_argument("--journal")
    parser.add_argument("--ill")
    arguments = parser.parse_args()
    asyncio.run(run(arguments.port, arguments.latency, arguments.journal, arguments.ill))
