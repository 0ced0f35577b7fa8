package io.cardflow.ops;

/** The catalogue of the worker's meters; names are defined only here. */
public enum Metric {
  MESSAGES("cardflow.messages", "Inbound records by how they ended"),
  TRANSITIONS("cardflow.transitions", "State changes published"),
  REJECTIONS("cardflow.rejections", "Refused messages by code"),
  UNAUTHORIZED("cardflow.unauthorized", "Messages that their source may not send"),
  FACTS_LEFT_OUT(
      "cardflow.facts.left.out",
      "Facts that exceed what a card keeps, or that the bureau reports in an unusable form"),
  BATCH_RECORDS("cardflow.batch.records", "Records in one unit of work"),
  BATCH_SECONDS("cardflow.batch", "Time from a poll to the commit of what it led to"),
  CARDS("cardflow.cards", "Cards by state"),
  STATE_OLDEST("cardflow.state.oldest", "How long the oldest stay in a state lasts"),
  CARDS_OVERDUE("cardflow.cards.overdue", "Cards that stay in a state beyond its limit"),
  ORDERS("cardflow.orders", "Order batches by status"),
  SUBMISSIONS("cardflow.order.submissions", "Calls that submit or look up a batch, by outcome"),
  RECONCILIATIONS("cardflow.order.reconciliations", "Orders asked about, by outcome"),
  PUSHES("cardflow.gocards.pushes", "Events that the bureau pushed, by outcome"),
  HALTED_PARTITIONS("cardflow.halted.partitions", "Partitions that are halted, by reason"),
  INTERNAL_ERRORS("cardflow.internal.errors", "Records that Cardflow itself failed on"),
  JOB_LAST_SUCCESS(
      "cardflow.job.last.success", "Unix time at which a scheduled job last succeeded"),
  RETENTION_ROWS(
      "cardflow.retention.rows", "Rows that retention removed; for the journal, records"),
  ERASURE_OLDEST(
      "cardflow.erasure.oldest", "Age of the oldest request to erase data that is not answered"),
  API_REJECTIONS(
      "cardflow.api.rejections", "Requests to the API rejected before a resource was run, by code"),
  LAG("cardflow.lag.records", "Offsets from the group's to the high watermark of an inbound topic"),
  OLDEST_UNREAD(
      "cardflow.oldest.unread", "Age of the oldest record that the group has not consumed");

  private final String id;
  private final String description;

  Metric(String id, String description) {
    this.id = id;
    this.description = description;
  }

  /** The meter's name in Micrometer; Prometheus prints it with underscores. */
  public String id() {
    return id;
  }

  public String description() {
    return description;
  }
}
