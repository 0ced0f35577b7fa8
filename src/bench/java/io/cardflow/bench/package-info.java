/**
 * The benchmark: the same messages through Cardflow and through what one would pick instead, on the
 * same broker and the same PostgreSQL, one after the other. Every contestant is a process of its
 * own, decides with the same domain and writes the same events, and its result is judged by the
 * history checker.
 */
package io.cardflow.bench;
