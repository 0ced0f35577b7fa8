package io.cardflow.domain;

import java.time.Instant;

/**
 * The current state of a card.
 *
 * @param id 1 to 64 characters
 * @param version the version of its last event, 1 or more
 * @param since when the card entered its state
 * @param overdue whether a {@link Event.CardOverdue} was published for this stay in the state
 * @param order null if no order is known
 * @param failure null unless the card failed
 * @param chipSerial null until known
 * @param assignments number of assignments so far, 0 or more
 * @param assignment the current assignment, even after it expired; null if none
 * @param shrunk whether retention has removed its facts: it takes in no others
 */
public record Card(
    String id,
    int version,
    CardState state,
    Instant since,
    boolean overdue,
    OrderReference order,
    Production production,
    Failure failure,
    String chipSerial,
    int assignments,
    Assignment assignment,
    boolean shrunk) {

  /** A card that keeps its facts. */
  public Card(
      String id,
      int version,
      CardState state,
      Instant since,
      boolean overdue,
      OrderReference order,
      Production production,
      Failure failure,
      String chipSerial,
      int assignments,
      Assignment assignment) {
    this(
        id,
        version,
        state,
        since,
        overdue,
        order,
        production,
        failure,
        chipSerial,
        assignments,
        assignment,
        false);
  }

  /**
   * Returns a builder for a card with this id, version 0 and no other data.
   *
   * @param id 1 to 64 characters
   */
  public static Builder builder(String id) {
    return new Builder(id);
  }

  /** Returns a builder initialised from this card. */
  public Builder toBuilder() {
    Builder copy = new Builder(id);
    copy.version = version;
    copy.state = state;
    copy.since = since;
    copy.overdue = overdue;
    copy.order = order;
    copy.production = production;
    copy.failure = failure;
    copy.chipSerial = chipSerial;
    copy.assignments = assignments;
    copy.assignment = assignment;
    copy.shrunk = shrunk;
    return copy;
  }

  /** Returns the holder of an assigned card; null in any other state. */
  public String activeHolder() {
    return state == CardState.ASSIGNED ? assignment.holderId() : null;
  }

  Card entered(CardState next, Instant now) {
    return toBuilder().version(version + 1).state(next).since(now).overdue(false).build();
  }

  Card announced() {
    return toBuilder().version(version + 1).build();
  }

  Card becameOverdue() {
    return toBuilder().overdue(true).build();
  }

  Card ordered(OrderReference reference) {
    return toBuilder().order(reference).build();
  }

  Card with(Production facts) {
    return toBuilder().production(facts).build();
  }

  /** Nothing that is known of the former piece of plastic is kept. */
  Card remade(String producerCardId) {
    return toBuilder()
        .order(order.withProducerCard(producerCardId))
        .production(Production.NONE)
        .chipSerial(null)
        .build();
  }

  Card failed(Failure why) {
    return toBuilder().failure(why).build();
  }

  Card initialized(String serial) {
    return serial == null ? this : toBuilder().chipSerial(serial).build();
  }

  Card assigned(Assignment next) {
    return toBuilder().assignments(Math.max(assignments, next.number())).assignment(next).build();
  }

  Card released() {
    return toBuilder().assignment(null).build();
  }

  /** Builds the card. */
  public static final class Builder {

    private final String id;
    private int version;
    private CardState state;
    private Instant since;
    private boolean overdue;
    private OrderReference order;
    private Production production = Production.NONE;
    private Failure failure;
    private String chipSerial;
    private int assignments;
    private Assignment assignment;
    private boolean shrunk;

    private Builder(String id) {
      this.id = id;
    }

    public Builder version(int value) {
      version = value;
      return this;
    }

    public Builder state(CardState value) {
      state = value;
      return this;
    }

    public Builder since(Instant value) {
      since = value;
      return this;
    }

    public Builder overdue(boolean value) {
      overdue = value;
      return this;
    }

    public Builder order(OrderReference value) {
      order = value;
      return this;
    }

    public Builder production(Production value) {
      production = value;
      return this;
    }

    public Builder failure(Failure value) {
      failure = value;
      return this;
    }

    public Builder chipSerial(String value) {
      chipSerial = value;
      return this;
    }

    public Builder assignments(int value) {
      assignments = value;
      return this;
    }

    public Builder assignment(Assignment value) {
      assignment = value;
      return this;
    }

    public Builder shrunk(boolean value) {
      shrunk = value;
      return this;
    }

    public Card build() {
      return new Card(
          id,
          version,
          state,
          since,
          overdue,
          order,
          production,
          failure,
          chipSerial,
          assignments,
          assignment,
          shrunk);
    }
  }
}
