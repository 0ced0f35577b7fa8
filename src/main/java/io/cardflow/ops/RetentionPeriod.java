package io.cardflow.ops;

import io.quarkus.runtime.configuration.DurationConverter;
import java.time.Duration;
import org.eclipse.microprofile.config.spi.Converter;

/** Reads a retention period: a duration, or {@code off}, which is read as no value. */
public final class RetentionPeriod implements Converter<Duration> {

  private static final long serialVersionUID = 1L;

  @Override
  public Duration convert(String value) {
    return value.trim().equalsIgnoreCase("off") ? null : new DurationConverter().convert(value);
  }
}
