package io.cardflow.wire;

import java.util.Objects;

/**
 * One header of a record. The bytes are shared, not copied: nobody changes them.
 *
 * @param name never null
 * @param value null if the record was received so
 */
public record Header(String name, byte[] value) {

  public Header {
    Objects.requireNonNull(name, "name");
  }
}
