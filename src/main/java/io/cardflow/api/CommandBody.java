package io.cardflow.api;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A command of a caller.
 *
 * @param type the command's name, such as {@code lock-card}
 * @param data its data; absent means none
 * @param reason why, for the audit, and for the data of commands that have a reason
 */
public record CommandBody(String type, JsonNode data, String reason) {}
