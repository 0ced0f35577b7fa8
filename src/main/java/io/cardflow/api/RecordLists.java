package io.cardflow.api;

import io.cardflow.api.NewestFirst.Found;
import io.cardflow.ops.kafka.KeptValue;
import io.cardflow.ops.kafka.OffsetWindow;
import io.cardflow.ops.kafka.TopicReader;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import jakarta.ws.rs.core.UriInfo;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Lists the newest records of topics. The ends of the partitions are taken at the beginning. */
@Singleton
class RecordLists {

  private static final int DEFAULT = 20;
  private static final int MOST = 100;

  /** How many bytes of records a request keeps; it is then answered as if the time were over. */
  private static final long BUDGET = 8L * 1024 * 1024;

  private final RecordReads reads;
  private final Replies replies;

  RecordLists(RecordReads reads, Replies replies) {
    this.reads = reads;
    this.replies = replies;
  }

  /**
   * A list.
   *
   * @param limit the maximum number of items as the client gave it; null for the default
   * @param after the client's cursor; null for the newest records
   * @param mostOfAValue the maximum size of a value that an item needs, in bytes
   * @param item makes the item of a record
   */
  <T> Uni<Response> list(
      String topic,
      String limit,
      String after,
      int mostOfAValue,
      Function<ConsumerRecord<byte[], KeptValue>, T> item,
      Request request,
      UriInfo uri) {
    return page(topic, limit, after, mostOfAValue, item, uri.getPath())
        .map(page -> reply(page, request, uri));
  }

  /**
   * A page.
   *
   * @param path of the list, to which cursors are bound
   */
  <T> Uni<RecordPage<T>> page(
      String topic,
      String limit,
      String after,
      int mostOfAValue,
      Function<ConsumerRecord<byte[], KeptValue>, T> item,
      String path) {
    int size = size(limit);
    RecordCursor cursor = RecordCursor.decode(after, path);
    return reads
        .run(
            topic,
            mostOfAValue,
            reader -> {
              SortedMap<Integer, OffsetWindow> offsets = reader.offsets();
              if (offsets.isEmpty()) {
                throw new UnknownTopicOrPartitionException("the topic does not exist");
              }
              return new NewestFirst<>(new Windows<>(reader, item), cursor.within(offsets), size)
                  .read();
            })
        .map(
            result ->
                new RecordPage<>(
                    result.items(), RecordCursor.encode(result.next(), path), result.unread()));
  }

  private static int size(String limit) {
    if (limit == null) {
      return DEFAULT;
    }
    long size = RecordAddress.number("limit", limit, MOST);
    if (size == 0) {
      throw new ApiException(ProblemCode.INVALID_PARAMETER, "limit must be 1 to " + MOST);
    }
    return (int) size;
  }

  private Response reply(RecordPage<?> page, Request request, UriInfo uri) {
    Response response = replies.of(page, request);
    return page.next == null || response.getStatus() != 200
        ? response
        : Response.fromResponse(response)
            .link(
                UriBuilder.fromPath(uri.getPath())
                    .replaceQuery(uri.getRequestUri().getRawQuery())
                    .replaceQueryParam("after", page.next)
                    .build(),
                "next")
            .build();
  }

  /** Reads windows, and keeps the items of their last records. */
  private static final class Windows<T> implements NewestFirst.Source<T> {

    private final TopicReader reader;
    private final Function<ConsumerRecord<byte[], KeptValue>, T> item;
    private long bytes;

    Windows(TopicReader reader, Function<ConsumerRecord<byte[], KeptValue>, T> item) {
      this.reader = reader;
      this.item = item;
    }

    @Override
    public Map<Integer, List<Found<T>>> read(Map<Integer, OffsetWindow> windows, int most) {
      Map<Integer, Deque<Found<T>>> kept = new HashMap<>();
      windows.keySet().forEach(partition -> kept.put(partition, new ArrayDeque<>()));
      if (bytes > BUDGET) {
        return Map.of();
      }
      Set<Integer> done =
          reader.read(
              windows,
              record -> {
                Deque<Found<T>> last = kept.get(record.partition());
                if (last.size() == most) {
                  last.removeFirst();
                }
                last.addLast(
                    new Found<>(
                        record.partition(),
                        record.offset(),
                        record.timestamp(),
                        item.apply(record)));
                bytes +=
                    record.value() == null || record.value().bytes() == null
                        ? 0
                        : record.value().size();
              });
      Map<Integer, List<Found<T>>> found = new TreeMap<>();
      done.forEach(partition -> found.put(partition, new ArrayList<>(kept.get(partition))));
      return found;
    }
  }
}
