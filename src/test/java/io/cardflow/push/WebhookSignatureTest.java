package io.cardflow.push;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A signature is accepted if it was made with one of the secrets, of this content, and recently.
 */
class WebhookSignatureTest {

  /** The example with which the libraries of Standard Webhooks are tested. */
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

  private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
  private static final long TIME = 1614265330;
  private static final String BODY = "{\"test\": 2432232314}";
  private static final String SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

  private static final String OTHER = "whsec_b3RoZXIgc2VjcmV0IG9mIDI0IGJ5dGVzIG9yIG1vcmU=";

  private final WebhookSignature signatures = of(SECRET);

  @Test
  void theExampleOfTheSpecificationIsAccepted() {
    assertTrue(accepts(signatures, ID, TIME, SIGNATURE, BODY));
  }

  @Test
  void aSecretNeedsNoPrefix() {
    assertTrue(accepts(of(SECRET.substring(6)), ID, TIME, SIGNATURE, BODY));
  }

  @Test
  void eachOfSeveralSecretsIsAccepted() {
    assertTrue(accepts(of(OTHER, SECRET), ID, TIME, SIGNATURE, BODY));
    assertTrue(accepts(of(SECRET, OTHER), ID, TIME, SIGNATURE, BODY));
    assertFalse(accepts(of(OTHER), ID, TIME, SIGNATURE, BODY));
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1,AAAA %s", "%s v1,AAAA", "v1a,AAAA v2,x %s", "v1,! %s"})
  void oneRightSignatureOfSeveralIsEnough(String signature) {
    assertTrue(accepts(signatures, ID, TIME, signature.formatted(SIGNATURE), BODY));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        "v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        "v1,h0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        "v1,",
        "v1",
        "",
      })
  void aSignatureOfAnotherFormIsRejected(String signature) {
    assertFalse(accepts(signatures, ID, TIME, signature, BODY));
  }

  @Test
  void otherContentIsRejected() {
    assertFalse(accepts(signatures, ID, TIME, SIGNATURE, BODY + " "));
    assertFalse(accepts(signatures, ID + "x", TIME, SIGNATURE, BODY));
    assertFalse(accepts(signatures, ID, TIME + 1, SIGNATURE, BODY));
  }

  @ParameterizedTest
  @CsvSource({"0, true", "300, true", "-300, true", "301, false", "-301, false"})
  void theTimeMayBeFiveMinutesOff(long seconds, boolean admitted) {
    assertEquals(admitted, signatures.admits(ID, Long.toString(TIME + seconds), SIGNATURE));
  }

  @Test
  void aMissingHeaderIsRejected() {
    assertFalse(signatures.admits(null, Long.toString(TIME), SIGNATURE));
    assertFalse(signatures.admits("", Long.toString(TIME), SIGNATURE));
    assertFalse(signatures.admits(ID, null, SIGNATURE));
    assertFalse(signatures.admits(ID, "soon", SIGNATURE));
    assertFalse(signatures.admits(ID, "99999999999999999999", SIGNATURE));
    assertFalse(signatures.admits(ID, Long.toString(TIME), null));
  }

  private static WebhookSignature of(String... secrets) {
    return new WebhookSignature(
        List.of(secrets), Clock.fixed(Instant.ofEpochSecond(TIME), ZoneOffset.UTC));
  }

  private static boolean accepts(
      WebhookSignature signatures, String id, long time, String signature, String body) {
    return signatures.admits(id, Long.toString(time), signature)
        && signatures.accepts(id, Long.toString(time), signature, body.getBytes(UTF_8));
  }
}
