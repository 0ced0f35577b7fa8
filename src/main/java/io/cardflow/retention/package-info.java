/** Removes what has become too old. */
package io.cardflow.retention;
