/**
 * The timers find due items and send them as messages, which the inbox decides. Every replica runs
 * them; due items are claimed, so that only one replica sends each.
 */
package io.cardflow.timers;
