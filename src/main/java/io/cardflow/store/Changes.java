package io.cardflow.store;

import io.cardflow.domain.Card;
import io.cardflow.domain.Command.RequestCard;
import io.cardflow.domain.InboundPartition;
import io.cardflow.domain.Policy;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * What a batch has decided.
 *
 * @param before the cards as they were loaded, by id
 * @param after the cards that changed
 * @param requests what was ordered, for each card that is new, by card id
 * @param policy under which it was decided: whether an assignment counts against the holder's one
 *     card, and when it is announced first
 * @param journal a row for each record that is remembered
 * @param progress how each partition's progress advances with this batch
 */
public record Changes(
    Map<String, Card> before,
    Collection<Card> after,
    Map<String, RequestCard> requests,
    Policy policy,
    List<JournalRow> journal,
    Map<InboundPartition, Advance> progress) {}
