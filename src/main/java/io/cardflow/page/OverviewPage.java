package io.cardflow.page;

import io.cardflow.api.ChangeStreams;
import io.cardflow.api.Right;
import io.cardflow.api.SummaryReads;
import io.cardflow.api.SummaryView;
import io.cardflow.store.Summaries.Interval;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.ResponseHeader;

/** The life cycle in figures, and the stream that keeps pages up to date. */
@Path("/")
@RolesAllowed(Right.READS)
class OverviewPage {

  private final SummaryReads reads;
  private final ChangeStreams streams;
  private final Frame frame;

  OverviewPage(SummaryReads reads, ChangeStreams streams, Frame frame) {
    this.reads = reads;
    this.streams = streams;
    this.frame = frame;
  }

  @GET
  @Produces(MediaType.TEXT_HTML)
  @Operation(hidden = true)
  public Uni<String> overview() {
    return Uni.combine()
        .all()
        .unis(reads.summary(), reads.day())
        .asTuple()
        .chain(read -> overview(read.getItem1(), read.getItem2()));
  }

  private Uni<String> overview(SummaryView summary, List<Interval> day) {
    Picture picture = Picture.of(summary);
    long total = day.stream().mapToLong(Interval::cards).sum();
    return frame.render(
        frame.isPart()
            ? Templates.overview$live(frame.shell(), summary, picture, day, total)
            : Templates.overview(frame.shell(), summary, picture, day, total));
  }

  /** Pages have a stream of their own: a session of the page gives no access to the API. */
  @GET
  @Path("changes")
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @ResponseHeader(name = "X-Accel-Buffering", value = "no")
  @Operation(hidden = true)
  public Multi<OutboundSseEvent> changes(@Context Sse sse) {
    return streams.open(sse);
  }
}
