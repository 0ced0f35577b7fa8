package io.cardflow.domain;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The effect of each message on a card in each state.
 *
 * <p>A line has a message, situations and the result. A situation is a state, {@code -} for no
 * card, or a state with {@code /held} while an order batch holds the card. A result is the states
 * entered ({@code →}, or {@code ~} if inferred), {@code extended}, {@code added}, {@code
 * announced}, {@code stale} or the code of the rejection. An assigned card's validity has just
 * ended.
 */
final class RuleTable {

  private static final String TABLE =
      """
      request-card queued  | -                                              | →REQUESTED →PROCESSING
      request-card queued  | REQUESTED REQUESTED/held PROCESSING            | CARD_EXISTS
      request-card queued  | PROCESSING/held ABORTED FAILED ORDERED         | CARD_EXISTS
      request-card queued  | IN_PRODUCTION PRODUCED UNASSIGNED ASSIGNED     | CARD_EXISTS
      request-card queued  | EXPIRED LOCKED                                 | CARD_EXISTS

      request-card now     | -                                              | →REQUESTED
      request-card now     | REQUESTED REQUESTED/held PROCESSING            | CARD_EXISTS
      request-card now     | PROCESSING/held ABORTED FAILED ORDERED         | CARD_EXISTS
      request-card now     | IN_PRODUCTION PRODUCED UNASSIGNED ASSIGNED     | CARD_EXISTS
      request-card now     | EXPIRED LOCKED                                 | CARD_EXISTS

      abort-order          | -                                              | UNKNOWN_CARD
      abort-order          | REQUESTED PROCESSING                           | →ABORTED
      abort-order          | REQUESTED/held PROCESSING/held                 | ORDER_IN_FLIGHT
      abort-order          | ABORTED FAILED ORDERED IN_PRODUCTION           | TRANSITION_NOT_ALLOWED
      abort-order          | PRODUCED UNASSIGNED ASSIGNED EXPIRED LOCKED    | TRANSITION_NOT_ALLOWED

      initialize-card      | -                                              | UNKNOWN_CARD
      initialize-card      | REQUESTED REQUESTED/held PROCESSING            | TRANSITION_NOT_ALLOWED
      initialize-card      | PROCESSING/held ABORTED FAILED ORDERED         | TRANSITION_NOT_ALLOWED
      initialize-card      | IN_PRODUCTION                                  | TRANSITION_NOT_ALLOWED
      initialize-card      | PRODUCED                                       | →UNASSIGNED
      initialize-card      | UNASSIGNED ASSIGNED EXPIRED LOCKED             | TRANSITION_NOT_ALLOWED

      assign-card          | -                                              | UNKNOWN_CARD
      assign-card          | REQUESTED REQUESTED/held PROCESSING            | TRANSITION_NOT_ALLOWED
      assign-card          | PROCESSING/held ABORTED FAILED ORDERED         | TRANSITION_NOT_ALLOWED
      assign-card          | IN_PRODUCTION PRODUCED                         | TRANSITION_NOT_ALLOWED
      assign-card          | UNASSIGNED                                     | →ASSIGNED
      assign-card          | ASSIGNED EXPIRED LOCKED                        | TRANSITION_NOT_ALLOWED

      extend-card          | -                                              | UNKNOWN_CARD
      extend-card          | REQUESTED REQUESTED/held PROCESSING            | TRANSITION_NOT_ALLOWED
      extend-card          | PROCESSING/held ABORTED FAILED ORDERED         | TRANSITION_NOT_ALLOWED
      extend-card          | IN_PRODUCTION PRODUCED UNASSIGNED              | TRANSITION_NOT_ALLOWED
      extend-card          | ASSIGNED                                       | extended
      extend-card          | EXPIRED LOCKED                                 | TRANSITION_NOT_ALLOWED

      withdraw-card        | -                                              | UNKNOWN_CARD
      withdraw-card        | REQUESTED REQUESTED/held PROCESSING            | TRANSITION_NOT_ALLOWED
      withdraw-card        | PROCESSING/held ABORTED FAILED ORDERED         | TRANSITION_NOT_ALLOWED
      withdraw-card        | IN_PRODUCTION PRODUCED UNASSIGNED              | TRANSITION_NOT_ALLOWED
      withdraw-card        | ASSIGNED EXPIRED                               | →UNASSIGNED
      withdraw-card        | LOCKED                                         | TRANSITION_NOT_ALLOWED

      lock-card            | -                                              | UNKNOWN_CARD
      lock-card            | REQUESTED REQUESTED/held PROCESSING            | TRANSITION_NOT_ALLOWED
      lock-card            | PROCESSING/held ABORTED FAILED ORDERED         | TRANSITION_NOT_ALLOWED
      lock-card            | IN_PRODUCTION PRODUCED                         | TRANSITION_NOT_ALLOWED
      lock-card            | UNASSIGNED ASSIGNED                            | →LOCKED
      lock-card            | EXPIRED LOCKED                                 | TRANSITION_NOT_ALLOWED

      replace-production   | -                                              | UNKNOWN_CARD
      replace-production   | REQUESTED REQUESTED/held PROCESSING            | TRANSITION_NOT_ALLOWED
      replace-production   | PROCESSING/held ABORTED FAILED                 | TRANSITION_NOT_ALLOWED
      replace-production   | ORDERED IN_PRODUCTION PRODUCED UNASSIGNED      | added
      replace-production   | ASSIGNED EXPIRED LOCKED                        | TRANSITION_NOT_ALLOWED

      accept-order         | -                                              | UNKNOWN_CARD
      accept-order         | REQUESTED REQUESTED/held PROCESSING            | TRANSITION_NOT_ALLOWED
      accept-order         | PROCESSING/held ABORTED FAILED                 | TRANSITION_NOT_ALLOWED
      accept-order         | ORDERED IN_PRODUCTION                          | added
      accept-order         | PRODUCED UNASSIGNED ASSIGNED EXPIRED LOCKED    | TRANSITION_NOT_ALLOWED

      expire-card          | -                                              | UNKNOWN_CARD
      expire-card          | REQUESTED REQUESTED/held PROCESSING            | STALE_TIMER
      expire-card          | PROCESSING/held ABORTED FAILED ORDERED         | STALE_TIMER
      expire-card          | IN_PRODUCTION PRODUCED UNASSIGNED              | STALE_TIMER
      expire-card          | ASSIGNED                                       | →EXPIRED
      expire-card          | EXPIRED LOCKED                                 | STALE_TIMER

      order-accepted       | -                                              | UNKNOWN_CARD
      order-accepted       | REQUESTED REQUESTED/held                       | →ORDERED
      order-accepted       | PROCESSING PROCESSING/held                     | →ORDERED
      order-accepted       | ORDERED IN_PRODUCTION                          | stale
      order-accepted       | PRODUCED UNASSIGNED ASSIGNED EXPIRED LOCKED    | stale
      order-accepted       | ABORTED FAILED                                 | UNEXPECTED_STATUS

      order-refused        | -                                              | UNKNOWN_CARD
      order-refused        | REQUESTED REQUESTED/held                       | →FAILED
      order-refused        | PROCESSING PROCESSING/held                     | →FAILED
      order-refused        | ORDERED IN_PRODUCTION                          | UNEXPECTED_STATUS
      order-refused        | PRODUCED UNASSIGNED ASSIGNED EXPIRED LOCKED    | UNEXPECTED_STATUS
      order-refused        | ABORTED                                        | UNEXPECTED_STATUS
      order-refused        | FAILED                                         | stale

      production-started   | -                                              | UNKNOWN_CARD
      production-started   | REQUESTED PROCESSING                           | UNEXPECTED_STATUS
      production-started   | REQUESTED/held PROCESSING/held                 | ~ORDERED →IN_PRODUCTION
      production-started   | ORDERED                                        | →IN_PRODUCTION
      production-started   | IN_PRODUCTION                                  | stale
      production-started   | PRODUCED UNASSIGNED ASSIGNED EXPIRED LOCKED    | stale
      production-started   | ABORTED FAILED                                 | UNEXPECTED_STATUS

      card-produced        | -                                              | UNKNOWN_CARD
      card-produced        | REQUESTED PROCESSING                           | UNEXPECTED_STATUS
      card-produced        | REQUESTED/held PROCESSING/held                 | ~ORDERED →IN_PRODUCTION
      card-produced        | ORDERED                                        | →IN_PRODUCTION
      card-produced        | IN_PRODUCTION                                  | stale
      card-produced        | PRODUCED UNASSIGNED ASSIGNED EXPIRED LOCKED    | stale
      card-produced        | ABORTED FAILED                                 | UNEXPECTED_STATUS

      card-shipped         | -                                              | UNKNOWN_CARD
      card-shipped         | REQUESTED PROCESSING                           | UNEXPECTED_STATUS
      card-shipped         | REQUESTED/held PROCESSING/held                 | ~ORDERED ~IN_PRODUCTION →PRODUCED
      card-shipped         | ORDERED                                        | ~IN_PRODUCTION →PRODUCED
      card-shipped         | IN_PRODUCTION                                  | →PRODUCED
      card-shipped         | PRODUCED UNASSIGNED ASSIGNED EXPIRED LOCKED    | stale
      card-shipped         | ABORTED FAILED                                 | UNEXPECTED_STATUS

      production-failed    | -                                              | UNKNOWN_CARD
      production-failed    | REQUESTED PROCESSING                           | UNEXPECTED_STATUS
      production-failed    | REQUESTED/held PROCESSING/held                 | →FAILED
      production-failed    | ORDERED IN_PRODUCTION                          | →FAILED
      production-failed    | PRODUCED UNASSIGNED ASSIGNED EXPIRED LOCKED    | UNEXPECTED_STATUS
      production-failed    | ABORTED                                        | UNEXPECTED_STATUS
      production-failed    | FAILED                                         | stale

      expiry-reminder      | -                                              | UNKNOWN_CARD
      expiry-reminder      | REQUESTED REQUESTED/held PROCESSING            | STALE_TIMER
      expiry-reminder      | PROCESSING/held ABORTED FAILED ORDERED         | STALE_TIMER
      expiry-reminder      | IN_PRODUCTION PRODUCED UNASSIGNED ASSIGNED     | STALE_TIMER
      expiry-reminder      | EXPIRED LOCKED                                 | STALE_TIMER

      dwell-exceeded       | -                                              | UNKNOWN_CARD
      dwell-exceeded       | REQUESTED REQUESTED/held PROCESSING            | STALE_TIMER
      dwell-exceeded       | PROCESSING/held ABORTED FAILED ORDERED         | STALE_TIMER
      dwell-exceeded       | IN_PRODUCTION UNASSIGNED ASSIGNED EXPIRED      | STALE_TIMER
      dwell-exceeded       | LOCKED                                         | STALE_TIMER
      dwell-exceeded       | PRODUCED                                       | announced

      unknown type         | -                                              | UNKNOWN_TYPE
      unknown type         | REQUESTED REQUESTED/held PROCESSING            | UNKNOWN_TYPE
      unknown type         | PROCESSING/held ABORTED FAILED ORDERED         | UNKNOWN_TYPE
      unknown type         | IN_PRODUCTION PRODUCED UNASSIGNED ASSIGNED     | UNKNOWN_TYPE
      unknown type         | EXPIRED LOCKED                                 | UNKNOWN_TYPE
      """;

  private static final String HELD = "/held";

  private RuleTable() {}

  record Row(String message, String situation, String result) {

    Card card() {
      return situation.equals("-")
          ? null
          : SampleCards.in(CardState.valueOf(situation.replace(HELD, "")));
    }

    boolean held() {
      return situation.endsWith(HELD);
    }

    @Override
    public String toString() {
      return message + " × " + situation + " = " + result;
    }
  }

  static List<Row> rows() {
    return TABLE.lines().filter(line -> !line.isBlank()).flatMap(RuleTable::rows).toList();
  }

  /** No card, every state, and again those in which a batch may hold the card. */
  static Stream<String> situations() {
    return Stream.concat(
        Stream.of("-"),
        Arrays.stream(CardState.values())
            .flatMap(
                state ->
                    state.awaitsOrder()
                        ? Stream.of(state.name(), state + HELD)
                        : Stream.of(state.name())));
  }

  private static Stream<Row> rows(String line) {
    String[] parts = line.split(" *\\| *");
    return Arrays.stream(parts[1].split(" "))
        .map(situation -> new Row(parts[0], situation, parts[2]));
  }
}
