/** Converts between CloudEvents and the domain; no I/O. */
package io.cardflow.wire;
