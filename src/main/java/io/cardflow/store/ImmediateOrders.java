package io.cardflow.store;

import jakarta.inject.Singleton;

/**
 * Notifies the collector of cards to be ordered immediately. The signal stays inside the process:
 * one through the database would slow down every commit. One that is lost in a crash is replaced by
 * the next batch run.
 */
@Singleton
public class ImmediateOrders {

  private volatile Runnable listener = () -> {};

  /**
   * Sets the listener, which must not block.
   *
   * @param onStored called after each unit of work that stored such cards
   */
  public void listen(Runnable onStored) {
    listener = onStored;
  }

  /** Such cards were stored. */
  public void stored() {
    listener.run();
  }
}
