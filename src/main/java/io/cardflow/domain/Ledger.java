package io.cardflow.domain;

/**
 * A card's record of its messages, stored in the card's row. It changes with each message that is
 * decided for the card, even if the card itself does not.
 *
 * @param revision rises with each write of the row; 0 before the first. Every writer compares it.
 * @param taken the messages that the card has taken in, the latest at the end; at most {@link
 *     #MOST}
 * @param hasMore whether earlier messages were moved to a table of their own
 * @param last the entry of the latest message in the journal, the head of the card's history; null
 *     if there is none
 */
public record Ledger(int revision, TakenMessages taken, boolean hasMore, JournalPosition last) {

  /**
   * The maximum number of messages in the row. A card that is requested, produced and assigned once
   * takes in about ten; at 28 bytes each, more would outgrow the rest of the row.
   */
  public static final int MOST = 32;

  /** The ledger of a card that has no row yet. */
  public static final Ledger NONE = new Ledger(0, TakenMessages.NONE, false, null);
}
