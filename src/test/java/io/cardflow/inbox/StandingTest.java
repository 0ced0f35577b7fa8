package io.cardflow.inbox;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.store.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where Kafka and PostgreSQL may stand to each other, and what is said where they may not. */
class StandingTest {

  @ParameterizedTest
  @CsvSource({
    "10, 0, 20, 10, 10",
    "10, 10, 20, 10, 10",
    "10, 0, 20, 15, 10",
    "10, 0, 20, 15, 5",
    "20, 0, 20, 20, 20",
    ", 0, 20, 0, 0",
    ", 5, 20, 5, 5",
  })
  void whatCanBeRightGoesOn(Long committed, long begin, long end, long next, long published) {
    assertNull(
        new Standing(committed, begin, end)
            .contradiction(new Progress(next, published, 1, null, 0)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "30 | 0 | 20 | 10 | 10 | set the group's offset and progress to 0 if it was made anew",
        "30 | 5 | 20 | 30 | 30 | to 20 if it has lost its end",
        "   | 0 | 20 | 30 | 30 | to 20 if it has lost its end",
        "   | 0 | 20 | 10 | 10 | or to 10 if none is",
        "   | 0 | 20 | 10 | 5  | at least 5",
        "10 | 0 | 20 | 5  | 5  | or set the group's offset back to 5",
        "10 | 8 | 20 | 5  | 5  | send the records before 8 again and set the group's offset and",
        "5  | 0 | 20 | 10 | 10 | set it to 10, or progress.published_offset to 5",
        "5  | 8 | 20 | 5  | 5  | send them again, then set the group's offset and progress to 8",
        "5  | 8 | 20 | 10 | 5  | then set the group's offset and progress.published_offset to 8",
        "5  | 8 | 20 | 8  | 5  | the journal has what they led to",
      })
  void whatCannotBeRightNamesWhatToDo(
      Long committed, long begin, long end, long next, long published, String what) {
    String why =
        new Standing(committed, begin, end)
            .contradiction(new Progress(next, published, 1, null, 0))
            .detail();

    assertTrue(why.contains(what), why);
  }

  @Test
  void aPartitionThatWasConsumedButHasNoProgressBelongsToAnotherDatabase() {
    String why = new Standing(10L, 0, 20).contradiction(null).detail();

    assertTrue(why.contains("delete the group's offset"), why);
  }
}
