package io.cardflow.domain;

/**
 * Why a card failed, as reported by the bureau.
 *
 * @param detail null if unknown
 */
public record Failure(String code, String detail) {}
