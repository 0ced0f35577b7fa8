package io.cardflow.domain;

/**
 * Why a card failed, in the bureau's words.
 *
 * @param detail null if not told
 */
public record Failure(String code, String detail) {}
