package io.cardflow.store;

import io.cardflow.domain.OrderStatus;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** An order batch as it stands; {@link OrderBatches} moves it on. */
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

  /** How many cards it has, 1 or more. */
  public int cards;

  @Column(name = "collected_at")
  public Instant collectedAt;

  /** When its next step is due; null when nothing is left to do. */
  @Column(name = "due_at")
  public Instant dueAt;

  /** How often a replica took it up; who holds the latest claim may write. */
  public int claims;

  /** How many steps in a row have failed. */
  public int attempts;

  @Column(name = "answered_at")
  public Instant answeredAt;

  /** GO Cards' order; null until accepted. */
  @Column(name = "order_id")
  public String orderId;

  /** Why the last step failed, a code; null if it did not. */
  public String error;

  @Column(name = "error_detail")
  public String errorDetail;

  @Column(name = "closed_at")
  public Instant closedAt;

  @Column(name = "reconciled_at")
  public Instant reconciledAt;

  /** When GO Cards showed that nothing more will happen to any of its cards. */
  @Column(name = "completed_at")
  public Instant completedAt;
}
