package io.cardflow.inbox;

import java.util.Map;

/**
 * Why a partition is halted, and what an operator does about it. The texts have placeholders such
 * as {@code {next}}: {@code next} and {@code published} are the columns of {@code progress}, {@code
 * committed} is the group's offset, {@code begin} and {@code end} are the topic's.
 */
enum HaltReason {
  /** PostgreSQL has decided less than the group has consumed. */
  LOST_COMMITS(
      true,
      "PostgreSQL has decided up to offset {next}, but the group has consumed up to {committed}:"
          + " the database has lost commits",
      "restore a later database; or, if the topic still has offset {next} (it begins at {begin}),"
          + " set the group's offset to {next}; or else send the records before {begin} again and"
          + " set the group's offset and progress to {begin}"),
  /** PostgreSQL has no progress for a partition that the group has consumed. */
  NO_PROGRESS(
      true,
      "PostgreSQL has no progress, but the group has consumed up to offset {committed}: the"
          + " database is new or was restored from before",
      "restore a later database, or delete the group's offset to decide again all records that the"
          + " topic still has"),
  /** The topic was deleted and created again. */
  TOPIC_RECREATED(
      false,
      "the topic was deleted and created again: its id is not the one under which PostgreSQL has"
          + " decided up to {next}",
      "set progress.topic_id to NULL, progress.next_offset and progress.published_offset to"
          + " {begin}, and the group's offset to {begin}; the records of the old topic that were not"
          + " decided are lost"),
  /** The topic ends before the decided or consumed offset. */
  TOPIC_ENDS_EARLIER(
      false,
      "the topic ends at offset {end}, but PostgreSQL has decided up to {next} and the group's"
          + " offset is {committed}: the topic has lost its end",
      "set the group's offset and progress to {end}"),
  /** The group has no offset, but records were decided. */
  NO_OFFSET(
      false,
      "the group has no offset, but PostgreSQL has decided up to {next}",
      "set the group's offset to the first record whose events are missing, at least {published},"
          + " or to {next} if none is missing"),
  /** The group's offset was reset to before the published offset. */
  OFFSET_SET_BACK(
      false,
      "the group's offset is {committed}, but everything up to {published} is published",
      "set the group's offset to {published}, or set progress.published_offset to {committed} to"
          + " publish from there once more"),
  /** Records were removed from the topic before they were decided or published. */
  RECORDS_REMOVED(
      false,
      "the topic begins at offset {begin}, but the group has consumed up to {committed} and"
          + " PostgreSQL has decided up to {next}: records were removed too early",
      "if {next} is less than {begin}, send the missing records again and set the group's offset"
          + " and progress to {begin}; otherwise the journal has their results: inform"
          + " subscribers and set the group's offset and progress.published_offset to {begin}"),
  /** The journal has no entry for a decided record. */
  JOURNAL_GAP(
      false,
      "offset {offset} of {topic} counts as decided, but the journal has no entry for it",
      "restore the journal; or set the group's offset to progress.next_offset and inform"
          + " subscribers of what they missed"),
  /** Decided records cannot be published again because of an error in Cardflow. */
  REPLAY_FAILED(
      false,
      "decided records cannot be published again, an error in Cardflow: {error}",
      "return to the release that decided them"),
  /** An event or a rejection is larger than its topic allows. */
  OUTPUT_TOO_LARGE(
      false,
      "a record of {bytes} bytes is larger than {topic} allows",
      "set max.message.bytes of {topic} to at least {bytes}"),
  /** The partition failed alone while others continued. */
  PARTITION_FAULT(
      false,
      "the partition fails while others continue ({replicas}): {error}",
      "fix what the error names; the partition is retried every {recheck} s");

  private final boolean lostCommits;
  private final String finding;
  private final String remedy;

  HaltReason(boolean lostCommits, String finding, String remedy) {
    this.lostCommits = lostCommits;
    this.finding = finding;
    this.remedy = remedy;
  }

  /** Whether PostgreSQL has lost commits, which may include claims of order batches. */
  boolean meansLostCommits() {
    return lostCommits;
  }

  /** The finding, with placeholders. */
  String finding() {
    return finding;
  }

  /** The remedy, with placeholders. */
  String remedy() {
    return remedy;
  }

  /**
   * Creates a halt for this reason.
   *
   * @param values the values of the placeholders; a null is written as "none"
   */
  Halt with(Map<String, ?> values) {
    return new Halt(this, fill(finding, values), fill(remedy, values));
  }

  private static String fill(String text, Map<String, ?> values) {
    String filled = text;
    for (Map.Entry<String, ?> each : values.entrySet()) {
      Object value = each.getValue() == null ? "none" : each.getValue();
      filled = filled.replace('{' + each.getKey() + '}', value.toString());
    }
    return filled;
  }
}
