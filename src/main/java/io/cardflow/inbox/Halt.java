package io.cardflow.inbox;

/**
 * A partition number that is not worked on.
 *
 * @param detail one line for a person: what was found, and what to do
 */
record Halt(HaltReason reason, String detail) {}
