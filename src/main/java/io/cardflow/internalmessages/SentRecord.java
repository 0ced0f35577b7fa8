package io.cardflow.internalmessages;

/** Where a record was written. */
public record SentRecord(String topic, int partition, long offset) {}
