"""The queue in a file, through crashes and broken lines."""

from __future__ import annotations

import os
import tempfile
import unittest

from coxswain.spool import LARGEST_KEPT_BYTES, Spool


class SpoolTest(unittest.TestCase):
    def setUp(self) -> None:
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = temporary.name

    def open(self) -> Spool:
        spool = Spool(self.folder)
        self.addCleanup(spool.close)
        return spool

    def test_readAfterReopening_whatWasNotAcknowledged(self) -> None:
        spool = self.open()
        first = spool.append([{"n": 1}])
        spool.append([{"n": 2}, {"n": 3}])
        spool.acknowledge(first)
        spool.close()
        self.assertEqual([{"n": 2}, {"n": 3}], self.open().read(10).entries)

    def test_read_atMost(self) -> None:
        spool = self.open()
        for n in range(5):
            spool.append([{"n": n}])
        chunk = spool.read(2)
        self.assertEqual([{"n": 0}, {"n": 1}], chunk.entries)
        spool.acknowledge(chunk.end)
        self.assertEqual([2, 3, 4], [e["n"] for e in spool.read(9).entries])

    def test_manyEntries_packedAndInOrder(self) -> None:
        spool = self.open()
        many = [{"n": n} for n in range(150)]
        spool.append(many)
        self.assertEqual(many, spool.read(1000).entries)
        with open(spool.path, "rb") as file:
            self.assertEqual(3, len(file.readlines()))

    def test_line_isCrcAndJson(self) -> None:
        spool = self.open()
        spool.append([{"n": 1}])
        with open(spool.path, "rb") as file:
            self.assertEqual(b'd44b3b7e {"n":1}\n', file.read())  # crc32 of {"n":1}, by gzip

    def test_eachByteSpoiled_neverAWrongEntry(self) -> None:
        spool = self.open()
        spool.append([{"n": 1}, {"n": 2}])
        spool.close()
        with open(spool.path, "rb") as file:
            whole = file.read()
        for place in range(len(whole)):
            with open(spool.path, "wb") as file:
                file.write(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
            spoiled = Spool(self.folder)
            chunk = spoiled.read(10)
            spoiled.close()
            self.assertTrue(all(e in ({"n": 1}, {"n": 2}) for e in chunk.entries), place)
            self.assertGreaterEqual(chunk.corrupt, 1, place)

    def test_tornLastLine_passedOverAndNotGluedToTheNext(self) -> None:
        spool = self.open()
        spool.append([{"n": 1}])
        spool.append([{"n": 2}])
        spool.close()
        os.truncate(spool.path, os.path.getsize(spool.path) - 3)
        again = self.open()
        again.append([{"n": 3}])
        self.assertEqual(([{"n": 1}, {"n": 3}], 1), again.read(10)[0::2])

    def test_largeFileSentToItsEnd_isEmptied(self) -> None:
        spool = self.open()
        spool.append([{"text": "x" * LARGEST_KEPT_BYTES}])
        self.assertEqual(0, spool.acknowledge(spool.read(9).end))
        self.assertEqual(0, os.path.getsize(spool.path))
        spool.append([{"n": 1}])
        spool.close()
        self.assertEqual([{"n": 1}], self.open().read(9).entries)

    def test_markBeyondTheFile_allIsSentAgain(self) -> None:
        spool = self.open()
        spool.append([{"n": 1}])
        spool.close()
        spool.path.with_suffix(".sent").write_text("999999")
        self.assertEqual([{"n": 1}], self.open().read(9).entries)

    def test_twoProcesses_aFileEach_theDeadOnesIsTakenOver(self) -> None:
        first, second = self.open(), self.open()
        self.assertNotEqual(first.path, second.path)
        second.append([{"n": 2}])
        second.close()
        self.assertEqual([{"n": 2}], self.open().read(9).entries)
