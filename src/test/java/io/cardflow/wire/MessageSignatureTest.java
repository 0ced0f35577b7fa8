package io.cardflow.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A signature is valid only for exactly the message that was signed. */
class MessageSignatureTest {

  private static final String TOPIC = "cardflow.commands";
  private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(UTF_8);
  private static final byte[] OTHER = "fedcba9876543210fedcba9876543210".getBytes(UTF_8);

  private final MessageSignature signature = new MessageSignature(List.of(KEY));
  private final InternalMessage message =
      new TimerEncoder("/cardflow").expiry("T-1", 1, Instant.EPOCH, 0, Instant.EPOCH);
  private final List<Header> signed = signature.sign(TOPIC, message.headers(), message.value());

  @Test
  void aSignedMessageVerifies() {
    assertTrue(signature.verifies(TOPIC, signed, message.value()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ce_source", "ce_id", "ce_type", "ce_subject", "ce_time"})
  void aChangedAttributeDoesNot(String name) {
    List<Header> changed = new ArrayList<>(signed);
    changed.replaceAll(
        header -> header.name().equals(name) ? new Header(name, "other".getBytes(UTF_8)) : header);

    assertFalse(signature.verifies(TOPIC, changed, message.value()));
    changed.removeIf(header -> header.name().equals(name));
    assertFalse(signature.verifies(TOPIC, changed, message.value()));
  }

  @Test
  void anotherTopicOrOtherDataDoesNot() {
    assertFalse(signature.verifies("cardflow.producer-status", signed, message.value()));
    assertFalse(signature.verifies(TOPIC, signed, "{\"assignment\":2}".getBytes(UTF_8)));
    assertFalse(signature.verifies(TOPIC, signed, null));
  }

  @Test
  void anotherHeaderDoesNotMatter() {
    List<Header> more = new ArrayList<>(signed);
    more.add(new Header("traceparent", "00-1".getBytes(UTF_8)));

    assertTrue(signature.verifies(TOPIC, more, message.value()));
  }

  @Test
  void noneTwoOrAnInvalidSignatureDoesNot() {
    assertFalse(signature.verifies(TOPIC, message.headers(), message.value()));
    List<Header> two = new ArrayList<>(signed);
    two.add(signed.get(signed.size() - 1));
    assertFalse(signature.verifies(TOPIC, two, message.value()));
    for (String invalid : List.of("", "?", "AAAA")) {
      List<Header> other = new ArrayList<>(message.headers());
      other.add(new Header(MessageSignature.HEADER, invalid.getBytes(UTF_8)));
      assertFalse(signature.verifies(TOPIC, other, message.value()), invalid);
    }
  }

  /** First all replicas verify the new key, then they sign with it, then the old one goes. */
  @Test
  void keysAreReplacedOneAfterTheOther() {
    MessageSignature both = new MessageSignature(List.of(OTHER, KEY));
    MessageSignature other = new MessageSignature(List.of(OTHER));

    assertTrue(both.verifies(TOPIC, signed, message.value()));
    assertFalse(other.verifies(TOPIC, signed, message.value()));
    List<Header> later = both.sign(TOPIC, message.headers(), message.value());
    assertTrue(other.verifies(TOPIC, later, message.value()));
    assertFalse(signature.verifies(TOPIC, later, message.value()));
  }
}
