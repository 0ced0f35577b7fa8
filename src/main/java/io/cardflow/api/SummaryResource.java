package io.cardflow.api;

import io.cardflow.api.SummaryView.StayView;
import io.cardflow.domain.CardState;
import io.cardflow.ops.CardflowConfig;
import io.cardflow.store.CardFigures;
import io.cardflow.store.CardFigures.Figures;
import io.cardflow.store.CardFigures.Stays;
import io.cardflow.store.DwellLimits;
import io.cardflow.store.OrderBatches;
import io.cardflow.store.OrderingClosures;
import io.cardflow.store.Summaries;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Shows all cards and orders in figures. */
@Path("/api/summary")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "summary")
@RolesAllowed(Right.READS)
class SummaryResource {

  /** Many pages may show the same figures. */
  private static final Duration FRESH = Duration.ofSeconds(2);

  private final CardFigures figures;
  private final OrderBatches batches;
  private final OrderingClosures closures;
  private final Summaries summaries;
  private final DwellLimits limits;
  private final Replies replies;
  private final Uni<SummaryView> summary;

  SummaryResource(
      CardFigures figures,
      OrderBatches batches,
      OrderingClosures closures,
      Summaries summaries,
      Replies replies,
      CardflowConfig config) {
    this.figures = figures;
    this.batches = batches;
    this.closures = closures;
    this.summaries = summaries;
    this.limits = DwellLimits.of(config.dwell());
    this.replies = replies;
    this.summary = Uni.createFrom().deferred(this::read).memoize().forFixedDuration(FRESH);
  }

  @GET
  @Operation(operationId = "getSummary", summary = "Shows counts, waits, orders, halts and flow")
  @APIResponseSchema(SummaryView.class)
  public Uni<Response> summary(@Context Request request) {
    return summary.map(view -> replies.of(view, request));
  }

  private Uni<SummaryView> read() {
    return Uni.combine()
        .all()
        .unis(
            summaries.now(),
            figures.read(limits.byState()),
            batches.counts(),
            closures.list(),
            summaries.halts(),
            summaries.flow())
        .asTuple()
        .map(
            all ->
                new SummaryView(
                    all.getItem1(),
                    counts(all.getItem2()),
                    stays(all.getItem2()),
                    all.getItem3(),
                    all.getItem4(),
                    all.getItem5(),
                    all.getItem6()));
  }

  private static Map<CardState, Long> counts(Figures read) {
    Map<CardState, Long> counts = new EnumMap<>(CardState.class);
    for (CardState state : CardState.values()) {
      counts.put(state, read.cards().getOrDefault(state, 0L));
    }
    return counts;
  }

  private Map<CardState, StayView> stays(Figures read) {
    Map<CardState, StayView> stays = new EnumMap<>(CardState.class);
    limits
        .byState()
        .forEach(
            (state, limit) -> {
              Stays found = read.stays().getOrDefault(state, new Stays(0, 0));
              stays.put(
                  state, new StayView(found.oldestSeconds(), found.overdue(), limit.toSeconds()));
            });
    return stays;
  }
}
