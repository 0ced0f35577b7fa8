package io.cardflow.domain;

/** How an inbound record ends. A forwarded one is met again on its home partition. */
public enum Outcome {
  APPLIED,
  REJECTED,
  DUPLICATE,
  STALE,
  DEAD_LETTERED,
  FORWARDED
}
