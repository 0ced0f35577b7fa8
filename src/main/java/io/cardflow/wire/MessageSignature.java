package io.cardflow.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs the worker's internal messages with HMAC-SHA-256 (RFC 2104), and verifies them. The
 * signature covers the topic, the attributes source, id, type, subject and time, and the data, each
 * with its length in front (4 bytes, -1 for none). It is the extension attribute {@code signature},
 * in Base64 for URLs (RFC 4648) without padding. Thread-safe.
 */
public final class MessageSignature {

  /** The header of the extension attribute. */
  public static final String HEADER = "ce_signature";

  private static final String ALGORITHM = "HmacSHA256";
  private static final List<String> COVERED =
      List.of("ce_source", "ce_id", "ce_type", "ce_subject", "ce_time");

  private final List<SecretKeySpec> keys;

  /**
   * @param keys the first one signs, any of them verifies; at least one
   */
  public MessageSignature(List<byte[]> keys) {
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("a signature needs a key");
    }
    this.keys = keys.stream().map(key -> new SecretKeySpec(key, ALGORITHM)).toList();
  }

  /**
   * Returns the headers with the signature of a message in binary mode.
   *
   * @param topic the name of the topic that it is sent to
   */
  public List<Header> sign(String topic, List<Header> headers, byte[] data) {
    byte[] signature = mac(keys.get(0), topic, headers, data);
    List<Header> signed = new ArrayList<>(headers);
    signed.add(new Header(HEADER, Base64.getUrlEncoder().withoutPadding().encode(signature)));
    return List.copyOf(signed);
  }

  /** Returns whether a record has exactly one signature, and it is one of these keys'. */
  public boolean verifies(String topic, List<Header> headers, byte[] data) {
    byte[] found = null;
    for (Header header : headers) {
      if (header.name().equals(HEADER)) {
        if (found != null || header.value() == null) {
          return false;
        }
        found = decoded(header.value());
      }
    }
    if (found == null) {
      return false;
    }
    for (SecretKeySpec key : keys) {
      if (MessageDigest.isEqual(found, mac(key, topic, headers, data))) {
        return true;
      }
    }
    return false;
  }

  /** An invalid signature is decoded to one that no key has. */
  private static byte[] decoded(byte[] text) {
    try {
      return Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException invalid) {
      return new byte[0];
    }
  }

  private static byte[] mac(SecretKeySpec key, String topic, List<Header> headers, byte[] data) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      add(mac, topic.getBytes(UTF_8));
      for (String name : COVERED) {
        add(mac, value(headers, name));
      }
      add(mac, data);
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }

  private static void add(Mac mac, byte[] field) {
    mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(field == null ? -1 : field.length).flip());
    if (field != null) {
      mac.update(field);
    }
  }

  private static byte[] value(List<Header> headers, String name) {
    for (Header header : headers) {
      if (header.name().equals(name)) {
        return header.value();
      }
    }
    return null;
  }
}
