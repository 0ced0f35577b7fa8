package io.cardflow.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Holders, addresses and printed texts are masked; what does not lead to a person is not. */
class PersonalDataTest {

  private static final String EVENT =
      """
      {"cardId":"T-1","assignment":{"number":1,"holderId":"anna"},
       "endedAssignment":{"holderId":"bob"},"list":[{"holderId":"eve"}],"reason":"lost"}""";

  @Test
  void holdersInEventsAreMaskedAtEveryDepth() throws Exception {
    JsonNode masked = PersonalData.MASKED.event(new ObjectMapper().readTree(EVENT));

    assertEquals(new ObjectMapper().readTree(EVENT.replaceAll("anna|bob|eve", "***")), masked);
  }

  @Test
  void shownEventsAreUnchanged() throws Exception {
    assertEquals(
        new ObjectMapper().readTree(EVENT),
        PersonalData.SHOWN.event(new ObjectMapper().readTree(EVENT)));
  }

  @Test
  void ofAnAddressCityAndCountryAreReadable() {
    assertEquals(
        Map.of("recipient", "***", "city", "Lund", "countryCode", "SE"),
        PersonalData.MASKED.address(
            Map.of("recipient", "Jane", "city", "Lund", "countryCode", "SE")));
    assertNull(PersonalData.MASKED.address(null));
    assertNull(PersonalData.MASKED.holder(null));
  }
}
