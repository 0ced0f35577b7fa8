package io.cardflow.ops;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Reads the keys that sign the worker's internal messages: a file with one key in Base64 on each
 * line, at least 32 bytes each. The first one signs, both verify, so that keys can be replaced one
 * after the other.
 */
public final class InternalKeys {

  private static final String SETTING = "cardflow.internal.key-file";
  private static final int LEAST_BYTES = 32;
  private static final int MOST_KEYS = 2;
  private static final long MOST_FILE_BYTES = 4_096;

  private InternalKeys() {}

  /**
   * The keys of the configured file, which must be set.
   *
   * @throws IllegalArgumentException naming the setting, without the content of the file
   */
  public static List<byte[]> of(CardflowConfig.Internal config) {
    return read(Settings.path(SETTING, config.keyFile().orElseThrow(() -> refusal("is not set"))));
  }

  /**
   * The keys of a file.
   *
   * @throws IllegalArgumentException naming the setting, without the content of the file
   */
  static List<byte[]> read(Path file) {
    List<byte[]> keys = new ArrayList<>();
    for (String line : lines(file)) {
      byte[] key = key(line);
      if (key == null || key.length < LEAST_BYTES) {
        throw refusal("key " + (keys.size() + 1) + " does not have at least 32 bytes in Base64");
      }
      keys.add(key);
    }
    if (keys.isEmpty() || keys.size() > MOST_KEYS) {
      throw refusal("must have 1 or 2 keys, not " + keys.size());
    }
    return keys;
  }

  private static List<String> lines(Path file) {
    try {
      if (Files.size(file) > MOST_FILE_BYTES) {
        throw refusal("has more than " + MOST_FILE_BYTES + " bytes");
      }
      return Files.readString(file).lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
    } catch (IOException unreadable) {
      throw refusal("cannot be read: " + unreadable.getClass().getSimpleName());
    }
  }

  private static byte[] key(String line) {
    try {
      return Base64.getDecoder().decode(line);
    } catch (IllegalArgumentException invalid) {
      return null;
    }
  }

  private static IllegalArgumentException refusal(String what) {
    return new IllegalArgumentException(SETTING + ": the file " + what);
  }
}
