package io.cardflow.domain;

import io.cardflow.domain.KnownMessages.JournaledMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Recognizes repeated messages, and keeps what each card takes in.
 *
 * <p>A digest that a card has not seen belongs to a new message. One that it has seen is compared
 * with the message in the journal, since ids may share a digest. If retention has removed that
 * entry, the digests alone decide.
 */
public final class Ledgers {

  private final KnownMessages known;
  private final Map<String, Ledger> changed = new LinkedHashMap<>();
  private final Map<String, TakenMessages> moved = new LinkedHashMap<>();

  /** What was decided so far. It is searched only for the few messages whose digest is known. */
  private final List<Decided> decided = new ArrayList<>();

  private record Decided(JournalPosition position, Message message) {}

  Ledgers(KnownMessages known) {
    this.known = known;
  }

  /** The changed ledgers of cards that exist, by card id. */
  public Map<String, Ledger> changed() {
    return changed;
  }

  /**
   * The messages that no longer fit into their card's row, and those of cards that do not exist, by
   * card id.
   */
  public Map<String, TakenMessages> moved() {
    return moved;
  }

  /** The ledger of a card before the next message. */
  public Ledger of(String cardId) {
    Ledger ledger = changed.get(cardId);
    return ledger != null ? ledger : known.ledgers().getOrDefault(cardId, Ledger.NONE);
  }

  Repeat repeat(Message message) {
    Repeat repeat = Repeat.NEW;
    for (TakenMessage each : sameDigest(message, of(message.cardId()))) {
      JournaledMessage earlier = at(each.position());
      if (earlier != null && !earlier.id().equals(message.id())) {
        continue;
      }
      if ((earlier == null ? each.content() : earlier.content()) == message.contentDigest()) {
        return Repeat.SAME;
      }
      repeat = Repeat.REUSED;
    }
    return repeat;
  }

  /** The message at a position; null if retention has removed it from the journal. */
  private JournaledMessage at(JournalPosition position) {
    for (Decided each : decided) {
      if (each.position().equals(position)) {
        return new JournaledMessage(each.message().id(), each.message().contentDigest());
      }
    }
    return known.entries().get(position);
  }

  private List<TakenMessage> sameDigest(Message message, Ledger ledger) {
    long digest = message.id().digest();
    List<TakenMessage> found = ledger.taken().find(digest);
    TakenMessages more = known.more().get(message.cardId());
    TakenMessages now = moved.get(message.cardId());
    if (more == null && now == null) {
      return found;
    }
    List<TakenMessage> all = new ArrayList<>(found);
    if (more != null) {
      all.addAll(more.find(digest));
    }
    if (now != null) {
      all.addAll(now.find(digest));
    }
    return all;
  }

  /**
   * Takes a message in.
   *
   * @param exists whether its card exists after it
   */
  void take(Message message, boolean exists, JournalPosition position) {
    String card = message.cardId();
    TakenMessage taken = new TakenMessage(message.id().digest(), message.contentDigest(), position);
    decided.add(new Decided(position, message));
    if (!exists) {
      move(card, TakenMessages.NONE.with(taken));
      return;
    }
    Ledger before = of(card);
    TakenMessages all = before.taken().with(taken);
    if (all.size() > Ledger.MOST) {
      int half = Ledger.MOST / 2;
      move(card, all.range(0, half));
      all = all.range(half, all.size());
    }
    boolean hasMore = before.hasMore() || known.more().containsKey(card) || moved.containsKey(card);
    changed.put(card, new Ledger(revision(card), all, hasMore, position));
  }

  /** Adds a message to the history of its card without taking it in. */
  void enter(String card, boolean exists, JournalPosition position) {
    if (exists) {
      Ledger before = of(card);
      changed.put(card, new Ledger(revision(card), before.taken(), before.hasMore(), position));
    }
  }

  private int revision(String card) {
    Ledger stored = known.ledgers().getOrDefault(card, Ledger.NONE);
    return stored.revision() + 1;
  }

  private void move(String card, TakenMessages taken) {
    TakenMessages all = moved.getOrDefault(card, TakenMessages.NONE);
    for (int i = 0; i < taken.size(); i++) {
      all = all.with(taken.get(i));
    }
    moved.put(card, all);
  }
}
