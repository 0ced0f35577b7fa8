package io.cardflow.domain;

import java.time.Instant;
import java.util.Map;

/**
 * What came of a request to erase personal data.
 *
 * @param requestId the id of the request
 * @param messageId the CloudEvents id of the message that requested it
 * @param at when it was finished
 */
public record ErasureResult(String requestId, String messageId, Instant at, Outcome outcome) {

  /** Whether it was carried out. */
  public sealed interface Outcome {

    /**
     * It was carried out.
     *
     * @param counts how many of what was erased, by name
     * @param from the time of the oldest data that was erased; null if there was none
     * @param until the time of the newest data that was erased; null if there was none
     */
    record Erased(ErasureRequest.Kind kind, Map<String, Long> counts, Instant from, Instant until)
        implements Outcome {}

    /** It was refused, and nothing was erased. */
    record Refused(PrivacyCode code) implements Outcome {}
  }
}
