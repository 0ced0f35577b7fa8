package io.cardflow.domain;

/**
 * The name of a message for ever: the id that its source gave it.
 *
 * @param source the sending system, a URI reference
 * @param id unique within the source
 */
public record MessageId(String source, String id) {}
