package io.cardflow.inbox;

import io.cardflow.ops.CardflowConfig;
import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** What the inbox is made with. */
class InboxBeans {

  /** The clock that decides when something happened and whether a validity has passed. */
  @Produces
  @Singleton
  @DefaultBean
  Clock clock() {
    return Clock.systemUTC();
  }

  @Produces
  @Singleton
  TopicNames topics(CardflowConfig config) {
    return TopicNames.of(config.topics());
  }
}
