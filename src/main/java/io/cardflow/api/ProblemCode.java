package io.cardflow.api;

import java.util.Locale;

/** The stable codes of errors, with the HTTP status and a title. */
public enum ProblemCode {
  INVALID_PARAMETER(400, "A parameter is not valid"),
  INVALID_CURSOR(400, "The cursor does not belong to this list"),
  INVALID_BODY(400, "The body is not valid"),
  INVALID_MESSAGE(400, "The message is not valid"),
  SOURCE_RESERVED(400, "The source belongs to Cardflow"),
  UNAUTHENTICATED(401, "A valid token is required"),
  FORBIDDEN(403, "The caller does not have this right"),
  CROSS_SITE(403, "The request comes from another site"),
  UNKNOWN_PATH(404, "Nothing is here"),
  UNKNOWN_CARD(404, "No card has this id"),
  UNKNOWN_ORDER(404, "No order batch has this id"),
  UNKNOWN_MESSAGE(404, "No such message is known"),
  UNKNOWN_RECORD(404, "No record has this position"),
  UNKNOWN_ACTION(404, "No action has this id"),
  METHOD_NOT_ALLOWED(405, "The path does not have this method"),
  NOT_ACCEPTABLE(406, "No representation of this type exists"),
  CONFLICT(409, "The state does not allow it"),
  KEY_REUSED(409, "The key was used for another request"),
  BODY_TIMEOUT(408, "The body did not arrive in time"),
  PAYLOAD_TOO_LARGE(413, "The body is too large"),
  UNSUPPORTED_MEDIA_TYPE(415, "The type of the body is not supported"),
  URI_TOO_LONG(414, "The URI is too long"),
  TOO_MANY_REQUESTS(429, "Too many requests"),
  HEADERS_TOO_LARGE(431, "The headers are too large"),
  INTERNAL_ERROR(500, "An error of Cardflow"),
  DATABASE_UNAVAILABLE(503, "The database does not answer"),
  KAFKA_UNAVAILABLE(503, "Kafka does not answer"),
  AUDIT_UNAVAILABLE(503, "The audit cannot be stored"),
  UNAVAILABLE(503, "The service is not available"),
  BAD_REQUEST(400, "The request is not valid");

  /** The HTTP status. */
  public final int status;

  /** One line, the same for all problems of this code. */
  public final String title;

  ProblemCode(int status, String title) {
    this.status = status;
    this.title = title;
  }

  /** The code on the wire. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The code for a status that a framework has chosen. */
  static ProblemCode of(int status) {
    return switch (status) {
      case 401 -> UNAUTHENTICATED;
      case 403 -> FORBIDDEN;
      case 404 -> UNKNOWN_PATH;
      case 405 -> METHOD_NOT_ALLOWED;
      case 406 -> NOT_ACCEPTABLE;
      case 408 -> BODY_TIMEOUT;
      case 413 -> PAYLOAD_TOO_LARGE;
      case 414 -> URI_TOO_LONG;
      case 415 -> UNSUPPORTED_MEDIA_TYPE;
      case 429 -> TOO_MANY_REQUESTS;
      case 431 -> HEADERS_TOO_LARGE;
      case 503 -> UNAVAILABLE;
      default -> status >= 400 && status < 500 ? BAD_REQUEST : INTERNAL_ERROR;
    };
  }
}
