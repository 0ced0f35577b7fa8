package io.cardflow.domain;

import java.time.Duration;

/**
 * The settings that affect decisions.
 *
 * @param queue whether a request without {@code queue} waits for the next batch run
 * @param validity the validity of an assignment without {@code validUntil}; positive
 * @param oneCardPerHolder whether a holder is limited to one card at a time
 * @param reminders when the end of an assignment is announced
 */
public record Policy(
    boolean queue, Duration validity, boolean oneCardPerHolder, Reminders reminders) {}
