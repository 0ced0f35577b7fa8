package io.cardflow.store;

import io.cardflow.domain.InboundPartition;
import io.cardflow.domain.MessageId;
import java.util.Collection;
import java.util.SortedSet;

/**
 * What a batch needs to know before it decides.
 *
 * @param partitions those whose progress it will move, locked in their order
 * @param cards the ids of the cards that are to be read
 * @param waiting the ids of the cards that may wait to be ordered: whether a batch holds them is
 *     read, and stays so until the transaction ends
 * @param messages the names of messages of which it must be known whether they are new
 * @param holders the holders it would assign cards to; empty if they need not be known
 */
public record Lookup(
    SortedSet<InboundPartition> partitions,
    Collection<String> cards,
    Collection<String> waiting,
    Collection<MessageId> messages,
    Collection<String> holders) {}
