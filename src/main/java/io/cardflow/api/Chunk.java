package io.cardflow.api;

import java.util.List;

/**
 * A part of a download.
 *
 * @param next the sort keys after which the next part begins; null for the last one
 */
record Chunk(byte[] bytes, List<String> next) {}
