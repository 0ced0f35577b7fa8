package io.cardflow.api;

import io.cardflow.store.CardFilter;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** The parameters that filter cards. */
public class CardQuery {

  @QueryParam("state")
  @Parameter(
      description = "Cards in this state",
      schema = @Schema(implementation = io.cardflow.domain.CardState.class))
  String state;

  @QueryParam("orderId")
  @Parameter(description = "Cards of this order of GO Cards")
  String orderId;

  @QueryParam("batchId")
  @Parameter(description = "Cards of this order batch")
  String batchId;

  @QueryParam("layoutId")
  @Parameter(description = "Cards of this layout, until retention removes their delivery data")
  String layoutId;

  @QueryParam("overdue")
  @Parameter(
      description = "Whether the stay in the state was announced as too long",
      schema = @Schema(implementation = Boolean.class))
  String overdue;

  /** The filter; throws {@link ApiException} if a parameter is invalid. */
  public CardFilter filter() {
    return new CardFilter(
        Parameters.state(state),
        Parameters.id("orderId", orderId),
        Parameters.id("batchId", batchId),
        Parameters.id("layoutId", layoutId),
        Parameters.flag("overdue", overdue));
  }
}
