"""The service's routes as methods that raise. A trainer wants ``Steering``, which does not."""

from __future__ import annotations

import json
from typing import Any, Dict, Iterable, Iterator, List, Mapping, Optional, Sequence
from urllib.parse import quote

from .problem import problem_of
from .records import Allocation, Batch, Prediction, Verdict
from .transport import Transport

USUAL_TIMEOUT_SECONDS = 30.0
LONG_TIMEOUT_SECONDS = 3600.0


class Client:
    """One server. Each method takes ``timeout`` seconds at most, with the attempts it needs.

    Raises ``Problem`` (its subclasses tell what to do) and ``Unreachable``.
    """

    def __init__(self, url: str = "http://127.0.0.1:8642", token: Optional[str] = None):
        self.transport = Transport(url, token)

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, *_: object) -> None:
        self.transport.close()

    def create_pool(self, pool: str, timeout: float = USUAL_TIMEOUT_SECONDS) -> Dict[str, Any]:
        return self._send("PUT", f"/v1/pools/{quote(pool)}", {}, timeout)

    def show_pool(self, pool: str, timeout: float = USUAL_TIMEOUT_SECONDS) -> Dict[str, Any]:
        return self._send("GET", f"/v1/pools/{quote(pool)}", None, timeout)

    def import_prompts(self, pool: str, prompts: Iterable[Mapping[str, Any]], *, replace: bool = False, timeout: float = LONG_TIMEOUT_SECONDS) -> Dict[str, Any]:
        """Adds prompts, each with ``prompt_id``, ``prompt`` and, optionally, ``topic``, ``level`` and ``embedding``.

        With ``replace`` all others are taken out in the same change.
        """
        lines = "".join(json.dumps(dict(prompt), allow_nan=False) + "\n" for prompt in prompts)
        path = f"/v1/pools/{quote(pool)}:import" + ("?replace=true" if replace else "")
        answer: Dict[str, Any] = self.transport.request("POST", path, timeout=timeout, content=lines, headers={"Content-Type": "application/x-ndjson"})
        return answer

    def prompt_ids(self, pool: str, timeout: float = USUAL_TIMEOUT_SECONDS) -> Iterator[str]:
        """The ids of all prompts, in the pool's order; ``timeout`` is a page's."""
        page = ""
        while True:
            body = self._send("GET", f"/v1/pools/{quote(pool)}/prompts?page_size=1000{page}", None, timeout)
            for prompt in body["prompts"]:
                yield prompt["prompt_id"]
            if body["next_page_token"] is None:
                return
            page = f"&page_token={quote(body['next_page_token'], safe='')}"

    def create_run(self, run: str, config: Mapping[str, Any], timeout: float = LONG_TIMEOUT_SECONDS) -> Dict[str, Any]:
        """Creates the run or resumes it; another configuration than it has is a ``Conflict``."""
        return self._send("PUT", f"/v1/runs/{quote(run)}", dict(config), timeout)

    def show_run(self, run: str, timeout: float = USUAL_TIMEOUT_SECONDS) -> Dict[str, Any]:
        return self._send("GET", f"/v1/runs/{quote(run)}", None, timeout)

    def select(
        self, run: str, seq: int, size: int, *, consumer: str = "default", policy_version: Optional[int] = None,
        constraints: Optional[Mapping[str, Any]] = None, timeout: float = USUAL_TIMEOUT_SECONDS,
    ) -> Batch:
        """The batch of that number; the same again, however often it is asked for."""
        body: Dict[str, Any] = {"seq": seq, "size": size}
        if consumer != "default":
            body["consumer"] = consumer
        if policy_version is not None:
            body["policy_version"] = policy_version
        if constraints:
            body["constraints"] = dict(constraints)
        return Batch.from_json(self._verb(run, "select", body, timeout))

    def observe(
        self, run: str, *, outcomes: Sequence[Mapping[str, Any]] = (), samples: Sequence[Mapping[str, Any]] = (), partial: bool = False,
        timeout: float = USUAL_TIMEOUT_SECONDS,
    ) -> Dict[str, Any]:
        """Takes outcomes (``records.outcome``) and samples (``records.sample``); they are durable when this returns."""
        body: Dict[str, List[Dict[str, Any]]] = {}
        if outcomes:
            body["outcomes"] = [dict(o) for o in outcomes]
        if samples:
            body["samples"] = [dict(s) for s in samples]
        return self._verb(run, "observe" + ("?partial=true" if partial else ""), body, timeout)

    def predict(
        self, run: str, *, prompt_ids: Optional[Sequence[str]] = None, prompts: Optional[Sequence[Any]] = None, timeout: float = USUAL_TIMEOUT_SECONDS
    ) -> List[Prediction]:
        """How often the policy would solve these prompts now; those by id come first."""
        predicted: Any = self._verb(run, "predict", _asked(prompt_ids, prompts), timeout)
        return [_prediction(p) for p in predicted]

    def allocate(
        self, run: str, mean_budget: float, *, prompt_ids: Optional[Sequence[str]] = None, prompts: Optional[Sequence[Any]] = None,
        min: int = 1, max: int = 64, mode: Optional[str] = None, timeout: float = USUAL_TIMEOUT_SECONDS,
    ) -> Allocation:
        """How many samples each prompt is worth; in all at most ⌊mean_budget · prompts⌋."""
        body = {**_asked(prompt_ids, prompts), "mean_budget": mean_budget, "min": min, "max": max, **({"mode": mode} if mode else {})}
        answer = self._verb(run, "allocate", body, timeout)
        shares = answer["allocations"]
        return Allocation(
            tuple(s["samples"] for s in shares), tuple(_prediction(s) for s in shares), answer["expected_solved"], answer["expected_solved_uniform"]
        )

    def should_stop(
        self, run: str, successes: int, trials: int, *, prompt_id: Optional[str] = None, prompt: Any = None, answers: Optional[Sequence[int]] = None,
        timeout: float = USUAL_TIMEOUT_SECONDS,
    ) -> Verdict:
        """Whether another sample is worth it; with ``answers`` a majority vote is judged, else best of n."""
        fields = {"prompt_id": prompt_id, "prompt": prompt, "answers": None if answers is None else list(answers)}
        body = {"successes": successes, "trials": trials, **{n: v for n, v in fields.items() if v is not None}}
        answer = self._verb(run, "should_stop", body, timeout)
        return Verdict(answer["stop"], answer["posterior_mean"], answer["posterior_sd"])

    def batch(self, run: str, seq: int, *, consumer: str = "default", timeout: float = USUAL_TIMEOUT_SECONDS) -> Batch:
        """A batch that was selected before, whatever its size."""
        return Batch.from_json(self._send("GET", f"/v1/runs/{quote(run)}/batches/{seq}?consumer={quote(consumer)}", None, timeout))

    def checkpoint(self, run: str, timeout: float = USUAL_TIMEOUT_SECONDS) -> str:
        """A token of where the run is, to be kept in the trainer's checkpoint."""
        return str(self._verb(run, "checkpoint", None, timeout)["token"])

    def restore(self, run: str, token: str, timeout: float = USUAL_TIMEOUT_SECONDS) -> Dict[str, Any]:
        return self._verb(run, "restore", {"token": token}, timeout)

    def rewind(self, run: str, to_step: int, *, consumer: str = "default", timeout: float = USUAL_TIMEOUT_SECONDS) -> Dict[str, Any]:
        body: Dict[str, Any] = {"to_step": to_step}
        if consumer != "default":
            body["consumer"] = consumer
        return self._verb(run, "rewind", body, timeout)

    def belief(self, run: str, timeout: float = LONG_TIMEOUT_SECONDS) -> bytes:
        """What the run believes now, as the file that the Spark jobs predict with."""
        answer = self.transport.answer("GET", f"/v1/runs/{quote(run)}/belief", timeout=timeout)
        if answer.status != 200:
            raise problem_of(answer.status, answer.json())
        return answer.content

    def metrics(self, run: str, timeout: float = USUAL_TIMEOUT_SECONDS) -> Dict[str, Any]:
        return self._send("GET", f"/v1/runs/{quote(run)}/metrics?page_size=1000", None, timeout)

    def _verb(self, run: str, verb: str, body: Any, timeout: float) -> Dict[str, Any]:
        return self._send("POST", f"/v1/runs/{quote(run)}:{verb}", body, timeout)

    def _send(self, method: str, path: str, body: Any, timeout: float) -> Dict[str, Any]:
        answer: Dict[str, Any] = self.transport.request(method, path, body, timeout=timeout)
        return answer


def _asked(prompt_ids: Optional[Sequence[str]], prompts: Optional[Sequence[Any]]) -> Dict[str, Any]:
    asked = {"prompt_ids": prompt_ids, "prompts": prompts}
    return {name: list(value) for name, value in asked.items() if value is not None}


def _prediction(body: Mapping[str, Any]) -> Prediction:
    return Prediction(body["predicted"], body["sd"], body.get("prompt_id"))
