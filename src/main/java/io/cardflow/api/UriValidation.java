package io.cardflow.api;

import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.SmallRyeConfigBuilderCustomizer;

/**
 * Lets {@link Admission} reject malformed URIs. Quarkus would do so before any route, with an empty
 * answer; only a system property prevents that, which it reads early.
 */
public final class UriValidation implements SmallRyeConfigBuilderCustomizer {

  static final String PROPERTY = "vertx.disableURIValidation";

  @Override
  public void configBuilder(SmallRyeConfigBuilder builder) {
    System.setProperty(PROPERTY, "true");
  }
}
