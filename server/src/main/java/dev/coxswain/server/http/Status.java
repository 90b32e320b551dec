package dev.coxswain.server.http;

import dev.coxswain.server.Code;

/// Which code is which status of HTTP: decided here and nowhere else.
final class Status {

  private Status() {}

  static int of(Code code) {
    return switch (code) {
      case MALFORMED_JSON, BAD_REQUEST -> 400;
      case UNAUTHENTICATED -> 401;
      case FORBIDDEN, CROSS_SITE -> 403;
      case NOT_FOUND -> 404;
      case METHOD_NOT_ALLOWED -> 405;
      case NOT_ACCEPTABLE -> 406;
      case REQUEST_TIMEOUT -> 408;
      case OUTCOME_CONFLICT,
          CONFIG_CONFLICT,
          STEP_IN_PAST,
          SELECT_CONFLICT,
          LINEAGE_ABANDONED,
          POOL_IN_USE ->
          409;
      case PRECONDITION_FAILED -> 412;
      case TOO_LARGE -> 413;
      case URI_TOO_LONG -> 414;
      case UNSUPPORTED_MEDIA_TYPE -> 415;
      case MISDIRECTED_HOST -> 421;
      case INVALID_FIELD, INVALID_OUTCOME, INVALID_FILE, PROMPT_NOT_IN_BATCH -> 422;
      case OVERLOADED -> 429;
      case HEADERS_TOO_LARGE -> 431;
      case INTERNAL -> 500;
      case NOT_READY -> 503;
      case STORAGE_FULL -> 507;
    };
  }

  /// The code of a status that the server below us decided.
  static Code code(int status) {
    return switch (status) {
      case 401 -> Code.UNAUTHENTICATED;
      case 403 -> Code.FORBIDDEN;
      case 404 -> Code.NOT_FOUND;
      case 405 -> Code.METHOD_NOT_ALLOWED;
      case 406 -> Code.NOT_ACCEPTABLE;
      case 408 -> Code.REQUEST_TIMEOUT;
      case 413 -> Code.TOO_LARGE;
      case 414 -> Code.URI_TOO_LONG;
      case 415 -> Code.UNSUPPORTED_MEDIA_TYPE;
      case 421 -> Code.MISDIRECTED_HOST;
      case 429 -> Code.OVERLOADED;
      case 431 -> Code.HEADERS_TOO_LARGE;
      case 503 -> Code.NOT_READY;
      default -> status >= 500 ? Code.INTERNAL : Code.BAD_REQUEST;
    };
  }

  /// What a status is called.
  static String title(Code code) {
    String words = code.word().replace('_', ' ');
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }
}
