package io.cardflow.store;

import io.cardflow.domain.InboundPartition;
import io.cardflow.domain.MessageId;
import java.util.Collection;
import java.util.SortedSet;

/**
 * What a batch needs to know before it decides.
 *
 * @param partitions those whose progress it will move, locked in their order
 * @param cards the ids of the cards it is about
 * @param messages the names of its messages
 * @param holders the holders it would assign cards to; empty if they need not be known
 */
public record Lookup(
    SortedSet<InboundPartition> partitions,
    Collection<String> cards,
    Collection<MessageId> messages,
    Collection<String> holders) {}
