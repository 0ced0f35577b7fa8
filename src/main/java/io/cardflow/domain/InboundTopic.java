package io.cardflow.domain;

/** The two topics on which messages about cards arrive. */
public enum InboundTopic {
  /** Commands from IAM systems, and the worker's own timers. */
  COMMANDS,
  /** Production and shipping notifications, and the outcomes of orders. */
  PRODUCER_STATUS
}
