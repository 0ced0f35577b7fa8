package io.cardflow.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cardflow.domain.AuditEntry;
import io.cardflow.internalmessages.InternalMessages;
import io.cardflow.ops.CardflowConfig;
import io.cardflow.ops.Job;
import io.cardflow.ops.JobWatch;
import io.cardflow.store.Audits;
import io.cardflow.wire.AuditEncoder;
import io.cardflow.wire.Outgoing;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ApplicationNotRunning;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import org.jboss.logging.Logger;

/** Publishes audit entries, each at least once and under the same id. */
@Singleton
class AuditRun {

  private static final Logger LOG = Logger.getLogger(AuditRun.class);

  private static final int PORTION = 100;

  private final Audits audits;
  private final InternalMessages messages;
  private final JobWatch watch;
  private final AuditEncoder encoder;
  private final String topic;
  private final boolean enabled;

  AuditRun(Audits audits, InternalMessages messages, JobWatch watch, CardflowConfig config) {
    this.audits = audits;
    this.messages = messages;
    this.watch = watch;
    this.encoder = new AuditEncoder(config.source());
    this.topic = config.topics().audit();
    this.enabled = config.console().enabled();
  }

  @Scheduled(
      every = "2s",
      concurrentExecution = ConcurrentExecution.SKIP,
      skipExecutionIf = ApplicationNotRunning.class)
  Uni<Void> run() {
    if (!enabled) {
      return Uni.createFrom().voidItem();
    }
    return watch
        .run(Job.AUDIT, portions())
        .onFailure()
        .invoke(failed -> LOG.warnf("audit run failed cause=%s", failed))
        .onFailure()
        .recoverWithNull();
  }

  private Uni<Void> portions() {
    return audits
        .unpublished(PORTION)
        .chain(
            entries ->
                entries.isEmpty()
                    ? Uni.createFrom().voidItem()
                    : publish(entries)
                        .chain(() -> audits.published(entries))
                        .chain(
                            () ->
                                entries.size() < PORTION
                                    ? Uni.createFrom().voidItem()
                                    : portions()));
  }

  private Uni<Void> publish(List<AuditEntry> entries) {
    return Uni.join()
        .all(entries.stream().map(this::publish).toList())
        .andFailFast()
        .replaceWithVoid();
  }

  private Uni<Void> publish(AuditEntry entry) {
    Outgoing event = encoder.encode(entry);
    return messages.send(topic, event.key().getBytes(UTF_8), event.headers(), event.value());
  }
}
