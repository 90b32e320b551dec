package dev.coxswain.server;

import java.util.Locale;

/// Why a request was refused; stable, a client may act on it.
public enum Code {
  MALFORMED_JSON,
  INVALID_FIELD,
  INVALID_OUTCOME,
  INVALID_FILE,
  NOT_FOUND,
  PROMPT_NOT_IN_BATCH,
  OUTCOME_CONFLICT,
  CONFIG_CONFLICT,
  STEP_IN_PAST,
  SELECT_CONFLICT,
  LINEAGE_ABANDONED,
  POOL_IN_USE,
  PRECONDITION_FAILED,
  UNAUTHENTICATED,
  FORBIDDEN,
  CROSS_SITE,
  MISDIRECTED_HOST,
  METHOD_NOT_ALLOWED,
  UNSUPPORTED_MEDIA_TYPE,
  NOT_ACCEPTABLE,
  TOO_LARGE,
  HEADERS_TOO_LARGE,
  URI_TOO_LONG,
  BAD_REQUEST,
  REQUEST_TIMEOUT,
  OVERLOADED,
  INTERNAL,
  NOT_READY,
  STORAGE_FULL;

  /// The word on the wire.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
