package io.cardflow.ops;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Reads values of settings that have a form of their own. */
public final class Settings {

  private Settings() {}

  /**
   * Returns a path.
   *
   * @throws IllegalArgumentException naming the setting
   */
  public static Path path(String setting, String value) {
    try {
      return Path.of(value);
    } catch (InvalidPathException refused) {
      throw new IllegalArgumentException(setting + " is not a path: " + refused.getReason());
    }
  }
}
