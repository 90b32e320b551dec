"""What can go wrong, as a closed table: the server names a code, and the table here decides what it becomes."""

from __future__ import annotations

from typing import Any, Dict, Mapping, Optional, Type


class CoxswainError(Exception):
    """All that this package raises."""


class Unreachable(CoxswainError):
    """No answer that could be read came within the time allowed. The same request may be sent again."""


class Problem(CoxswainError):
    """The server's answer to a request that it could not grant (RFC 9457).

    ``code`` is stable; ``detail`` says what to do; ``field`` is a JSON pointer into the request, where one is at fault.
    """

    def __init__(self, status: int, code: str, detail: str, field: Optional[str], request_id: Optional[str], body: Mapping[str, Any]):
        where = f" at {field}" if field else ""
        super().__init__(f"{code} ({status}){where}: {detail} (request {request_id})")
        self.status = status
        self.code = code
        self.detail = detail
        self.field = field
        self.request_id = request_id
        self.body = body


class InvalidRequest(Problem):
    """The request itself is wrong; sent again it will be wrong again."""


class NotFound(Problem):
    """There is no such run, pool, batch or ticket, or the token may not see it."""


class Conflict(Problem):
    """The request contradicts what is on record."""


class Denied(Problem):
    """The token is missing, unknown, or not allowed to do this."""


class Unavailable(Problem):
    """The server cannot answer now; the same request may be sent again."""


CODES: Dict[str, Type[Problem]] = {
    "malformed_json": InvalidRequest,
    "invalid_field": InvalidRequest,
    "invalid_outcome": InvalidRequest,
    "invalid_file": InvalidRequest,
    "not_found": NotFound,
    "prompt_not_in_batch": InvalidRequest,
    "outcome_conflict": Conflict,
    "config_conflict": Conflict,
    "step_in_past": Conflict,
    "select_conflict": Conflict,
    "lineage_abandoned": Conflict,
    "pool_in_use": Conflict,
    "precondition_failed": Conflict,
    "unauthenticated": Denied,
    "forbidden": Denied,
    "cross_site": Denied,
    "misdirected_host": Denied,
    "method_not_allowed": InvalidRequest,
    "unsupported_media_type": InvalidRequest,
    "not_acceptable": InvalidRequest,
    "too_large": InvalidRequest,
    "headers_too_large": InvalidRequest,
    "uri_too_long": InvalidRequest,
    "bad_request": InvalidRequest,
    "request_timeout": Unavailable,
    "overloaded": Unavailable,
    "internal": Unavailable,
    "not_ready": Unavailable,
    "storage_full": Unavailable,
}


def problem_of(status: int, body: Any) -> Problem:
    """The problem of an answer with an error status, whatever its body is. A code that the table lacks becomes ``unknown``."""
    fields = body if isinstance(body, dict) else {}
    code = fields.get("code")
    if not isinstance(code, str) or code not in CODES:
        code = "unknown"
    kind = CODES.get(code) or (Unavailable if status >= 500 or status in (408, 429) else InvalidRequest)
    return kind(status, code, str(fields.get("detail", "The server gave no reason.")), _text(fields.get("field")), _text(fields.get("request_id")), fields)


def _text(value: Any) -> Optional[str]:
    return value if isinstance(value, str) else None
