/** Reads and writes JSON text; it knows nothing of messages. */
package io.cardflow.json;
