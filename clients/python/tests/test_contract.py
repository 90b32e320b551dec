"""The contract's examples, in order, against the server itself; and a training on it that outlives a kill."""

from __future__ import annotations

import json
import os
import re
import subprocess
import tempfile
import unittest
from datetime import datetime
from pathlib import Path
from typing import Any, Dict, List

import coxswain
from coxswain.transport import Transport

ROOT = Path(__file__).resolve().parents[3]
HOME = os.environ.get("COXSWAIN_HOME") or (str(ROOT) if (ROOT / "cli" / "target" / "built").exists() or (ROOT / "cli" / "target" / "coxswain.jar").exists() else None)
needs_server = unittest.skipUnless(HOME, "no built server; ./coxswain --help builds one, or set COXSWAIN_HOME")


class Marks:
    """The stand-ins of an expected answer, and what they remember."""

    def __init__(self) -> None:
        self.kept: Dict[str, str] = {}

    def filled(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {k: self.filled(v) for k, v in value.items()}
        if isinstance(value, list):
            return [self.filled(v) for v in value]
        if isinstance(value, str):
            return re.sub(r"<(\w+)>", lambda m: self.kept.get(m.group(1), m.group(0)), value)
        return value

    def difference(self, expected: Any, actual: Any, at: str = "") -> str:
        """Where the two differ, or the empty text."""
        if isinstance(expected, dict):
            if not isinstance(actual, dict):
                return f"{at}: {actual!r} is no object"
            named = set(expected) - {"<more>"}
            if named - set(actual) or (set(actual) - named and "<more>" not in expected):
                return f"{at}: members {sorted(actual)} instead of {sorted(named)}"
            return next(filter(None, (self.difference(expected[k], actual[k], f"{at}/{k}") for k in sorted(named))), "")
        if isinstance(expected, list):
            if not isinstance(actual, list) or len(actual) != len(expected):
                return f"{at}: {actual!r} has another length than {len(expected)}"
            return next(filter(None, (self.difference(e, a, f"{at}/{i}") for i, (e, a) in enumerate(zip(expected, actual)))), "")
        return "" if self._same(expected, actual) else f"{at}: {actual!r} instead of {expected!r}"

    def _same(self, expected: Any, actual: Any) -> bool:
        if not isinstance(expected, str) or not expected.startswith("<"):
            return expected == actual and isinstance(expected, bool) == isinstance(actual, bool)
        if expected == "<any>":
            return True
        if expected == "<number>":
            return isinstance(actual, (int, float)) and not isinstance(actual, bool)
        if expected == "<text>":
            return isinstance(actual, str)
        if expected == "<time>":
            return isinstance(actual, str) and actual.endswith("Z") and bool(datetime.fromisoformat(actual[:19]))
        if expected.startswith("<keep:"):
            self.kept[expected[6:-1]] = actual
            return isinstance(actual, str)
        return self.kept.get(expected[1:-1]) == actual


@needs_server
class ContractTest(unittest.TestCase):
    def test_examples_inOrder_asTheContractSays(self) -> None:
        marks = Marks()
        examples = sorted((ROOT / "contract" / "examples").glob("*.json"))
        self.assertGreater(len(examples), 50)
        with coxswain.Server(HOME) as server:
            transport = Transport(server.url)
            self.addCleanup(transport.close)
            for path in examples:
                example = json.loads(path.read_text(encoding="utf-8"))
                request, expected = marks.filled(example["request"]), example["response"]
                answer = transport.answer(
                    request["method"], request["path"], request.get("body"), timeout=30, content=request.get("text"), headers=request.get("headers")
                )
                with self.subTest(path.stem):
                    self.assertEqual(expected["status"], answer.status, answer.content[:500])
                    headers = {k.lower(): v for k, v in answer.headers.items()}
                    for name, value in expected.get("headers", {}).items():
                        self.assertTrue(headers.get(name.lower(), "").startswith(value), (name, headers))
                    if request["path"] == "/v1/settings":  # this server was told more than the contract's
                        told = answer.json()["settings"]
                        self.assertIn("port", [setting["name"] for setting in told])
                        setting = {"name": "<text>", "value": "<text>", "origin": "<text>"}
                        self.assertEqual("", marks.difference({"settings": [setting] * len(told)}, answer.json()))
                    elif "body" in expected:
                        self.assertEqual("", marks.difference(expected["body"], answer.json()))
                    if "text_contains" in expected:
                        self.assertIn(expected["text_contains"], answer.content.decode("utf-8", "replace"))  # a belief is bytes

    def test_marks_seeDifferences(self) -> None:
        marks = Marks()
        self.assertNotEqual("", marks.difference({"a": 1}, {"a": 1, "b": 2}))
        self.assertNotEqual("", marks.difference({"a": "<number>"}, {"a": True}))
        self.assertNotEqual("", marks.difference([1], [1, 2]))
        self.assertEqual("", marks.difference({"a": "<keep:x>", "<more>": True}, {"a": "v", "b": 2}))
        self.assertEqual("of v", marks.filled("of <x>"))
        self.assertNotEqual("", marks.difference("<x>", "w"))


@needs_server
class LocalTest(unittest.TestCase):
    PROMPTS = [{"prompt_id": f"p{i}", "prompt": f"What is {i} plus {i * 7}?"} for i in range(40)]

    def test_local_steersAndStops(self) -> None:
        block = coxswain.local(self.PROMPTS, distribution=HOME, strategy="mopps", group_size=4)
        with block as steering:
            for _ in range(3):
                for ticket in steering.select(4).tickets:
                    self.assertEqual("server", ticket.arm)
                    steering.observe(ticket, 1, 4)
            self.assertTrue(steering.flush())
            self.assertEqual(12, steering.counts["accepted"])
        self.assertIsNotNone(block.server.process.poll())

    def test_training_serverKilledAndRestarted_everyOutcomeOnce(self) -> None:
        sent = {}
        with tempfile.TemporaryDirectory() as folder, coxswain.Server(HOME, data=Path(folder) / "data") as server:
            with coxswain.Steering(
                server.url, run="run", pool="pool", prompts=self.PROMPTS, config={"strategy": "mopps", "group_size": 4}, spool=folder, select_timeout=1.0
            ) as steering:
                arms: List[str] = []
                for step in range(1, 60):  # a server that has just started may be slower than a trainer waits for
                    if arms[7:].count("server") == 5:
                        break
                    if step == 5:
                        server.kill()
                    if step == 8:
                        server.start()
                    batch = steering.select(4)
                    arms.append(batch.arm)
                    for ticket in batch.tickets:
                        steering.observe(ticket, step % 5, 4)
                        if ticket.arm == "server":
                            sent[ticket.ticket] = step % 5
                self.assertTrue(steering.flush(30))
                self.assertEqual(["server"] * 4 + ["fallback"] * 3, arms[:7])
                self.assertEqual(5, arms[7:].count("server"))
            with coxswain.Client(server.url) as client:
                stored = {}
                for seq, arm in enumerate(arms, 1):
                    if arm == "server":
                        body = client.transport.request("GET", f"/v1/runs/run/batches/{seq}", timeout=10)
                        stored.update({t["ticket"]: t["outcome"]["successes"] for t in body["tickets"]})
                self.assertEqual(sent, stored)

    def test_distribution_missing_saysWhatToDo(self) -> None:
        with self.assertRaisesRegex(coxswain.CoxswainError, "must be a folder with the launcher"):
            coxswain.Server("/nowhere")


@needs_server
class JavaLoopTest(unittest.TestCase):
    """The example of the embedded library, compiled and run."""

    def test_example_gpsBeatsUniform(self) -> None:
        done = subprocess.run([str(ROOT / "examples" / "java-loop" / "run")], capture_output=True, text=True, timeout=120, env={**os.environ, "COXSWAIN_HOME": str(HOME)})
        self.assertEqual(0, done.returncode, done.stderr[-2000:])
        taught = [int(n) for n in re.findall(r": (\d+) of 640 groups", done.stdout)]
        self.assertEqual(2, len(taught), done.stdout)
        self.assertGreater(taught[0], taught[1])  # seeded: 209 and 113


if __name__ == "__main__":
    unittest.main()
