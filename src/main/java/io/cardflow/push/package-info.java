/**
 * The bureau's push over HTTP: authentication, limits and answers. What an event means is decided
 * in {@code ordering}.
 */
package io.cardflow.push;
