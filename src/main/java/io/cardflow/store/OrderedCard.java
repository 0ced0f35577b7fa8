package io.cardflow.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A card of an order batch, with GO Cards' answer. */
@Entity
@Table(name = "order_card")
public class OrderedCard {

  @Id
  @Column(name = "card_id")
  public String cardId;

  @Column(name = "batch_id")
  public String batchId;

  /** Null until GO Cards has answered. */
  public Boolean accepted;

  @Column(name = "producer_card_id")
  public String producerCardId;

  @Column(name = "refusal_code")
  public String refusalCode;

  @Column(name = "refusal_detail")
  public String refusalDetail;
}
