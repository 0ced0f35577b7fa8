package io.cardflow.local;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;

/** Reads settings before or without the worker, from the same sources as the worker. */
public final class Settings {

  private Settings() {}

  /** Returns a group of settings; fails with the name of an invalid one. */
  public static <T> T of(Class<T> mapping) {
    return builder().withMapping(mapping).build().getConfigMapping(mapping);
  }

  /** Returns one setting as text. */
  public static String text(String name, String otherwise) {
    SmallRyeConfig config = builder().build();
    return config.getOptionalValue(name, String.class).orElse(otherwise);
  }

  private static SmallRyeConfigBuilder builder() {
    return new SmallRyeConfigBuilder()
        .addDefaultInterceptors()
        .addDefaultSources()
        .withConverter(Duration.class, 200, new DurationConverter())
        .withValidateUnknown(false);
  }
}
