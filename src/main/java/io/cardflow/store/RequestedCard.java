package io.cardflow.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.ColumnTransformer;
import org.hibernate.annotations.Immutable;

/** The request of a card; the inbox writes it. */
@Entity
@Immutable
@Table(name = "card_request")
public class RequestedCard {

  @Id
  @Column(name = "card_id")
  public String cardId;

  /** The texts printed on the card by name, JSON. */
  @Column(name = "card_elements")
  @ColumnTransformer(read = "cast(card_elements as text)")
  public String cardElements;
}
