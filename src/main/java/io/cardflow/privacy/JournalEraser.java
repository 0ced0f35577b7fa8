package io.cardflow.privacy;

import io.cardflow.store.HolderEraser;
import io.cardflow.store.JournaledTexts;
import io.cardflow.store.PastAssignment;
import io.cardflow.wire.JournaledOutput;
import io.cardflow.wire.Outgoing;
import io.cardflow.wire.Pseudonym;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/**
 * Replaces a person in a unit of work of the journal: as the actor, and in reasons, wherever they
 * stand; in the ids that a sender chose, where the message is about a card that the person had,
 * since a short name may be part of any id. Events and rejections that were published are changed
 * alike. Reasons that were given about a card while the person had it are removed whole, since they
 * may name the person in any way.
 */
final class JournalEraser implements HolderEraser {

  /** What replaces a reason. */
  private static final String REMOVED = "erased";

  /** An assignment begins and ends at the time of a unit of work, or a little before. */
  private static final Duration TOLERANCE = Duration.ofMinutes(1);

  @Override
  public Erased erase(
      JournaledTexts unit, String holder, String pseudonym, List<PastAssignment> assignments) {
    return new Unit(unit, new Pseudonym(holder, pseudonym), assignments).erased();
  }

  /** One unit, copied where it changes. */
  private static final class Unit {

    private final JournaledTexts before;
    private final Pseudonym person;
    private final List<PastAssignment> assignments;
    private final Set<String> cards;
    private final boolean[] changed;

    Unit(JournaledTexts before, Pseudonym person, List<PastAssignment> assignments) {
      this.before = before;
      this.person = person;
      this.assignments = assignments;
      this.cards =
          assignments.stream().map(PastAssignment::cardId).collect(Collectors.toUnmodifiableSet());
      this.changed = new boolean[before.entries()];
    }

    Erased erased() {
      JournaledTexts after =
          new JournaledTexts(
              before.id(),
              before.decidedAt(),
              before.entries(),
              before.cardIds(),
              column(before.sources(), this::inId),
              column(before.messageIds(), (i, id) -> isInIds(i) ? null : id),
              column(before.authids(), (i, actor) -> person.whole(actor)),
              column(before.correlationids(), this::inId),
              before.codes(),
              column(before.reasons(), this::inReason),
              output());
      int entries = 0;
      for (boolean each : changed) {
        entries += each ? 1 : 0;
      }
      return new Erased(after, entries);
    }

    private String[] column(String[] column, BiFunction<Integer, String, String> change) {
      if (column == null) {
        return null;
      }
      String[] after = new String[column.length];
      for (int i = 0; i < column.length; i++) {
        after[i] = column[i] == null ? null : change.apply(i, column[i]);
        changed[i] |= !Objects.equals(after[i], column[i]);
      }
      return after;
    }

    private String inId(int index, String text) {
      return isAboutACardOfThePerson(index) ? person.words(text) : text;
    }

    /** With a code it is a text of Cardflow's own. */
    private String inReason(int index, String reason) {
      if (at(before.codes(), index) != null) {
        return reason;
      }
      return isReasonAboutThePerson(index) ? REMOVED : person.words(reason);
    }

    /**
     * Whether the id of a message names the person. It is removed, since a repeat of the message
     * would be compared with another id; without one, the card's digests recognize it.
     */
    private boolean isInIds(int index) {
      return isAboutACardOfThePerson(index)
          && (isNamed(at(before.sources(), index)) || isNamed(at(before.messageIds(), index)));
    }

    private boolean isNamed(String text) {
      return text != null && !person.words(text).equals(text);
    }

    private byte[] output() {
      JournaledOutput after = new JournaledOutput();
      new TreeMap<>(JournaledOutput.read(before.output()))
          .forEach(
              (index, records) ->
                  after.add(index, records.stream().map(each -> record(index, each)).toList()));
      return after.finish();
    }

    @SuppressWarnings("ReferenceEquality") // The same object means that nothing was replaced.
    private Outgoing record(int index, Outgoing record) {
      Outgoing after = record.without(person);
      if (isAboutACardOfThePerson(index)) {
        after = after.withoutInIds(person);
      }
      if (isReasonAboutThePerson(index)) {
        after = after.withoutReason(before.reasons()[index], REMOVED);
      }
      changed[index] |= after != record;
      return after;
    }

    private boolean isAboutACardOfThePerson(int index) {
      String card = at(before.cardIds(), index);
      return card != null && cards.contains(card);
    }

    /** Whether a command gave a reason, and not Cardflow: then there is a code. */
    private boolean isReasonAboutThePerson(int index) {
      if (at(before.reasons(), index) == null || at(before.codes(), index) != null) {
        return false;
      }
      String card = at(before.cardIds(), index);
      return assignments.stream()
          .anyMatch(
              each ->
                  each.cardId().equals(card)
                      && !before.decidedAt().isBefore(each.from().minus(TOLERANCE))
                      && !before.decidedAt().isAfter(each.until().plus(TOLERANCE)));
    }

    private static String at(String[] column, int index) {
      return column == null ? null : column[index];
    }
  }
}
