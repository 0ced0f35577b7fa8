package io.cardflow.domain;

/**
 * The identity of a message, used to deduplicate it.
 *
 * @param source the sending system, a URI reference
 * @param id unique per source
 */
public record MessageId(String source, String id) {}
