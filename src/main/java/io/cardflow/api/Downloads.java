package io.cardflow.api;

import io.cardflow.api.Audit.Act;
import io.cardflow.store.Portion;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerResponse;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestMulti;

/**
 * Sends long answers in parts. A part is read when the client has taken the one before, so that a
 * slow client costs no memory. Each download is audited before its first byte.
 */
@Singleton
class Downloads {

  private static final Logger LOG = Logger.getLogger(Downloads.class);

  static final String CSV = "text/csv";

  /** What routes produce; clients without a preference get JSON. */
  static final String CSV_IF_ASKED = CSV + ";qs=0.5";

  static final String NDJSON = "application/x-ndjson";

  /** How many run at a time: each of them keeps a connection to PostgreSQL busy. */
  private static final int MOST = 4;

  private final Audit audit;
  private final Semaphore free = new Semaphore(MOST);

  Downloads(Audit audit) {
    this.audit = audit;
  }

  /**
   * Sends a list as text/csv.
   *
   * @param file the name under which a browser stores it
   * @param read reads the portion after these sort keys, null for the start
   */
  <T> RestMulti<byte[]> csv(
      Act act,
      String file,
      HttpServerResponse to,
      CsvTable<T> table,
      Function<List<String>, Uni<Portion<T>>> read,
      List<String> after) {
    CsvRows<T> rows = new CsvRows<>(table);
    return send(act, CSV, file, to, place -> read.apply(place).map(rows::chunk), after);
  }

  /**
   * Sends parts until one has no next.
   *
   * @param type the media type
   * @param file the name under which a browser stores it
   * @param read reads the part after these sort keys, null for the first one
   */
  RestMulti<byte[]> send(
      Act act,
      String type,
      String file,
      HttpServerResponse to,
      Function<List<String>, Uni<Chunk>> read,
      List<String> after) {
    AtomicBoolean running = new AtomicBoolean();
    AtomicReference<Chunk> first = new AtomicReference<>();
    Uni<Chunk> begin = read.apply(after).invoke(first::set);
    Uni<Response> granted =
        Uni.createFrom()
            .deferred(() -> start(running))
            .chain(() -> audit.run(act, () -> begin.map(part -> Response.ok().build())))
            .onFailure()
            .invoke(() -> end(running))
            .onCancellation()
            .invoke(() -> end(running));
    return RestMulti.fromUniResponse(
        granted,
        ok ->
            parts(first.get(), read)
                .onFailure()
                .recoverWithMulti(failed -> abort(act, to, failed))
                .onTermination()
                .invoke(() -> end(running)),
        ok ->
            Map.of(
                HttpHeaders.CONTENT_TYPE,
                List.of(type + ";charset=UTF-8"),
                HttpHeaders.CONTENT_DISPOSITION,
                List.of("attachment; filename=\"" + file + '"')));
  }

  private Uni<Void> start(AtomicBoolean running) {
    if (!free.tryAcquire()) {
      return Uni.createFrom()
          .failure(
              new ApiException(ProblemCode.TOO_MANY_REQUESTS, MOST + " downloads run at a time"));
    }
    running.set(true);
    return Uni.createFrom().voidItem();
  }

  private void end(AtomicBoolean running) {
    if (running.compareAndSet(true, false)) {
      free.release();
    }
  }

  private static Multi<byte[]> parts(Chunk first, Function<List<String>, Uni<Chunk>> read) {
    Multi<Chunk> others =
        first.next() == null
            ? Multi.createFrom().empty()
            : Multi.createBy()
                .repeating()
                .uni(
                    () -> new AtomicReference<>(first.next()),
                    place -> read.apply(place.get()).invoke(part -> place.set(part.next())))
                .whilst(part -> part.next() != null);
    return Multi.createBy()
        .concatenating()
        .streams(Multi.createFrom().item(first), others)
        .map(Chunk::bytes)
        .select()
        .where(bytes -> bytes.length > 0);
  }

  /**
   * Closes the connection without the end of the body, which is how the client notices. The
   * framework would keep it open.
   */
  private static Multi<byte[]> abort(Act act, HttpServerResponse to, Throwable failed) {
    if (!to.headWritten()) {
      return Multi.createFrom().failure(failed);
    }
    LOG.warnf(
        "download aborted action=%s cause=%s", act.action(), failed.getClass().getSimpleName());
    to.reset();
    return Multi.createFrom().nothing();
  }
}
