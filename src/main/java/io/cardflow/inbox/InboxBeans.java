package io.cardflow.inbox;

import io.cardflow.ops.CardflowConfig;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Produces the beans of the inbox. */
class InboxBeans {

  @Produces
  @Singleton
  TopicNames topics(CardflowConfig config) {
    return TopicNames.of(config.topics());
  }
}
