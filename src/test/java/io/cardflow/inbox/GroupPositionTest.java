package io.cardflow.inbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.store.Progress;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which positions of Kafka and PostgreSQL are consistent, and how the others halt a partition. */
class GroupPositionTest {

  private static final UUID TOPIC = new UUID(1, 2);

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
  void consistentPositionsContinue(
      Long committed, long begin, long end, long next, long published) {
    assertNull(
        new GroupPosition(committed, begin, end, TOPIC)
            .contradiction(new Progress(next, published, 1, null, 0, 1, TOPIC)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "30 | 0 | 20 | 10 | 10 | TOPIC_ENDS_EARLIER | set the group's offset and progress to 20",
        "30 | 5 | 20 | 30 | 30 | TOPIC_ENDS_EARLIER | the group's offset is 30",
        " | 0 | 20 | 30 | 30 | TOPIC_ENDS_EARLIER | the group's offset is none",
        " | 0 | 20 | 10 | 10 | NO_OFFSET | or to 10 if none is missing",
        " | 0 | 20 | 10 | 5 | NO_OFFSET | at least 5",
        "10 | 0 | 20 | 5 | 5 | LOST_COMMITS | set the group's offset to 5",
        "10 | 8 | 20 | 5 | 5 | LOST_COMMITS | send the records before 8 again",
        "5 | 0 | 20 | 10 | 10 | OFFSET_SET_BACK | set the group's offset to 10",
        "5 | 8 | 20 | 5 | 5 | RECORDS_REMOVED | group's offset and progress to 8",
        "5 | 8 | 20 | 10 | 5 | RECORDS_REMOVED | progress.published_offset to 8",
      })
  void aContradictionNamesItsReasonAndTheRemedy(
      Long committed,
      long begin,
      long end,
      long next,
      long published,
      HaltReason reason,
      String text) {
    Halt halt =
        new GroupPosition(committed, begin, end, TOPIC)
            .contradiction(new Progress(next, published, 1, null, 0, 1, TOPIC));

    assertEquals(reason, halt.reason());
    assertTrue(halt.detail().contains(text), halt.detail());
  }

  @Test
  void aTopicWithAnotherIdWasCreatedAgain() {
    Halt halt =
        new GroupPosition(10L, 0, 20, new UUID(1, 3))
            .contradiction(new Progress(10, 10, 1, null, 0, 1, TOPIC));

    assertEquals(HaltReason.TOPIC_RECREATED, halt.reason());
    assertTrue(halt.detail().contains("and the group's offset to 0"), halt.detail());
  }

  @Test
  void aPartitionThatWasConsumedButHasNoProgressBelongsToAnotherDatabase() {
    Halt halt = new GroupPosition(10L, 0, 20, TOPIC).contradiction(null);

    assertEquals(HaltReason.NO_PROGRESS, halt.reason());
    assertTrue(halt.detail().contains("delete the group's offset"), halt.detail());
  }

  /** The texts contain no unresolved placeholders. */
  @Test
  void everyPlaceholderIsReplaced() {
    assertFalse(
        new GroupPosition(10L, 0, 20, TOPIC)
            .contradiction(new Progress(5, 5, 1, null, 0, 1, TOPIC))
            .detail()
            .contains("{"));
    assertFalse(new GroupPosition(10L, 0, 20, TOPIC).contradiction(null).detail().contains("{"));
  }
}
