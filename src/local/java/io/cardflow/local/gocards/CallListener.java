package io.cardflow.local.gocards;

/** Notified about the progress of a call, for tests that inject a fault at that moment. */
@FunctionalInterface
public interface CallListener {

  /** A stage in the handling of an order. */
  enum Stage {
    /** Received but not recorded yet; waits for the listener. */
    RECEIVED,
    /** Recorded but not answered yet; the response waits for the listener. */
    TAKEN,
    /** Answered. */
    ANSWERED
  }

  /** Called from several threads; may block. */
  void at(Stage stage, String clientId, String batchId);
}
