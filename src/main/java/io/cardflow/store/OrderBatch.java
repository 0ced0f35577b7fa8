package io.cardflow.store;

import io.cardflow.domain.OrderStatus;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** The state of an order batch; {@link OrderBatches} changes it. */
@Entity
@Table(name = "order_batch")
public class OrderBatch {

  @Id public String id;

  @Enumerated(EnumType.STRING)
  public OrderStatus status;

  @Column(name = "layout_id")
  public String layoutId;

  /** The delivery address, JSON. */
  public String delivery;

  /** Null if none was given. */
  @Column(name = "cost_centre")
  public String costCentre;

  /** The number of cards; 0 after a refusal that moved them to other batches. */
  public int cards;

  @Column(name = "collected_at")
  public Instant collectedAt;

  /** When its next step is due; null if it is complete. */
  @Column(name = "due_at")
  public Instant dueAt;

  /** The number of claims; the holder of the latest one may write. */
  public int claims;

  /** The number of consecutive failed steps. */
  public int attempts;

  @Column(name = "answered_at")
  public Instant answeredAt;

  /** GO Cards' order; null until accepted. */
  @Column(name = "order_id")
  public String orderId;

  /** The code of the last step's failure; null if it succeeded. */
  public String error;

  @Column(name = "error_detail")
  public String errorDetail;

  @Column(name = "closed_at")
  public Instant closedAt;

  @Column(name = "reconciled_at")
  public Instant reconciledAt;

  /** When GO Cards reported a final state for all of its cards. */
  @Column(name = "completed_at")
  public Instant completedAt;
}
