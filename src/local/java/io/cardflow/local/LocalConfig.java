package io.cardflow.local;

import io.quarkus.arc.Unremovable;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;

/** The settings of the local platform. */
@Unremovable
@ConfigMapping(prefix = "cardflow.local")
public interface LocalConfig {

  /** Whether this process is the local platform; set by {@link Local}. */
  @WithDefault("false")
  boolean enabled();

  /** The port of Kafka on the loopback address. */
  @WithDefault("9092")
  int kafkaPort();

  /** The port of PostgreSQL on the loopback address. */
  @WithDefault("5433")
  int postgresPort();

  /** The data directory to keep; without it the data are deleted at the end. */
  Optional<Path> dataDir();
}
