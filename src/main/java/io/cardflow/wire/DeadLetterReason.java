package io.cardflow.wire;

/** Why a record could not be understood; the constant's name is its name on the wire. */
public enum DeadLetterReason {
  /** No CloudEvent 1.0 in binary or structured mode. */
  NOT_A_CLOUDEVENT,
  /** Not UTF-8, not strict JSON, or nested too deep. */
  MALFORMED_JSON,
  /** An attribute or a field of the data breaks the shape of its message. */
  INVALID_DATA,
  /** The record's key is not the subject. */
  KEY_MISMATCH,
  /** The value, the key or the headers are larger than a record's may be. */
  TOO_LARGE,
  /** A fault of the program, not of the record. */
  INTERNAL_ERROR
}
