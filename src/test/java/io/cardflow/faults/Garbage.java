package io.cardflow.faults;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Records that are broken in every way a sender can think of. */
final class Garbage {

  private static final String ADDRESS =
      "\"delivery\":{\"recipient\":\"R\",\"addressOne\":\"A\",\"postalCode\":\"1\","
          + "\"city\":\"C\",\"countryCode\":\"SE\"}";

  /** Data that no lock-card takes, with the reason that its dead letter must carry. */
  private static final List<String[]> DATA =
      List.of(
          new String[] {"{", "MALFORMED_JSON"},
          new String[] {"hello", "MALFORMED_JSON"},
          new String[] {"", "INVALID_DATA"},
          new String[] {"{\"reason\":\"a\",\"reason\":\"b\"}", "MALFORMED_JSON"},
          new String[] {"{\"reason\":\"a\"} trailing", "MALFORMED_JSON"},
          new String[] {"{\"reason\":\"a\nb\"}", "MALFORMED_JSON"},
          new String[] {"{\"x\":" + "[".repeat(5_000) + "}", "MALFORMED_JSON"},
          new String[] {"[]", "INVALID_DATA"},
          new String[] {"{\"reason\":1}", "INVALID_DATA"},
          new String[] {"{\"reason\":\"a\\u0000b\"}", "INVALID_DATA"},
          new String[] {"{\"reason\":\"\\ud800\"}", "INVALID_DATA"},
          new String[] {"{\"reason\":\"" + "x".repeat(501) + "\"}", "INVALID_DATA"});

  private Garbage() {}

  /** How many kinds there are. */
  static final int KINDS = DATA.size() + 10;

  /** A broken record of one kind. */
  static ProducerRecord<String, byte[]> record(String topic, int kind, String card, String id) {
    if (kind < DATA.size()) {
      return lock(topic, card, id, bytes(DATA.get(kind)[0]));
    }
    return switch (kind - DATA.size()) {
      case 0 -> new ProducerRecord<>(topic, card, bytes("{}"));
      case 1 -> lock(topic, card, id, null);
      case 2 -> lock(topic, card, id, filled(1_000_000));
      case 3 -> lock(topic, card, id, new byte[] {'{', '"', (byte) 0xC3, 0x28, '"', ':', '1', '}'});
      case 4 -> underKey(lock(topic, card, id, bytes("{}")), "another-" + card);
      case 5 -> underKey(lock(topic, card, id, bytes("{}")), null);
      case 6 -> typed(topic, card, id, "command.expire-card", "{\"assignment\":1e400}");
      case 7 ->
          typed(topic, card, id, "command.expire-card", "{\"assignment\":99999999999999999999}");
      case 8 -> typed(topic, card, id, "command.request-card", "{" + ADDRESS + "}");
      default -> typed(topic, card, id, "command.extend-card", "{\"validUntil\":\"tomorrow\"}");
    };
  }

  /** The reason that the dead letter of a kind must carry. */
  static String reason(int kind) {
    if (kind < DATA.size()) {
      return DATA.get(kind)[1];
    }
    return switch (kind - DATA.size()) {
      case 0 -> "NOT_A_CLOUDEVENT";
      case 2 -> "TOO_LARGE";
      case 3 -> "MALFORMED_JSON";
      case 4, 5 -> "KEY_MISMATCH";
      default -> "INVALID_DATA";
    };
  }

  private static ProducerRecord<String, byte[]> lock(
      String topic, String card, String id, byte[] data) {
    ProducerRecord<String, byte[]> record = new ProducerRecord<>(topic, card, data);
    CloudEvent.headers(record, "command.lock-card", id);
    return record;
  }

  private static ProducerRecord<String, byte[]> typed(
      String topic, String card, String id, String name, String data) {
    ProducerRecord<String, byte[]> record = new ProducerRecord<>(topic, card, bytes(data));
    CloudEvent.headers(record, name, id);
    return record;
  }

  private static ProducerRecord<String, byte[]> underKey(
      ProducerRecord<String, byte[]> record, String key) {
    return new ProducerRecord<>(record.topic(), null, null, key, record.value(), record.headers());
  }

  private static byte[] filled(int size) {
    byte[] bytes = new byte[size];
    Arrays.fill(bytes, (byte) 'x');
    return bytes;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
