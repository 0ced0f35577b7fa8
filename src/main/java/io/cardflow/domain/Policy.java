package io.cardflow.domain;

import java.time.Duration;

/**
 * The settings that decide.
 *
 * @param queue whether a request that does not say so waits for the next batch run
 * @param validity how long an assignment lasts that does not say so; positive
 * @param oneCardPerHolder whether a holder may have one card at a time
 * @param reminders when an assignment that comes to its end is announced
 */
public record Policy(
    boolean queue, Duration validity, boolean oneCardPerHolder, Reminders reminders) {}
