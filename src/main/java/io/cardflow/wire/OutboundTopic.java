package io.cardflow.wire;

/** The two topics on which Cardflow answers. */
public enum OutboundTopic {
  /** State changes and notices. */
  EVENTS,
  /** Refused messages. */
  REJECTIONS
}
