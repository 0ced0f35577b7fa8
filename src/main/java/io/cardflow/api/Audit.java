package io.cardflow.api;

import io.cardflow.domain.AuditEntry.Outcome;
import io.cardflow.store.Audits;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Runs acts between the two halves of their audit entry: none happens that is not stored first. */
@Singleton
class Audit {

  private static final Logger LOG = Logger.getLogger(Audit.class);

  private final Audits audits;

  Audit(Audits audits) {
    this.audits = audits;
  }

  /**
   * An act.
   *
   * @param actor the caller
   * @param action a name with hyphens
   * @param subject the card, or the id of what is acted on; null for the entry itself
   * @param reason null if not given
   */
  record Act(String actor, String action, String subject, String reason) {}

  /**
   * The entry of an act that has begun.
   *
   * @param at when, by the database's clock
   */
  record Begun(String id, Instant at) {}

  /** Runs an act that does not use its entry. */
  Uni<Response> run(Act act, Supplier<Uni<Response>> work) {
    return run(act, begun -> work.get());
  }

  /**
   * Stores that an act begins, runs it, and stores what came of it.
   *
   * @return fails as the act does, or with AUDIT_UNAVAILABLE before it
   */
  Uni<Response> run(Act act, Function<Begun, Uni<Response>> work) {
    String id = UUID.randomUUID().toString();
    return audits
        .begin(
            id, act.actor(), act.action(), act.subject() == null ? id : act.subject(), act.reason())
        .onFailure()
        .transform(failed -> new ApiException(ProblemCode.AUDIT_UNAVAILABLE, null))
        .chain(at -> work.apply(new Begun(id, at)))
        .onItem()
        .call(response -> finish(id, outcome(response), null))
        .onFailure(failed -> !isUnstored(failed))
        .call(failed -> finish(id, outcome(failed), code(failed)));
  }

  /** Stores an attempt that was refused; a failure to do so is logged. */
  Uni<Void> refused(Act act, ProblemCode code) {
    String id = UUID.randomUUID().toString();
    return audits
        .begin(id, act.actor(), act.action(), act.subject(), act.reason())
        .chain(() -> audits.finish(id, Outcome.REFUSED, code.id()))
        .onFailure()
        .invoke(Audit::log)
        .onFailure()
        .recoverWithNull();
  }

  private Uni<Void> finish(String id, Outcome outcome, String code) {
    // The act cannot be undone; its entry is published as UNKNOWN.
    return audits
        .finish(id, outcome, code)
        .onFailure()
        .invoke(Audit::log)
        .onFailure()
        .recoverWithNull();
  }

  private static void log(Throwable failed) {
    LOG.warnf("audit not stored cause=%s", failed.getClass().getSimpleName());
  }

  private static boolean isUnstored(Throwable failed) {
    return failed instanceof ApiException known && known.code() == ProblemCode.AUDIT_UNAVAILABLE;
  }

  private static Outcome outcome(Response response) {
    return response.getStatus() == 202 ? Outcome.ACCEPTED : Outcome.DONE;
  }

  private static Outcome outcome(Throwable failed) {
    return failed instanceof ApiException known && known.code().status < 500
        ? Outcome.REFUSED
        : Outcome.FAILED;
  }

  private static String code(Throwable failed) {
    return (failed instanceof ApiException known ? known.code() : ProblemCode.INTERNAL_ERROR).id();
  }
}
