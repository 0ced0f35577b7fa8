package io.cardflow.domain;

/** The outcome of an inbound record. A forwarded record is decided on its home partition. */
public enum Outcome {
  APPLIED,
  REJECTED,
  DUPLICATE,
  STALE,
  DEAD_LETTERED,
  FORWARDED
}
