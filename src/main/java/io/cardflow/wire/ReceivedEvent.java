package io.cardflow.wire;

/** A CloudEvent as received, in either mode. */
record ReceivedEvent(Attributes attributes, ReceivedData data) {}
