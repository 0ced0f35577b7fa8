package io.cardflow.wire;

import java.util.Objects;

/**
 * One header of a record. The bytes are shared, not copied; do not modify them.
 *
 * @param name never null
 * @param value null if it was received as null
 */
public record Header(String name, byte[] value) {

  public Header {
    Objects.requireNonNull(name, "name");
  }
}
