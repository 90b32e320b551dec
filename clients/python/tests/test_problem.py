"""Errors come from a closed table."""

from __future__ import annotations

import re
import unittest
from pathlib import Path

from coxswain import CODES, Conflict, Denied, InvalidRequest, Unavailable
from coxswain.problem import problem_of

CONTRACT = Path(__file__).resolve().parents[3] / "contract" / "openapi.yaml"


class ProblemTest(unittest.TestCase):
    @unittest.skipUnless(CONTRACT.is_file(), "the contract is not beside this package")
    def test_table_isTheContracts(self) -> None:
        schema = CONTRACT.read_text(encoding="utf-8").split("    Problem:\n")[-1]
        listed = re.search(r"code:\n\s+enum:\n((?:\s+- \w+\n)+)", schema)
        assert listed
        self.assertEqual(set(re.findall(r"- (\w+)", listed.group(1))), set(CODES))

    def test_known_isItsKind(self) -> None:
        body = {"code": "outcome_conflict", "detail": "Differs.", "field": "/outcomes/0", "request_id": "r"}
        problem = problem_of(409, body)
        self.assertIsInstance(problem, Conflict)
        self.assertEqual("outcome_conflict (409) at /outcomes/0: Differs. (request r)", str(problem))
        self.assertIsInstance(problem_of(401, {"code": "unauthenticated"}), Denied)

    def test_unknown_isNeverLookedUpElsewhere(self) -> None:
        problem = problem_of(400, {"code": "os.system"})
        self.assertEqual(("unknown", InvalidRequest), (problem.code, type(problem)))
        self.assertIs(Unavailable, type(problem_of(502, "<html>")))
