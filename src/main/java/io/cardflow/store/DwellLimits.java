package io.cardflow.store;

import io.cardflow.domain.CardState;
import io.cardflow.ops.CardflowConfig;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** The dwell limits of the states in which a card waits for an action. */
public record DwellLimits(Map<CardState, Duration> byState) {

  /** The limits of the settings. */
  public static DwellLimits of(CardflowConfig.Dwell dwell) {
    Map<CardState, Duration> limits = new EnumMap<>(CardState.class);
    limits.put(CardState.PROCESSING, dwell.processing());
    limits.put(CardState.ORDERED, dwell.ordered());
    limits.put(CardState.IN_PRODUCTION, dwell.inProduction());
    limits.put(CardState.PRODUCED, dwell.produced());
    limits.put(CardState.EXPIRED, dwell.expired());
    return new DwellLimits(limits);
  }
}
