package io.cardflow.api;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** Sets a limit of streams that a test can reach. */
public final class FewStreams implements QuarkusTestResourceLifecycleManager {

  static final int LIMIT = 10;

  @Override
  public Map<String, String> start() {
    return Map.of("cardflow.console.streams", Integer.toString(LIMIT));
  }

  @Override
  public void stop() {
    // A setting needs no end.
  }
}
