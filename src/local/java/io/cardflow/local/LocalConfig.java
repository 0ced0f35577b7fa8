package io.cardflow.local;

import io.quarkus.arc.Unremovable;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;

/** The local platform's settings. */
@Unremovable
@ConfigMapping(prefix = "cardflow.local")
public interface LocalConfig {

  /** Whether this process is the local platform; it says so itself. */
  @WithDefault("false")
  boolean enabled();

  /** Where Kafka listens on the loopback address. */
  @WithDefault("9092")
  int kafkaPort();

  /** Where PostgreSQL listens on the loopback address. */
  @WithDefault("5433")
  int postgresPort();

  /** A directory to keep the data in; without one they are thrown away at the end. */
  Optional<Path> dataDir();
}
