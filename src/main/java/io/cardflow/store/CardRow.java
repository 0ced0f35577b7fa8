package io.cardflow.store;

import io.cardflow.domain.CardState;
import io.cardflow.domain.OrderReference;
import io.cardflow.domain.Production;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.ColumnTransformer;
import org.hibernate.annotations.Immutable;

/** A read-only card; only the inbox writes cards. */
@Entity
@Immutable
@Table(name = "card")
public class CardRow {

  @Id public String id;

  @Enumerated(EnumType.STRING)
  public CardState state;

  /** When it entered its state. */
  public Instant since;

  @Column(name = "order_id")
  public String orderId;

  @Column(name = "producer_card_id")
  public String producerCardId;

  @Column(name = "started_at")
  public Instant startedAt;

  @Column(name = "produced_at")
  public Instant producedAt;

  /** The chip's readouts, JSON; null if not given. */
  @ColumnTransformer(read = "cast(readouts as text)")
  public String readouts;

  @Column(name = "shipped_at")
  public Instant shippedAt;

  @Column(name = "shipment_id")
  public String shipmentId;

  public String carrier;

  /** A JSON array; null if not given. */
  @Column(name = "tracking_numbers")
  @ColumnTransformer(read = "cast(tracking_numbers as text)")
  public String trackingNumbers;

  @Column(name = "activated_at")
  public Instant activatedAt;

  /** The names under which the card is recorded, as one of this batch. */
  public OrderReference names(String batchId) {
    return new OrderReference(batchId, orderId, producerCardId);
  }

  /** The bureau's facts about production and shipment. */
  public Production production() {
    return new Production(
        startedAt,
        producedAt,
        CardTable.readouts(readouts),
        shippedAt,
        shipmentId,
        carrier,
        CardTable.numbers(trackingNumbers),
        activatedAt);
  }
}
