package io.cardflow.wire;

/** Why a record is not a valid message; constants are named as on the wire. */
public enum DeadLetterReason {
  /** Not a CloudEvent 1.0 in binary or structured mode. */
  NOT_A_CLOUDEVENT,
  /** Not UTF-8, not strict JSON, or nested too deep. */
  MALFORMED_JSON,
  /** An attribute or a field of the data does not match the schema of the message. */
  INVALID_DATA,
  /** The record's key differs from the subject. */
  KEY_MISMATCH,
  /** The value, the key or the headers exceed the size limits. */
  TOO_LARGE,
  /** A bug in Cardflow, not a fault of the record. */
  INTERNAL_ERROR
}
