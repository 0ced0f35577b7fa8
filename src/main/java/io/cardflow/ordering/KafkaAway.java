package io.cardflow.ordering;

/** Thrown if Kafka has not acknowledged statuses; whether it has stored them is not known. */
final class KafkaAway extends RuntimeException {

  private static final long serialVersionUID = 1L;

  KafkaAway(Throwable cause) {
    super(cause.getClass().getSimpleName(), cause);
  }
}
