package io.cardflow.page;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cardflow.api.ApiException;
import io.cardflow.api.CommandBody;
import io.cardflow.api.CommandResource;
import io.cardflow.api.MessageView;
import io.cardflow.api.ProblemCode;
import io.cardflow.api.Right;
import io.cardflow.ops.CardflowConfig;
import io.cardflow.store.PoolStock;
import io.cardflow.store.PoolStock.Stock;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestForm;

/** The desk at which cards are given out, returned and locked, with a scanner or by hand. */
@Path("/pool")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed(Right.COMMANDS)
class PoolPage {

  private static final String DESK = "at the pool desk";

  private final PoolStock stock;
  private final CommandResource commands;
  private final Frame frame;
  private final int low;
  private final Map<String, Integer> lowOf;

  PoolPage(PoolStock stock, CommandResource commands, Frame frame, CardflowConfig config) {
    this.stock = stock;
    this.commands = commands;
    this.frame = frame;
    this.low = config.console().lowStock();
    this.lowOf = config.console().lowStockOf();
  }

  @GET
  @Operation(hidden = true)
  public Uni<String> desk() {
    return stock.read().chain(all -> frame.render(Templates.pool(frame.shell(), shelves(all))));
  }

  /**
   * The cards of a layout.
   *
   * @param next the one to give out next; null if there is none
   * @param low whether there are too few
   */
  public record Shelf(String layoutId, long cards, String next, boolean low) {}

  /** Layouts with a limit of their own are there even when their last card is given out. */
  private List<Shelf> shelves(List<Stock> all) {
    SortedMap<String, Stock> stocks = new TreeMap<>();
    lowOf.keySet().forEach(layout -> stocks.put(layout, new Stock(layout, 0, null)));
    all.forEach(each -> stocks.put(each.layoutId(), each));
    return stocks.values().stream()
        .map(
            each ->
                new Shelf(
                    each.layoutId(),
                    each.cards(),
                    each.next(),
                    each.cards() < lowOf.getOrDefault(each.layoutId(), low)))
        .toList();
  }

  /** Gives out a scanned card, or the next one of a layout. */
  @POST
  @Path("/give")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Operation(hidden = true)
  public Uni<String> give(
      @RestForm String holderId, @RestForm String cardId, @RestForm String layoutId) {
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    data.put("holderId", required("holder", holderId));
    return card(cardId, layoutId).chain(card -> act("assign-card", card, data));
  }

  @POST
  @Path("/return")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Operation(hidden = true)
  public Uni<String> takeBack(@RestForm String cardId) {
    return act("withdraw-card", required("card", cardId), null);
  }

  @POST
  @Path("/lock")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Operation(hidden = true)
  public Uni<String> lock(@RestForm String cardId) {
    return act("lock-card", required("card", cardId), null);
  }

  private Uni<String> card(String cardId, String layoutId) {
    if (cardId != null && !cardId.isBlank()) {
      return Uni.createFrom().item(cardId.strip());
    }
    String layout = required("layout", layoutId);
    return stock
        .read()
        .map(
            all ->
                all.stream()
                    .filter(each -> each.layoutId().equals(layout))
                    .findFirst()
                    .map(Stock::next)
                    .orElseThrow(
                        () ->
                            new ApiException(
                                ProblemCode.CONFLICT, "no card of this layout is in the pool")));
  }

  /** Each scan is an act of its own, under a key of its own. */
  private Uni<String> act(String command, String card, ObjectNode data) {
    return commands
        .command(
            card, UUID.randomUUID().toString(), Forms.WAIT, new CommandBody(command, data, DESK))
        .map(response -> (MessageView) response.getEntity())
        .chain(
            outcome ->
                frame.render(
                    frame.isPart()
                        ? Templates.outcome$result(frame.shell(), card, command, outcome)
                        : Templates.outcome(frame.shell(), card, command, outcome)));
  }

  private static String required(String name, String text) {
    if (text == null || text.isBlank()) {
      throw new ApiException(ProblemCode.INVALID_BODY, "scan or enter the " + name);
    }
    return text.strip();
  }
}
