package io.cardflow.domain;

import java.time.Instant;

/**
 * Who did what over HTTP, why, and what came of it.
 *
 * @param at when it began
 * @param actor the caller
 * @param action what was done, as a name with hyphens
 * @param subject the card, or the id of what was acted on
 * @param reason null if not given
 * @param outcome null while it goes on
 * @param code why it was refused or failed; null otherwise
 */
public record AuditEntry(
    String id,
    Instant at,
    String actor,
    String action,
    String subject,
    String reason,
    Outcome outcome,
    String code) {

  /** What came of it. */
  public enum Outcome {
    /** It was done. */
    DONE,
    /** It was passed on, and is decided elsewhere. */
    ACCEPTED,
    /** The caller may not do it, or its state does not allow it. */
    REFUSED,
    /** It failed; parts of it may have been done. */
    FAILED,
    /** The process ended before it was known. */
    UNKNOWN
  }
}
