package io.cardflow.page;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cardflow.api.ApiException;
import io.cardflow.api.CommandBody;
import io.cardflow.api.CommandResource;
import io.cardflow.api.MessageView;
import io.cardflow.api.ProblemCode;
import io.cardflow.api.Right;
import io.cardflow.api.SummaryReads;
import io.cardflow.domain.Outcome;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestForm;

/** Requests cards of one layout to one desk, with ids by a pattern. */
@Path("/request")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed(Right.COMMANDS)
class RequestPage {

  static final int MOST = 500;

  /** How many commands are sent at a time. */
  private static final int AT_A_TIME = 20;

  private final CommandResource commands;
  private final SummaryReads summaries;
  private final Frame frame;

  RequestPage(CommandResource commands, SummaryReads summaries, Frame frame) {
    this.commands = commands;
    this.summaries = summaries;
    this.frame = frame;
  }

  /**
   * What came of the request for a card.
   *
   * @param outcome null if it is not decided yet, or if the request was not accepted
   * @param code why it was rejected or not accepted
   */
  public record Requested(String cardId, Outcome outcome, String code, String detail) {}

  @GET
  @Operation(hidden = true)
  public Uni<String> form() {
    return summaries
        .summary()
        .chain(
            summary ->
                frame.render(
                    Templates.request(frame.shell(), UUID.randomUUID().toString(), MOST, summary)));
  }

  /** Sends the commands; sent again with the same key, they have no second effect. */
  @POST
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Operation(hidden = true)
  public Uni<String> request(
      @RestForm String key,
      @RestForm String pattern,
      @RestForm String first,
      @RestForm String count,
      @RestForm String layoutId,
      @RestForm String recipient,
      @RestForm String addressOne,
      @RestForm String addressTwo,
      @RestForm String postalCode,
      @RestForm String city,
      @RestForm String countryCode,
      @RestForm String costCentre,
      @RestForm String queue,
      @RestForm String reason) {
    List<String> ids = ids(pattern, first, count);
    ObjectNode delivery = JsonNodeFactory.instance.objectNode();
    Forms.put(delivery, "recipient", recipient);
    Forms.put(delivery, "addressOne", addressOne);
    Forms.put(delivery, "addressTwo", addressTwo);
    Forms.put(delivery, "postalCode", postalCode);
    Forms.put(delivery, "city", city);
    Forms.put(delivery, "countryCode", countryCode);
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    Forms.put(data, "layoutId", layoutId);
    Forms.put(data, "costCentre", costCentre);
    data.put("queue", "true".equals(queue));
    data.set("delivery", delivery);
    String prefix = key == null || key.isBlank() ? UUID.randomUUID().toString() : key;
    CommandBody body = new CommandBody("request-card", data, reason);
    long until = System.nanoTime() + Forms.LONGEST.toNanos();
    return Multi.createFrom()
        .iterable(ids)
        .onItem()
        .transformToUni(id -> request(id, prefix, body, until))
        .merge(AT_A_TIME)
        .collect()
        .asList()
        .chain(
            done ->
                frame.render(
                    Templates.requested(
                        frame.shell(),
                        done.stream().sorted(Comparator.comparing(Requested::cardId)).toList())));
  }

  /** All commands are sent; the outcomes of those that are sent late are not waited for. */
  private Uni<Requested> request(String id, String prefix, CommandBody body, long until) {
    return Uni.createFrom()
        .deferred(() -> commands.command(id, prefix + "/" + id, Forms.waitUntil(until), body))
        .map(response -> requested(id, (MessageView) response.getEntity()))
        .onFailure(ApiException.class)
        .recoverWithItem(
            failed -> new Requested(id, null, failed.code().id(), failed.getMessage()));
  }

  private static Requested requested(String id, MessageView outcome) {
    MessageView decided = outcome.first() == null ? outcome : outcome.first();
    return new Requested(id, decided.outcome(), decided.code(), decided.reason());
  }

  /** The ids: the pattern's hashes are the digits of the number, at least as many as there are. */
  static List<String> ids(String pattern, String first, String count) {
    int from = number("first number", first, 0, 99_999_999);
    int most = number("number of cards", count, 1, MOST);
    String text = pattern == null ? "" : pattern.strip();
    String hashes = text.replaceAll("[^#]", "");
    if (hashes.isEmpty() || !text.contains(hashes)) {
      throw invalid("the pattern of the ids needs # for each digit, all side by side");
    }
    return IntStream.range(from, from + most)
        .mapToObj(number -> text.replace(hashes, padded(number, hashes.length())))
        .toList();
  }

  private static String padded(int number, int digits) {
    String text = Integer.toString(number);
    return "0".repeat(Math.max(0, digits - text.length())) + text;
  }

  private static int number(String name, String text, int least, int most) {
    try {
      int number = Integer.parseInt(text == null ? "" : text.strip());
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException notANumber) {
      // The message is the same.
    }
    throw invalid("the %s must be %d to %d".formatted(name, least, most));
  }

  private static ApiException invalid(String detail) {
    return new ApiException(ProblemCode.INVALID_BODY, detail);
  }
}
