package io.cardflow.wire;

/** The topics to which Cardflow publishes answers. */
public enum OutboundTopic {
  /** State changes and notices. */
  EVENTS,
  /** Rejections. */
  REJECTIONS,
  /** What was done on request, and what came of it. */
  AUDIT
}
