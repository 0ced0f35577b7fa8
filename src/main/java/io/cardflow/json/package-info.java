/** Reads and writes JSON text; independent of the message types. */
package io.cardflow.json;
