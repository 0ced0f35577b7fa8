package io.cardflow.wire;

/** The types of messages that Cardflow publishes. */
enum OutboundType {
  STATE_CHANGED(OutboundTopic.EVENTS, "io.cardflow.card.state-changed.v1"),
  VALIDITY_EXTENDED(OutboundTopic.EVENTS, "io.cardflow.card.validity-extended.v1"),
  FACTS_ADDED(OutboundTopic.EVENTS, "io.cardflow.card.facts-added.v1"),
  CARD_EXPIRING(OutboundTopic.EVENTS, "io.cardflow.card.expiring.v1"),
  CARD_OVERDUE(OutboundTopic.EVENTS, "io.cardflow.card.overdue.v1"),
  MESSAGE_REJECTED(OutboundTopic.REJECTIONS, "io.cardflow.message.rejected.v1"),
  HOLDER_ERASED(OutboundTopic.AUDIT, "io.cardflow.holder.erased.v1"),
  DELIVERY_ERASED(OutboundTopic.AUDIT, "io.cardflow.delivery.erased.v1"),
  PRIVACY_REFUSED(OutboundTopic.AUDIT, "io.cardflow.privacy.refused.v1"),
  ACTION_RECORDED(OutboundTopic.AUDIT, "io.cardflow.action.recorded.v1");

  final OutboundTopic topic;

  /** The CloudEvents type. */
  final String wireName;

  OutboundType(OutboundTopic topic, String wireName) {
    this.topic = topic;
    this.wireName = wireName;
  }
}
