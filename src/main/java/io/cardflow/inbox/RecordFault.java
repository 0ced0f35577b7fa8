package io.cardflow.inbox;

/** An error in Cardflow that occurred while deciding or encoding a record. */
final class RecordFault extends RuntimeException {

  private static final long serialVersionUID = 1L;

  RecordFault(Throwable error) {
    super("an unexpected error in Cardflow: " + error.getClass().getName(), error);
  }
}
