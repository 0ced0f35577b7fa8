package io.cardflow.store;

import io.cardflow.domain.Card;
import io.cardflow.domain.Command.RequestCard;
import io.cardflow.domain.InboundPartition;
import io.cardflow.domain.Policy;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * The changes that a batch decided.
 *
 * @param before the cards as they were loaded, by id
 * @param after the cards that changed
 * @param requests the requests of new cards, by card id
 * @param policy the policy under which the batch was decided: whether an assigned card is its
 *     holder's only permitted one, and when its end is first announced
 * @param journal a row for each journaled record
 * @param progress the advance of each partition's progress
 */
public record Changes(
    Map<String, Card> before,
    Collection<Card> after,
    Map<String, RequestCard> requests,
    Policy policy,
    List<JournalRow> journal,
    Map<InboundPartition, Advance> progress) {}
