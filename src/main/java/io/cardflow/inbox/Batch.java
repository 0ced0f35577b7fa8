package io.cardflow.inbox;

import io.cardflow.domain.InboundPartition;
import io.cardflow.domain.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/**
 * Records that are decided and published as one unit.
 *
 * @param records each partition's in the order of their offsets
 * @param ends for each partition the offset after its last record
 * @param cut the partitions of which more was polled than one unit of work may hold: they are
 *     polled again from the batch's end, or from their previous position if the batch has no record
 *     of them
 */
record Batch(
    List<Received> records,
    SortedMap<InboundPartition, OffsetAndMetadata> ends,
    Set<InboundPartition> cut) {

  /** The first records, at least one and not all; needs two records. */
  Batch head() {
    List<Received> head = records.subList(0, records.size() / 2);
    SortedMap<InboundPartition, OffsetAndMetadata> headEnds = new TreeMap<>();
    for (Received each : head) {
      headEnds.put(
          each.position().partition(), new OffsetAndMetadata(each.position().offset() + 1));
    }
    return new Batch(head, headEnds, Set.of());
  }

  /** The records that are not in {@link #head}. */
  Batch tail() {
    List<Received> tail = records.subList(records.size() / 2, records.size());
    SortedMap<InboundPartition, OffsetAndMetadata> tailEnds = new TreeMap<>();
    tail.forEach(
        each -> tailEnds.put(each.position().partition(), ends.get(each.position().partition())));
    return new Batch(tail, tailEnds, Set.of());
  }

  /** The records to be decided. */
  List<Message> messages() {
    List<Message> messages = new ArrayList<>(records.size());
    for (Received each : records) {
      if (each instanceof Received.Valid valid) {
        messages.add(valid.message());
      }
    }
    return messages;
  }

  /** The partition numbers of the records. */
  Set<Integer> numbers() {
    Set<Integer> numbers = new TreeSet<>();
    ends.keySet().forEach(each -> numbers.add(each.number()));
    return numbers;
  }

  Map<InboundPartition, Long> firsts() {
    Map<InboundPartition, Long> firsts = new TreeMap<>();
    records.forEach(
        each -> firsts.putIfAbsent(each.position().partition(), each.position().offset()));
    return firsts;
  }
}
