package io.cardflow.ops.kafka;

import java.util.Map;

/** Readers of a cluster at any address, for tests of other packages. */
public final class ReadersAt {

  private ReadersAt() {}

  /** Readers that reach a cluster at this address, or do not. */
  public static TopicReaders address(String bootstrapServers) {
    return new TopicReaders(Map.of("bootstrap.servers", bootstrapServers));
  }
}
