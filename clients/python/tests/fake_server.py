"""A server that keeps the contract's keys in memory, for tests of the client."""

from __future__ import annotations

import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Callable, Dict, List, Optional, Tuple


class Refusal(Exception):
    def __init__(self, status: int, code: str, field: Optional[str] = None):
        super().__init__(code)
        self.body = {"type": "about:blank", "title": code, "status": status, "code": code, "detail": f"It is {code}.", "request_id": "r-1"}
        self.status = status
        if field:
            self.body["field"] = field


class Quiet(ThreadingHTTPServer):
    """Connections that break are what is tested, and no news."""

    daemon_threads = True

    def handle_error(self, *_: Any) -> None:
        pass


class FakeServer:
    """``with FakeServer(prompts=100) as server:`` a pool ``pool`` of that many prompts, ``p0`` and so on.

    ``requests`` are the bodies that came, ``outcomes`` what is stored by its natural key; ``interfere`` may raise a
    ``Refusal`` before a request is looked at.
    """

    def __init__(self, prompts: int = 100, pool: bool = True):
        self.ids = [f"p{i}" for i in range(prompts)]
        self.pools: Dict[str, List[str]] = {"pool": list(self.ids)} if pool else {}
        self.runs: Dict[str, Dict[str, Any]] = {}
        self.batches: Dict[Tuple[str, str, int], Dict[str, Any]] = {}
        self.order: List[Tuple[str, str, int]] = []
        self.abandoned: set = set()
        self.tickets: set = set()
        self.outcomes: Dict[Tuple[str, Any], Dict[str, Any]] = {}
        self.requests: List[Tuple[str, Any]] = []
        self.lineage = 1
        self.interfere: Callable[[str], None] = lambda path: None
        self._lock = threading.RLock()

    def __enter__(self) -> "FakeServer":
        fake = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def log_message(self, *_: Any) -> None:
                pass

            def do_any(self) -> None:
                data = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                try:
                    status, body = fake.answer(self.command, self.path, data)
                except Refusal as refusal:
                    status, body = refusal.status, refusal.body
                content = json.dumps(body).encode()
                try:
                    self.send_response(status)
                    self.send_header("Content-Type", "application/json")
                    self.send_header("Content-Length", str(len(content)))
                    self.end_headers()
                    self.wfile.write(content)
                except OSError:
                    self.close_connection = True

            do_GET = do_PUT = do_POST = do_any

        self._server = Quiet(("127.0.0.1", 0), Handler)
        self.port = self._server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def answer(self, method: str, path: str, data: bytes) -> Tuple[int, Any]:
        self.interfere(path)
        with self._lock:
            if path.endswith(":import"):
                pool = self.pools[path.split("/")[3].split(":")[0]]
                pool += [json.loads(line)["prompt_id"] for line in data.splitlines()]
                return 200, {"added": len(pool)}
            body = json.loads(data) if data else None
            self.requests.append((path, body))
            found = re.match(r"/v1/(pools|runs)/([^/:?]+)(?:[:/](\w+))?(?:/(\d+))?(\?.*)?$", path)
            if not found:
                raise Refusal(404, "not_found")
            kind, name, verb, seq, query = found.groups()
            if kind == "pools":
                return self._pool(method, name, verb)
            if verb is None:
                return self._run(method, name, body)
            if name not in self.runs:
                raise Refusal(404, "not_found")
            if verb == "batches":
                consumer = re.search(r"consumer=([^&]+)", query or "")
                return 200, self._stored((name, consumer.group(1) if consumer else "default", int(seq)))
            return 200, getattr(self, "_" + verb)(name, body, query)

    def _pool(self, method: str, name: str, verb: Optional[str]) -> Tuple[int, Any]:
        if method == "PUT":
            self.pools.setdefault(name, [])
        if name not in self.pools:
            raise Refusal(404, "not_found")
        if verb == "prompts":
            return 200, {"prompts": [{"prompt_id": i, "prompt": "?"} for i in self.pools[name]], "next_page_token": None}
        return 200, {"pool": name, "prompts": len(self.pools[name])}

    def _run(self, method: str, name: str, config: Any) -> Tuple[int, Any]:
        if method == "PUT":
            if config["pool"] not in self.pools:
                raise Refusal(404, "not_found", "/pool")
            if self.runs.setdefault(name, config) != config:
                raise Refusal(409, "config_conflict")
        return 200, {"run": name}

    def _stored(self, key: Tuple[str, str, int]) -> Any:
        if key not in self.batches:
            raise Refusal(404, "not_found")
        return self.batches[key]["answer"]

    def _select(self, run: str, body: Any, _: Any) -> Any:
        key = (run, body.get("consumer", "default"), body["seq"])
        if key in self.batches:
            if self.batches[key]["body"] != body:
                raise Refusal(409, "select_conflict")
            return self.batches[key]["answer"]
        if any(k[:2] == key[:2] and k[2] > key[2] for k in self.batches):
            raise Refusal(409, "step_in_past", "/seq")
        start = 7 * body["seq"]
        ids = self.pools[self.runs[run]["pool"]]
        tickets = []
        for i in range(body["size"]):
            ticket = f"t-{self.lineage}-{len(self.order)}-{i}"
            self.tickets.add(ticket)
            tickets.append({"ticket": ticket, "prompt_id": ids[(start + i) % len(ids)], "predicted": 0.5, "sd": 0.1, "propensity": 1.0, "reason": "target"})
        answer = {"seq": body["seq"], "consumer": key[1], "lineage": str(self.lineage), "tickets": tickets, "belief": {"learned_to": 0, "stale": False}, "warnings": []}
        self.batches[key] = {"body": body, "answer": answer}
        self.order.append(key)
        return answer

    def _observe(self, _: str, body: Any, query: Optional[str]) -> Any:
        accepted = duplicates = 0
        rejected = []
        items = [(f"/outcomes/{i}", o, o.get("part")) for i, o in enumerate(body.get("outcomes", ()))]
        items += [(f"/samples/{i}", s, ("sample", s["sample"])) for i, s in enumerate(body.get("samples", ()))]
        for field, item, which in items:
            key = (item["ticket"], which)
            code = None
            if item["ticket"] not in self.tickets:
                code = "lineage_abandoned" if item["ticket"] in self.abandoned else "not_found"
            elif key in self.outcomes and self.outcomes[key] != item:
                code = "outcome_conflict"
            if code and not (query and "partial=true" in query):
                raise Refusal(409, code, field)
            if code:
                rejected.append({"field": field, "code": code, "detail": "no"})
            elif key in self.outcomes:
                duplicates += 1
            else:
                self.outcomes[key] = item
                accepted += 1
        return {"accepted": accepted, "duplicates": duplicates, "durable_seq": 1, "rejected": rejected}

    def _checkpoint(self, run: str, *_: Any) -> Any:
        return {"token": f"at-{len(self.order)}"}

    def _restore(self, run: str, body: Any, _: Any) -> Any:
        return self._abandon(int(body["token"].split("-")[1]))

    def _rewind(self, run: str, body: Any, _: Any) -> Any:
        keep = next((i for i, k in enumerate(self.order) if k[2] > body["to_step"]), len(self.order))
        return self._abandon(keep)

    def _abandon(self, keep: int) -> Any:
        for key in self.order[keep:]:
            gone = {t["ticket"] for t in self.batches.pop(key)["answer"]["tickets"]}
            self.tickets -= gone
            self.abandoned |= gone
        if self.order[keep:]:
            self.lineage += 1
            self.order = self.order[:keep]
        return {"lineage": str(self.lineage)}

    def _predict(self, _: str, body: Any, __: Any) -> Any:
        return [{"prompt_id": i, "predicted": 0.25, "sd": 0.05} for i in body["prompt_ids"]]

    def _allocate(self, _: str, body: Any, __: Any) -> Any:
        return {"allocations": [{"samples": 3, "predicted": 0.5, "sd": 0.1} for _ in body["prompt_ids"]], "expected_solved": 1.5, "expected_solved_uniform": 1.0}

    def _should_stop(self, _: str, body: Any, __: Any) -> Any:
        return {"stop": True, "posterior_mean": 0.9, "posterior_sd": 0.1}
