/** The rules for settings of the Kafka clients that an operator may change. */
package io.cardflow.ops.kafka;
