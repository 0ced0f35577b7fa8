package io.cardflow.api;

import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What to search for: exactly one of the first three. */
@Schema(
    name = "SearchRequest",
    description = "Exactly one of holderId, producerCardId and trackingNumber.")
public record SearchRequest(
    String holderId,
    @Schema(description = "GO Cards' id of the card") String producerCardId,
    String trackingNumber,
    @Schema(description = "The next of the page before") String after,
    @Schema(description = "The largest number of items", minimum = "1", maximum = "100")
        Integer limit) {

  private static final int DEFAULT = 50;
  private static final int MOST = 100;

  /** The longest name, in UTF-16 units: 128 characters. */
  private static final int LONGEST = 256;

  public SearchRequest {
    holderId = given(holderId);
    producerCardId = given(producerCardId);
    trackingNumber = given(trackingNumber);
  }

  /**
   * Checks the request.
   *
   * @throws ApiException INVALID_BODY
   */
  void check() {
    String[] given =
        Stream.of(holderId, producerCardId, trackingNumber)
            .filter(each -> each != null)
            .toArray(String[]::new);
    if (given.length != 1) {
      throw invalid("give exactly one of holderId, producerCardId and trackingNumber");
    }
    if (given[0].length() > LONGEST || given[0].indexOf(0) >= 0) {
      throw invalid("what is searched for is too long, or contains a NUL character");
    }
    if (limit != null && (limit < 1 || limit > MOST)) {
      throw invalid("limit must be 1 to " + MOST);
    }
  }

  /** An empty text is not given, as in messages. */
  private static String given(String text) {
    return text == null || text.isEmpty() ? null : text;
  }

  int most() {
    return limit == null ? DEFAULT : limit;
  }

  static ApiException invalid(String detail) {
    return new ApiException(ProblemCode.INVALID_BODY, detail);
  }
}
