package io.cardflow.push;

import io.cardflow.api.OwnAdmission;
import io.cardflow.api.ProblemCode;
import io.cardflow.ops.CardflowConfig;
import io.cardflow.ordering.PushMeters;
import io.cardflow.ordering.PushOutcome;
import io.cardflow.ordering.PushedCards;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * Takes the bureau's events over HTTP. It has limits of its own: a photo makes an event larger than
 * any body of the API. A process without the push does not have the path.
 */
@Singleton
class PushRoute {

  static final String PATH = "/hooks/gocards";

  /** Bytes. */
  static final int MOST_OF_A_BODY = 4 * 1024 * 1024;

  /** How long a body may take to arrive. */
  private static final Duration BODY = Duration.ofSeconds(10);

  /** How long an event may take to be stored; the bureau sends it again. */
  private static final Duration STORING = Duration.ofSeconds(20);

  private static final Logger LOG = Logger.getLogger(PushRoute.class);

  private final CardflowConfig.Push settings;
  private final PushServer server;
  private final PushedCards cards;
  private final PushMeters meters;
  private final OwnAdmission admission;
  private final Clock clock;
  private final AtomicInteger running = new AtomicInteger();
  private final RareWarning warning = new RareWarning(System::nanoTime);
  private Authentication authentication;
  private Handshake handshake;

  PushRoute(
      CardflowConfig config,
      PushServer server,
      PushedCards cards,
      PushMeters meters,
      OwnAdmission admission,
      Clock clock) {
    this.settings = config.gocards().push();
    this.server = server;
    this.cards = cards;
    this.meters = meters;
    this.admission = admission;
    this.clock = clock;
  }

  void add(@Observes Router router) {
    if (!settings.enabled()) {
      return;
    }
    server.check();
    authentication = authentication();
    handshake = new Handshake(settings.origins(), settings.allowedRate());
    router.route(PATH).order(OwnAdmission.FIRST).handler(this::begin);
  }

  private Authentication authentication() {
    return switch (settings.auth().orElseThrow()) {
      case SIGNATURE -> new WebhookSignature(settings.secrets().orElseThrow(), clock);
      case BEARER -> new BearerToken(settings.tokens().orElseThrow());
      case MTLS -> new ClientCertificate(settings.clients().orElseThrow());
    };
  }

  private void begin(RoutingContext request) {
    HttpMethod method = request.request().method();
    if (method.equals(HttpMethod.OPTIONS)) {
      handshake.answer(request);
    } else if (!method.equals(HttpMethod.POST)) {
      request.response().putHeader(HttpHeaders.ALLOW, "OPTIONS, POST");
      admission.reject(request, ProblemCode.METHOD_NOT_ALLOWED);
    } else if (!authentication.admits(request.request())) {
      end(request, PushOutcome.UNAUTHENTICATED);
    } else if (running.incrementAndGet() > settings.maxConcurrent()) {
      running.decrementAndGet();
      end(request, PushOutcome.TOO_MANY);
    } else {
      request.addEndHandler(ended -> running.decrementAndGet());
      new PushBody(request, MOST_OF_A_BODY, BODY)
          .read(body -> take(request, body), failed -> end(request, failed));
    }
  }

  private void take(RoutingContext request, Buffer body) {
    byte[] bytes = body.getBytes();
    String type =
        request.request().getHeader("ce-specversion") == null
            ? null
            : request.request().getHeader("ce-type");
    Context context = request.vertx().getOrCreateContext();
    Uni.createFrom()
        .item(() -> authentication.accepts(request.request(), bytes))
        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
        .flatMap(
            genuine ->
                genuine
                    ? cards.take(bytes, type)
                    : Uni.createFrom().item(PushOutcome.UNAUTHENTICATED))
        .ifNoItem()
        .after(STORING)
        .recoverWithItem(PushOutcome.TIMED_OUT)
        .subscribe()
        .with(
            outcome -> context.runOnContext(back -> end(request, outcome)),
            failed -> context.runOnContext(back -> end(request, PushOutcome.FAILED)));
  }

  private void end(RoutingContext request, PushOutcome outcome) {
    meters.count(outcome);
    LOG.debugf("push ended outcome=%s", outcome.id());
    ProblemCode problem = problem(outcome);
    if (outcome == PushOutcome.UNAUTHENTICATED) {
      warn();
    }
    if (problem != null) {
      admission.reject(request, problem);
    } else if (!request.response().ended() && !request.response().closed()) {
      request.response().setStatusCode(202).end();
    }
  }

  private void warn() {
    long cases = warning.due();
    if (cases > 0) {
      LOG.warnf("push rejected outcome=unauthenticated requests=%d", cases);
    }
  }

  /** The error for an outcome; null for 202, after which the bureau does not send it again. */
  private static ProblemCode problem(PushOutcome outcome) {
    return switch (outcome) {
      case APPLIED,
          NOTHING_NEW,
          ASKED,
          KEPT,
          NOT_KEPT,
          APPLIED_LATER,
          EXPIRED,
          UNKNOWN_TOPIC,
          UNUSABLE ->
          null;
      case UNAUTHENTICATED -> ProblemCode.UNAUTHENTICATED;
      case TOO_LARGE -> ProblemCode.PAYLOAD_TOO_LARGE;
      case TOO_SLOW -> ProblemCode.BODY_TIMEOUT;
      case TOO_MANY -> ProblemCode.TOO_MANY_REQUESTS;
      case KAFKA_UNAVAILABLE -> ProblemCode.KAFKA_UNAVAILABLE;
      case DATABASE_UNAVAILABLE -> ProblemCode.DATABASE_UNAVAILABLE;
      case TIMED_OUT -> ProblemCode.UNAVAILABLE;
      case FAILED -> ProblemCode.INTERNAL_ERROR;
    };
  }
}
