package io.cardflow.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cardflow.api.ApiException;
import io.cardflow.api.CardQuery;
import io.cardflow.api.CardReads;
import io.cardflow.api.CardView;
import io.cardflow.api.CommandBody;
import io.cardflow.api.CommandResource;
import io.cardflow.api.MessageView;
import io.cardflow.api.OrderReads;
import io.cardflow.api.ProblemCode;
import io.cardflow.api.ReasonBody;
import io.cardflow.api.Right;
import io.cardflow.api.SearchRequest;
import io.cardflow.api.SummaryReads;
import io.cardflow.api.UnmaskResource;
import io.cardflow.page.Tracking.Parcel;
import io.cardflow.store.CardFilter;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestForm;

/** Lists of cards, one card, and the commands for it. */
@Path("/cards")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed(Right.READS)
class CardsPage {

  private final CardReads cards;
  private final OrderReads orders;
  private final SummaryReads summaries;
  private final CommandResource commands;
  private final UnmaskResource unmasking;
  private final Tracking tracking;
  private final Frame frame;

  CardsPage(
      CardReads cards,
      OrderReads orders,
      SummaryReads summaries,
      CommandResource commands,
      UnmaskResource unmasking,
      Tracking tracking,
      Frame frame) {
    this.cards = cards;
    this.orders = orders;
    this.summaries = summaries;
    this.commands = commands;
    this.unmasking = unmasking;
    this.tracking = tracking;
    this.frame = frame;
  }

  @GET
  @Operation(hidden = true)
  public Uni<String> list(@BeanParam CardQuery query, @QueryParam("after") String after) {
    CardListing listing = new CardListing(query.filter());
    return Uni.combine()
        .all()
        .unis(cards.list(listing.filter(), after, null), summaries.summary())
        .asTuple()
        .chain(
            read ->
                frame.render(
                    Templates.cards(frame.shell(), listing, read.getItem1(), read.getItem2())));
  }

  @GET
  @Path("/{id}")
  @Operation(hidden = true)
  public Uni<String> card(@PathParam("id") String id, @QueryParam("after") String after) {
    return Uni.combine()
        .all()
        .unis(cards.card(id), cards.history(id, after, null), summaries.summary())
        .asTuple()
        .chain(
            read ->
                frame.render(
                    Templates.card(
                        frame.shell(),
                        read.getItem1(),
                        read.getItem2(),
                        Timeline.of(read.getItem2()),
                        Awaited.of(read.getItem1(), read.getItem3()),
                        NextStep.of(read.getItem1().state()),
                        parcels(read.getItem1()),
                        UUID.randomUUID().toString())));
  }

  private List<Parcel> parcels(CardView card) {
    return card.production() == null
        ? List.of()
        : tracking.parcels(card.production().carrier(), card.production().trackingNumbers());
  }

  /**
   * One box for all names. What must not stand in an address is sent in the body, and ids lead to
   * the page of what they name.
   */
  @POST
  @Path("/find")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Operation(hidden = true)
  public Uni<Response> find(@RestForm String text, @RestForm String by, @RestForm String after) {
    String name = text == null ? "" : text.strip();
    if (name.isEmpty()) {
      throw new ApiException(ProblemCode.INVALID_BODY, "enter a name");
    }
    return switch (by == null ? "" : by) {
      case "holder" -> found("holder", new SearchRequest(name, null, null, after, null));
      case "bureau" -> found("bureau", new SearchRequest(null, name, null, after, null));
      case "tracking" -> found("tracking", new SearchRequest(null, null, name, after, null));
      default -> guess(name);
    };
  }

  /**
   * Tries a card, an order batch, an order, the bureau's card, a tracking number and a holder in
   * turn.
   */
  private Uni<Response> guess(String name) {
    return card(name)
        .onFailure(ApiException.class)
        .recoverWithUni(() -> card(name.toUpperCase(Locale.ROOT)))
        .onFailure(ApiException.class)
        .recoverWithUni(
            () ->
                Uni.createFrom()
                    .deferred(() -> orders.order(name))
                    .map(order -> Forms.see("/orders/" + Labels.encoded(order.batchId()))))
        .onFailure(ApiException.class)
        .recoverWithUni(
            () ->
                cards
                    .list(new CardFilter(null, name, null, null, null), null, "1")
                    .chain(
                        found ->
                            found.items().isEmpty()
                                ? guessAlias(name)
                                : Uni.createFrom()
                                    .item(Forms.see("/cards?orderId=" + Labels.encoded(name)))));
  }

  private Uni<Response> card(String name) {
    return Uni.createFrom()
        .deferred(() -> cards.card(name))
        .map(card -> Forms.see("/cards/" + Labels.encoded(card.cardId())));
  }

  private Uni<Response> guessAlias(String name) {
    SearchRequest bureau = new SearchRequest(null, name, null, null, null);
    SearchRequest tracking = new SearchRequest(null, null, name, null, null);
    SearchRequest holder = new SearchRequest(name, null, null, null, null);
    return cards
        .search(bureau)
        .chain(
            found ->
                found.items().isEmpty()
                    ? cards
                        .search(tracking)
                        .chain(
                            sent ->
                                sent.items().isEmpty()
                                    ? found("any", holder)
                                    : found("tracking", tracking))
                    : found("bureau", bureau));
  }

  private Uni<Response> found(String kind, SearchRequest request) {
    return cards
        .search(request)
        .chain(page -> frame.render(Templates.found(frame.shell(), kind, text(request), page)))
        .map(html -> Response.ok(html, MediaType.TEXT_HTML).build());
  }

  private static String text(SearchRequest request) {
    return Stream.of(request.holderId(), request.producerCardId(), request.trackingNumber())
        .filter(Objects::nonNull)
        .findFirst()
        .orElseThrow();
  }

  /** Publishes a command, and shows its outcome when it is decided. */
  @POST
  @Path("/{id}/commands")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @RolesAllowed(Right.COMMANDS)
  @Operation(hidden = true)
  public Uni<String> command(
      @PathParam("id") String id,
      @RestForm String key,
      @RestForm String type,
      @RestForm String reason,
      @RestForm String holderId,
      @RestForm String validUntil,
      @RestForm String chipSerial,
      @RestForm String producerCardId,
      @RestForm String orderId) {
    if (reason == null || reason.isBlank()) {
      throw new ApiException(ProblemCode.INVALID_BODY, "a reason is required");
    }
    if (!NextStep.isOffered(type)) {
      throw new ApiException(ProblemCode.INVALID_BODY, "choose a command");
    }
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    Forms.put(data, "holderId", holderId);
    Forms.put(data, "validUntil", Forms.moment(validUntil));
    Forms.put(data, "chipSerial", chipSerial);
    Forms.put(data, "producerCardId", producerCardId);
    Forms.put(data, "orderId", orderId);
    return commands
        .command(
            id,
            key(key, type, data, reason),
            Forms.WAIT,
            new CommandBody(type, data, reason.strip()))
        .map(response -> (MessageView) response.getEntity())
        .chain(
            outcome ->
                frame.render(
                    frame.isPart()
                        ? Templates.outcome$result(frame.shell(), id, type, outcome)
                        : Templates.outcome(frame.shell(), id, type, outcome)));
  }

  /** Shows who holds the card and where it goes, for a recorded reason. */
  @POST
  @Path("/{id}/unmask")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @RolesAllowed(Right.PRIVATE)
  @Operation(hidden = true)
  public Uni<String> unmask(@PathParam("id") String id, @RestForm String reason) {
    return unmasking
        .unmask(id, new ReasonBody(reason))
        .map(response -> (CardView) response.getEntity())
        .chain(card -> frame.render(Templates.unmasked(frame.shell(), card)));
  }

  /** The same form sent again has no second effect; one with other values is another command. */
  private static String key(String key, String type, ObjectNode data, String reason) {
    String content = type + data + reason;
    return (key == null ? UUID.randomUUID() : key)
        + "-"
        + UUID.nameUUIDFromBytes(content.getBytes(UTF_8));
  }
}
