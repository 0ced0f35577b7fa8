/**
 * The timers: what is due by time is found here and sent as messages; the inbox decides what they
 * do. Every replica runs them; what is due is claimed, so that each is sent by one.
 */
package io.cardflow.timers;
