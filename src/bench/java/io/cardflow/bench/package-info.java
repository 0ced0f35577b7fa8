/**
 * The benchmark: the same messages through Cardflow and its alternatives, on the same broker and
 * the same PostgreSQL, one after the other. Every contestant is a separate process, decides with
 * the same domain and writes the same events, and the history checker verifies its result.
 */
package io.cardflow.bench;
