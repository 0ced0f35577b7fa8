/**
 * The HTTP API: reads cards, orders and messages, and publishes commands. It never changes a card.
 */
package io.cardflow.api;
