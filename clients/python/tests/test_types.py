"""The package is typed throughout, as mypy sees it at its strictest."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import unittest
from pathlib import Path


@unittest.skipUnless(importlib.util.find_spec("mypy"), "mypy is not installed; pip install mypy")
class TypesTest(unittest.TestCase):
    def test_package_isTyped(self) -> None:
        source = Path(__file__).resolve().parents[1] / "src"
        done = subprocess.run([sys.executable, "-m", "mypy", "--strict", "--ignore-missing-imports", str(source)], capture_output=True, text=True)
        self.assertEqual(0, done.returncode, done.stdout)


if __name__ == "__main__":
    unittest.main()
