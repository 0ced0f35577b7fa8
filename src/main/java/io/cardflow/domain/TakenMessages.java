package io.cardflow.domain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The messages that a card has taken in, in the order of their decisions. Immutable. */
public final class TakenMessages {

  /** None. */
  public static final TakenMessages NONE = new TakenMessages(new long[0]);

  /** Four numbers for each message, since lanes cache them for thousands of cards. */
  private static final int WIDTH = 4;

  private final long[] numbers;

  private TakenMessages(long[] numbers) {
    this.numbers = numbers;
  }

  /** The given messages, in their order. */
  public static TakenMessages of(List<TakenMessage> messages) {
    long[] numbers = new long[WIDTH * messages.size()];
    for (int i = 0; i < messages.size(); i++) {
      put(numbers, i, messages.get(i));
    }
    return new TakenMessages(numbers);
  }

  /** The number of messages. */
  public int size() {
    return numbers.length / WIDTH;
  }

  /** Whether there is none. */
  public boolean isEmpty() {
    return numbers.length == 0;
  }

  /**
   * The message at an index.
   *
   * @param index 0 or more, less than the size
   */
  public TakenMessage get(int index) {
    int at = WIDTH * index;
    return new TakenMessage(
        numbers[at],
        numbers[at + 1],
        new JournalPosition(Math.toIntExact(numbers[at + 2]), numbers[at + 3]));
  }

  /** These messages and one more at the end. */
  public TakenMessages with(TakenMessage message) {
    long[] more = Arrays.copyOf(numbers, numbers.length + WIDTH);
    put(more, size(), message);
    return new TakenMessages(more);
  }

  /** The messages from one index up to, but not including, another. */
  public TakenMessages range(int from, int to) {
    return new TakenMessages(Arrays.copyOfRange(numbers, WIDTH * from, WIDTH * to));
  }

  /** The messages with this digest; more than one only if ids share it. */
  public List<TakenMessage> find(long digest) {
    List<TakenMessage> found = List.of();
    for (int at = 0; at < numbers.length; at += WIDTH) {
      if (numbers[at] == digest) {
        found = found.isEmpty() ? new ArrayList<>(1) : found;
        found.add(get(at / WIDTH));
      }
    }
    return found;
  }

  private static void put(long[] numbers, int index, TakenMessage message) {
    int at = WIDTH * index;
    numbers[at] = message.digest();
    numbers[at + 1] = message.content();
    numbers[at + 2] = message.position().log();
    numbers[at + 3] = message.position().offset();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TakenMessages taken && Arrays.equals(numbers, taken.numbers);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(numbers);
  }

  @Override
  public String toString() {
    return "TakenMessages[" + size() + "]";
  }
}
