package io.cardflow.inbox;

import io.cardflow.ops.CardflowConfig;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** What the inbox is made with. */
class InboxBeans {

  @Produces
  @Singleton
  TopicNames topics(CardflowConfig config) {
    return TopicNames.of(config.topics());
  }
}
