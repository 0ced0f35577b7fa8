/** CloudEvents and JSON to the domain and back; no I/O. */
package io.cardflow.wire;
