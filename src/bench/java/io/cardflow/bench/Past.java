package io.cardflow.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cardflow.history.History.Published;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The events of cards before a run, so that the history checker sees complete life cycles: those of
 * the card from which they were copied, with their own ids.
 */
final class Past {

  private final List<Published> model;

  /**
   * @param model the events of the card that others are copies of, in their order; none for cards
   *     that begin in the run
   */
  Past(List<Published> model) {
    this.model = List.copyOf(model);
  }

  /** The earlier events of all copies that a run has changed. */
  List<Published> of(List<Published> events) {
    List<Published> past = new ArrayList<>();
    Set<String> cards = new HashSet<>();
    for (Published event : events) {
      if (event.key().startsWith(Copies.PREFIX) && cards.add(event.key())) {
        model.forEach(each -> past.add(renamed(each, event.key(), event.partition())));
      }
    }
    return past;
  }

  private Published renamed(Published event, String card, int partition) {
    int version = event.data().path("version").asInt();
    ObjectNode data = event.data().deepCopy();
    data.put("cardId", card);
    ObjectNode cause = (ObjectNode) data.get("cause");
    cause.put("id", cause.path("id").asText() + "-" + card);
    Map<String, String> headers = new HashMap<>(event.headers());
    headers.put("ce_id", card + "/" + version);
    headers.put("ce_subject", card);
    return new Published(partition, (long) version - model.size() - 1, card, headers, data);
  }
}
