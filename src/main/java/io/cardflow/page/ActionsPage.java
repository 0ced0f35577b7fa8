package io.cardflow.page;

import io.cardflow.api.ActionBody;
import io.cardflow.api.ActionReads;
import io.cardflow.api.ActionResource;
import io.cardflow.api.ActionView;
import io.cardflow.api.ApiException;
import io.cardflow.api.CsvTable;
import io.cardflow.api.ProblemCode;
import io.cardflow.api.Right;
import io.cardflow.domain.BulkAction.Kind;
import io.cardflow.domain.BulkAction.Status;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestForm;

/**
 * Acts on many cards or dead letters: a fixed list is shown with what is eligible, its number is
 * typed to confirm it, and the outcome of each item has an address.
 */
@Path("/actions")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed(Right.ADMINISTERS)
class ActionsPage {

  private static final CsvTable<ActionView.ItemView> OUTCOMES =
      CsvTable.<ActionView.ItemView>of()
          .column("item", ActionView.ItemView::subject)
          .column("status", ActionView.ItemView::status)
          .column("code", ActionView.ItemView::code);

  private final ActionResource actions;
  private final ActionReads reads;
  private final Frame frame;

  ActionsPage(ActionResource actions, ActionReads reads, Frame frame) {
    this.actions = actions;
    this.reads = reads;
    this.frame = frame;
  }

  @GET
  @Operation(hidden = true)
  public Uni<String> form() {
    return frame.render(Templates.actions(frame.shell(), Kind.values(), ""));
  }

  /** Shows what would happen. Selected rows come one by one, pasted ones as lines. */
  @POST
  @Path("/preview")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Operation(hidden = true)
  public Uni<String> preview(
      @RestForm String kind,
      @RestForm List<String> item,
      @RestForm String items,
      @RestForm String validUntil,
      @RestForm String reason) {
    return preview(
        new ActionBody(kind(kind), list(item, items), time(validUntil), reason, true), false);
  }

  /**
   * Shows a list.
   *
   * @param unconfirmed whether another number was typed than that of the eligible items
   */
  private Uni<String> preview(ActionBody body, boolean unconfirmed) {
    return actions
        .act(body)
        .map(response -> (ActionView) response.getEntity())
        .chain(
            view ->
                frame.render(
                    Templates.preview(
                        frame.shell(),
                        view,
                        String.join("\n", body.items()),
                        waiting(view),
                        unconfirmed)));
  }

  /** Acts, if the number of items that are eligible now was typed. */
  @POST
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Operation(hidden = true)
  public Uni<Response> act(
      @RestForm String kind,
      @RestForm String items,
      @RestForm String validUntil,
      @RestForm String reason,
      @RestForm("confirmed") String typed) {
    Kind chosen = kind(kind);
    List<String> all = list(List.of(), items);
    Instant until = time(validUntil);
    ActionBody dry = new ActionBody(chosen, all, until, reason, true);
    return actions
        .act(dry)
        .map(response -> (ActionView) response.getEntity())
        .chain(
            view ->
                Long.toString(waiting(view)).equals(typed == null ? "" : typed.strip())
                    ? act(new ActionBody(chosen, all, until, reason, false))
                    : preview(dry, true).map(ActionsPage::refused));
  }

  private Uni<Response> act(ActionBody body) {
    return actions
        .act(body)
        .map(response -> (ActionView) response.getEntity())
        .map(view -> Response.seeOther(URI.create("/actions/" + view.id())).build());
  }

  private static Response refused(String html) {
    return Response.status(Response.Status.BAD_REQUEST)
        .entity(html)
        .type(MediaType.TEXT_HTML)
        .build();
  }

  @GET
  @Path("/{id}")
  @Operation(hidden = true)
  public Uni<String> action(@PathParam("id") String id) {
    return reads
        .action(id)
        .chain(
            action ->
                frame.render(
                    frame.isPart()
                        ? Templates.action$progress(frame.shell(), action, done(action))
                        : Templates.action(frame.shell(), action, done(action))));
  }

  /** The outcomes as CSV; no field can be a formula of a spreadsheet. */
  @GET
  @Path("/{id}/outcomes.csv")
  @Produces("text/csv")
  @Operation(hidden = true)
  public Uni<Response> csv(@PathParam("id") String id) {
    return reads
        .action(id)
        .map(
            action ->
                Response.ok(
                        OUTCOMES.header()
                            + action.items().stream()
                                .map(OUTCOMES::line)
                                .collect(Collectors.joining()))
                    .header("Content-Disposition", "attachment; filename=\"outcomes.csv\"")
                    .build());
  }

  private static long waiting(ActionView view) {
    return view.counts().getOrDefault(Status.WAITING, 0L);
  }

  /** How many items have an outcome. */
  private static long done(ActionView view) {
    return view.items().size() - waiting(view) - view.counts().getOrDefault(Status.SENT, 0L);
  }

  private static Kind kind(String name) {
    return Arrays.stream(Kind.values())
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new ApiException(ProblemCode.INVALID_BODY, "choose an action"));
  }

  /** The items in their order, each once. */
  private static List<String> list(List<String> selected, String lines) {
    return Stream.concat(
            selected == null ? Stream.of() : selected.stream(),
            lines == null ? Stream.of() : lines.lines())
        .map(String::strip)
        .filter(each -> !each.isEmpty())
        .distinct()
        .toList();
  }

  private static Instant time(String text) {
    try {
      return text == null || text.isBlank() ? null : Instant.parse(Forms.moment(text).strip());
    } catch (DateTimeException notATime) {
      throw new ApiException(ProblemCode.INVALID_BODY, "a time is given as 2030-12-31T18:00:00Z");
    }
  }
}
