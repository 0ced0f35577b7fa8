package io.cardflow.local.gocards;

/** Is told how far the bureau is with an order, for tests that strike at that moment. */
@FunctionalInterface
public interface CallListener {

  /** A moment in the handling of an order. */
  enum Stage {
    /** It was read and is not on the books yet; it waits for the listener. */
    RECEIVED,
    /** It is on the books and not answered yet; the answer waits for the listener. */
    TAKEN,
    /** It was answered. */
    ANSWERED
  }

  /** Called from several threads; may block. */
  void at(Stage stage, String clientId, String batchId);
}
