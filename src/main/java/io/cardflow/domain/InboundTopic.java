package io.cardflow.domain;

/** The two roads by which messages reach a card. */
public enum InboundTopic {
  /** Commands from IAM systems, and the worker's own timers. */
  COMMANDS,
  /** Production and shipping notifications, and the outcomes of orders. */
  PRODUCER_STATUS
}
