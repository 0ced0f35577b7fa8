package io.cardflow.local.demo;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The demonstration's settings. */
@ConfigMapping(prefix = "cardflow.demo")
public interface DemoConfig {

  /** How many cards live through it; 0 for no demonstration. */
  @WithDefault("1000")
  int cards();

  /** How many records it sends a second; 1 or more. */
  @WithDefault("400")
  int rate();
}
