package io.cardflow.local.demo;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The demonstration's settings. */
@ConfigMapping(prefix = "cardflow.demo")
public interface DemoConfig {

  /** The number of cards; 0 for no demonstration. */
  @WithDefault("1000")
  int cards();

  /** Records sent per second; 1 or more. */
  @WithDefault("400")
  int rate();
}
