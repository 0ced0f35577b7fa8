package io.cardflow.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.store.PutBacks.Claimed;
import io.cardflow.store.PutBacks.Letter;
import io.cardflow.store.PutBacks.Place;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A dead letter is put back once, and a record not again and again. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PutBacksTest {

  private static final UUID TOPIC = new UUID(1, 2);
  private static final Place ORIGIN = new Place("commands", 3, 5);

  private Vault vault;
  private PutBacks putBacks;

  @BeforeAll
  void open() {
    vault = new Vault(8);
    putBacks = new PutBacks(vault.pool());
  }

  @BeforeEach
  void empty() {
    vault.run("TRUNCATE put_back");
  }

  @AfterAll
  void close() {
    vault.close();
  }

  @Test
  void aLetterIsClaimedOnce() {
    assertInstanceOf(Claimed.Granted.class, claim(letter(0), "a", ORIGIN));

    Claimed.Before before = assertInstanceOf(Claimed.Before.class, claim(letter(0), "b", ORIGIN));
    assertFalse(before.written());

    await(putBacks.written(letter(0), "a", new Place("commands", 3, 9)));
    age(letter(0), "1 day");
    before = assertInstanceOf(Claimed.Before.class, claim(letter(0), "b", ORIGIN));
    assertTrue(before.written());
  }

  @Test
  void ofConcurrentClaimsOneIsGranted() {
    List<Uni<Claimed>> claims =
        IntStream.range(0, 8).mapToObj(i -> putBacks.claim(letter(0), "a" + i, ORIGIN, 2)).toList();

    List<Claimed> outcomes = await(Uni.join().all(claims).andFailFast());

    assertEquals(1, outcomes.stream().filter(Claimed.Granted.class::isInstance).count());
  }

  @Test
  void theSameOffsetOfAnotherTopicIsAnotherLetter() {
    claim(letter(0), "a", ORIGIN);

    assertInstanceOf(Claimed.Granted.class, claim(new Letter(new UUID(9, 9), 0, 0), "a", ORIGIN));
  }

  @Test
  void anInterruptedClaimCanBeMadeAgainAfterAMinute() {
    claim(letter(0), "a", ORIGIN);
    age(letter(0), "59 seconds");
    assertInstanceOf(Claimed.Before.class, claim(letter(0), "b", ORIGIN));
    age(letter(0), "61 seconds");

    assertInstanceOf(Claimed.Granted.class, claim(letter(0), "b", ORIGIN));
    assertInstanceOf(Claimed.Before.class, claim(letter(0), "c", ORIGIN));
    await(putBacks.written(letter(0), "a", new Place("commands", 3, 9)));
    assertEquals(1, vault.count("put_back WHERE target_offset IS NULL"), "a has lost its claim");
  }

  @Test
  void aReleasedClaimLeavesNothing() {
    claim(letter(0), "a", ORIGIN);
    await(putBacks.release(letter(0), "b"));
    assertEquals(1, vault.count("put_back"), "the claim of another");

    await(putBacks.release(letter(0), "a"));

    assertInstanceOf(Claimed.Granted.class, claim(letter(0), "b", ORIGIN));
    await(putBacks.written(letter(0), "b", new Place("commands", 3, 9)));
    await(putBacks.release(letter(0), "b"));
    assertEquals(1, vault.count("put_back"), "what is written is not released");
  }

  @Test
  void aRecordThatComesBackIsRefusedAfterItsLimit() {
    Place place = ORIGIN;
    for (int round = 0; round < 2; round++) {
      assertInstanceOf(Claimed.Granted.class, claim(letter(round), "a", place));
      place = new Place("commands", 3, 100 + round);
      await(putBacks.written(letter(round), "a", place));
    }

    assertInstanceOf(Claimed.TooOften.class, claim(letter(2), "a", place));
    assertEquals("2", vault.ask("SELECT max(depth) FROM put_back"));
    assertEquals(2, vault.count("put_back"));
    assertInstanceOf(
        Claimed.Granted.class, claim(letter(3), "a", new Place("producer-status", 3, 101)));
  }

  private Claimed claim(Letter letter, String audit, Place origin) {
    return await(putBacks.claim(letter, audit, origin, 2));
  }

  private void age(Letter letter, String by) {
    vault.run(
        "UPDATE put_back SET put_at = now() - interval '%s' WHERE \"offset\" = %d"
            .formatted(by, letter.offset()));
  }

  private static Letter letter(long offset) {
    return new Letter(TOPIC, 0, offset);
  }

  private static <T> T await(Uni<T> work) {
    return work.await().atMost(Duration.ofSeconds(30));
  }
}
