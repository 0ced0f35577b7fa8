package io.cardflow.inbox;

import io.cardflow.domain.InboundPartition;
import io.cardflow.domain.Outcome;
import io.cardflow.store.JournalEntry;
import io.cardflow.store.JournalPortion;
import io.cardflow.store.JournalPortion.Indexed;
import io.cardflow.wire.DeadLetterReason;
import io.cardflow.wire.JournaledOutput;
import io.cardflow.wire.Outgoing;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Restores the output of one unit of work from the journal, in the order in which its records were
 * decided. Nothing is decided again: the output is as the journal has it, even if this version
 * would parse or decide a record otherwise.
 */
final class JournalReplay {

  private final TopicNames topics;
  private final HomePartition home;
  private final JournalPortion portion;
  private final Map<Integer, InboundPartition> partitions;

  /**
   * @param portion the entries to publish, all of one unit of work; null if there are none
   * @param partitions the partition of each log
   */
  JournalReplay(
      TopicNames topics,
      HomePartition home,
      JournalPortion portion,
      Map<Integer, InboundPartition> partitions) {
    this.topics = topics;
    this.home = home;
    this.portion = portion;
    this.partitions = partitions;
  }

  /** The entries in the order of the decisions, at most this many. */
  List<Indexed> first(int most) {
    if (portion == null) {
      return List.of();
    }
    List<Indexed> entries = portion.entries();
    return entries.subList(0, Math.min(most, entries.size()));
  }

  /** The partition of an entry. */
  InboundPartition partition(Indexed entry) {
    return partitions.get(entry.entry().position().log());
  }

  /**
   * The output of entries.
   *
   * @param records at least those that are dead-lettered or forwarded
   * @throws IllegalStateException if one of these is missing, or the output is damaged
   */
  OutboundBatch output(List<Indexed> entries, InDoubtRecords records) {
    OutboundBatch outbound = new OutboundBatch(topics);
    if (portion == null) {
      return outbound;
    }
    Map<Integer, List<Outgoing>> outgoing = JournaledOutput.read(portion.output());
    Instant at = portion.decidedAt();
    for (Indexed each : entries) {
      JournalEntry entry = each.entry();
      if (entry.outcome() == Outcome.DEAD_LETTERED) {
        outbound.deadLetter(
            record(each, records), DeadLetterReason.valueOf(entry.code()), entry.reason(), at);
      } else if (entry.outcome() == Outcome.FORWARDED) {
        ConsumerRecord<byte[], InboundValue> record = record(each, records);
        outbound.forward(record, home.of(record.key()), at);
      } else {
        InboundPartition from = partition(each);
        outbound.send(from, outgoing.getOrDefault(each.index(), List.of()), at);
        outbound.end(from.topic(), entry.outcome());
      }
    }
    return outbound;
  }

  private ConsumerRecord<byte[], InboundValue> record(Indexed entry, InDoubtRecords records) {
    ConsumerRecord<byte[], InboundValue> record =
        records.of(partition(entry)).get(entry.entry().position().offset());
    if (record == null) {
      throw new IllegalStateException("a record to publish again is missing from its topic");
    }
    return record;
  }
}
