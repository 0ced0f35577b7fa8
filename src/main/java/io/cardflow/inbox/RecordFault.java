package io.cardflow.inbox;

/** An error in Cardflow that deciding or encoding a record has brought about. */
final class RecordFault extends RuntimeException {

  private static final long serialVersionUID = 1L;

  RecordFault(Throwable error) {
    super("an unexpected error in Cardflow: " + error.getClass().getName(), error);
  }
}
