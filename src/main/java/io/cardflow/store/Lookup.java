package io.cardflow.store;

import io.cardflow.domain.InboundPartition;
import java.util.Collection;
import java.util.SortedSet;

/**
 * The rows to read before a batch is decided.
 *
 * @param partitions the partitions whose progress advances, locked in this order
 * @param cards the ids of the cards to read
 * @param waiting the ids of cards that may wait to be ordered: whether an order batch contains them
 *     is read, and locked until the transaction ends
 * @param messages the messages that may be repeats and are not kept in a cached card
 * @param requested the ids of cards that may be created
 * @param holders the holders to assign cards to; empty if they need not be checked
 */
public record Lookup(
    SortedSet<InboundPartition> partitions,
    Collection<String> cards,
    Collection<String> waiting,
    Collection<CardMessage> messages,
    Collection<String> requested,
    Collection<String> holders) {}
