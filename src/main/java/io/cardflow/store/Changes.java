package io.cardflow.store;

import io.cardflow.domain.Card;
import io.cardflow.domain.Command.RequestCard;
import io.cardflow.domain.InboundPartition;
import io.cardflow.domain.Ledger;
import io.cardflow.domain.Policy;
import io.cardflow.domain.TakenMessages;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * The changes that a batch decided.
 *
 * @param before the cards as they were loaded, by id
 * @param after the cards that changed
 * @param ledgers the changed ledger of each card that exists, by card id; each changed card has one
 * @param moved the messages that are not kept in their card's row, by card id
 * @param requests the requests of new cards, by card id
 * @param assignments the assignments that began, changed or ended
 * @param transitions how many cards took each transition
 * @param policy the policy under which the batch was decided: whether an assigned card is its
 *     holder's only permitted one, and when its end is first announced
 * @param journal the entries of the records
 * @param progress the advance of each partition's progress
 */
public record Changes(
    Map<String, Card> before,
    Collection<Card> after,
    Map<String, Ledger> ledgers,
    Map<String, TakenMessages> moved,
    Map<String, RequestCard> requests,
    List<AssignmentRow> assignments,
    Map<Transition, Long> transitions,
    Policy policy,
    JournalUnit journal,
    Map<InboundPartition, Advance> progress) {}
