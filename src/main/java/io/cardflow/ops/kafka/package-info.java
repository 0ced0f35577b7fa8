/** Which settings of the Kafka clients an operator may change, and how far. */
package io.cardflow.ops.kafka;
