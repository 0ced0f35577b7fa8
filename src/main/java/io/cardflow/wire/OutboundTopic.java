package io.cardflow.wire;

/** The two topics to which Cardflow publishes answers. */
public enum OutboundTopic {
  /** State changes and notices. */
  EVENTS,
  /** Rejections. */
  REJECTIONS
}
