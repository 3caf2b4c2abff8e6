#!/usr/bin/env python3
"""Looks at a page of `lintseq stats --html` in a real browser.

Usage: stats_page.py PAGE [--browser chromium] [--shots FOLDER]

Opens the page in headless Chromium, in light and in dark, and asserts that it draws its plots, that samples can be
browsed by mouse, keyboard and filters, that nothing is fetched from anywhere and that the console stays silent. The
browser is driven over the pipe that it offers, so nothing but Python's standard library is needed.
"""

import argparse
import base64
import json
import os
import pathlib
import subprocess
import tempfile


class Browser:
    """A headless Chromium and one tab in it."""

    def __init__(self, binary, profile):
        read_commands, self.commands = os.pipe()
        self.answers, write_answers = os.pipe()

        def pass_pipes():
            # The pipes may have these numbers already, so they step aside first.
            commands, answers = os.dup(read_commands), os.dup(write_answers)
            os.dup2(commands, 3)
            os.dup2(answers, 4)

        arguments = [
            binary, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
            "--disable-background-networking", "--remote-debugging-pipe", f"--user-data-dir={profile}", "about:blank",
        ]
        self.process = subprocess.Popen(
            arguments, preexec_fn=pass_pipes, close_fds=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        os.close(read_commands)
        os.close(write_answers)
        self.buffer, self.number, self.session, self.events = b"", 0, None, []
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ["Page", "Runtime", "Log", "Network"]:
            self.send(f"{domain}.enable")

    def send(self, method, **parameters):
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.commands, json.dumps(message).encode() + b"\0")
        while True:
            answer = self.receive()
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                return answer["result"]
            self.events.append(answer)

    def receive(self):
        while b"\0" not in self.buffer:
            chunk = os.read(self.answers, 1 << 16)
            if not chunk:
                raise RuntimeError("the browser has gone")
            self.buffer += chunk
        message, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(message)

    def open(self, path, scheme):
        self.send("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
        self.send("Emulation.setDeviceMetricsOverride", width=1280, height=1600, deviceScaleFactor=1, mobile=False)
        self.events.clear()
        self.send("Page.navigate", url=path.resolve().as_uri())
        while not any(event.get("method") == "Page.loadEventFired" for event in self.events):
            self.events.append(self.receive())

    def run(self, expression):
        result = self.send("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in result:
            raise RuntimeError(f"{expression}: {result['exceptionDetails']}")
        return result["result"].get("value")

    def complaints(self):
        """What the console says, and what was fetched besides the page itself."""
        said = {"Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded"}
        for event in self.events:
            if event.get("method") in said:
                yield json.dumps(event["params"])[:500]
            if event.get("method") == "Network.requestWillBeSent":
                url = event["params"]["request"]["url"]
                if not url.startswith(("file:", "data:")):
                    yield f"fetched {url}"

    def shoot(self, path):
        path.write_bytes(base64.b64decode(self.send("Page.captureScreenshot", format="png")["data"]))

    def close(self):
        self.session = None
        self.send("Browser.close")
        self.process.wait(timeout=30)


def brightness(browser, selector):
    """The mean of red, green and blue of an element's background."""
    color = browser.run(f"getComputedStyle(document.querySelector({selector!r})).backgroundColor")
    numbers = [float(part) for part in color[color.index("(") + 1 : -1].split(",")[:3]]
    return sum(numbers) / 3


def look(browser, page, scheme, shots):
    browser.open(page, scheme)
    plots = browser.run("[...document.querySelectorAll('.plot')].map(plot => [plot.dataset.plot, plot.querySelectorAll('rect.bar').length])")
    drawn = dict(plots)
    for plot in ["kinds", "states", "distances", "edit-lines", "languages", "tokens", "funnel"]:
        assert drawn.get(plot, 0) > 0, f"{scheme}: no bars in {plot}: {plots}"
    widths = browser.run("[...document.querySelectorAll('rect.bar')].map(bar => bar.getBoundingClientRect().width)")
    assert max(widths) > 50, "the bars have no width"
    assert browser.run("scrollY") == 0, "the page begins at its top"
    is_dark = brightness(browser, "body") < 80
    assert is_dark == (scheme == "dark"), f"{scheme}: the page is {'dark' if is_dark else 'light'}"

    count = browser.run("document.querySelectorAll('#list button').length")
    assert count > 3, f"{count} samples in the list"
    title = "document.querySelector('#sample h2').textContent + document.querySelector('#sample p').textContent"
    first = browser.run(title)
    browser.run("document.querySelectorAll('#list button')[1].click()")
    second = browser.run(title)
    assert first != second, "a click on another sample shows it"
    press = "document.dispatchEvent(new KeyboardEvent('keydown', {key: '%s', bubbles: true}))"
    browser.run("document.body." + press.split(".", 1)[1] % "k")
    assert browser.run(title) == first, "the key k goes back"
    for at in range(count):
        browser.run(f"document.querySelectorAll('#list button')[{at}].click()")
        shown = browser.run("document.querySelector('#sample').textContent.length")
        assert shown > 50, f"sample {at} shows nothing"
        assert browser.run("document.querySelectorAll('#current .row').length") > 0
    rows = browser.run("document.querySelectorAll('#sample .in, #sample .out').length")
    browser.run("const kind = document.querySelector('#by-kind'); kind.value = 'no_edit'; kind.dispatchEvent(new Event('change'))")
    fewer = browser.run("document.querySelectorAll('#list button').length")
    assert 0 < fewer < count, f"{fewer} of {count} samples without an edit"
    assert browser.run("document.querySelector('#next').textContent") == "Nothing."
    browser.run("document.querySelector('#by-kind').value = ''; document.querySelector('#by-kind').dispatchEvent(new Event('change'))")
    if shots:
        browser.run("scrollTo(0, 0)")
        browser.shoot(shots / f"{scheme}-plots.png")
        browser.run("document.querySelector('#browser').scrollIntoView()")
        browser.shoot(shots / f"{scheme}-samples.png")
    browser.run("document.querySelector('#scheme').click()")
    assert (brightness(browser, "body") < 80) != is_dark, "the button switches the scheme"
    complaints = list(browser.complaints())
    assert not complaints, "\n".join(complaints)
    print(f"{scheme}: {len(plots)} plots, {count} samples, {rows} changed rows in the last one, console silent")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("page", type=pathlib.Path)
    parser.add_argument("--browser", default="chromium")
    parser.add_argument("--shots", type=pathlib.Path)
    arguments = parser.parse_args()
    if arguments.shots:
        arguments.shots.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        browser = Browser(arguments.browser, profile)
        try:
            for scheme in ["light", "dark"]:
                look(browser, arguments.page, scheme, arguments.shots)
        finally:
            browser.close()


if __name__ == "__main__":
    main()
