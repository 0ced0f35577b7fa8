package io.cardflow.ordering.gocards;

import io.cardflow.ops.CardflowConfig;
import io.cardflow.ordering.Fault;
import io.cardflow.ordering.Fault.Code;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import io.quarkus.tls.TlsConfigurationRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import javax.net.ssl.SSLException;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;

/** Calls over HTTP, limited in time and size, behind a circuit breaker. They block. */
@ApplicationScoped
class GoCardsCalls {

  /** The name under which the TLS registry is asked for the bureau's trust and our certificate. */
  static final String TLS = "gocards";

  /** What an answer may have beside its cards. */
  private static final int HEAD = 64 * 1024;

  /**
   * What an answer to an order may have for each card: ids, a code, and 500 characters of detail,
   * each of which JSON can make 6 bytes of.
   */
  private static final int CARD = 4 * 1024;

  private final GoCardsApi api;
  private final Clock clock;
  private final Duration timeout;
  private final int most;

  GoCardsCalls(CardflowConfig config, TlsConfigurationRegistry tls, Clock clock) {
    this.clock = clock;
    this.timeout = config.gocards().timeout();
    this.most = HEAD + config.ordering().maxBatchSize() * CARD;
    this.api =
        config
            .gocards()
            .url()
            .map(
                url -> {
                  QuarkusRestClientBuilder builder =
                      QuarkusRestClientBuilder.newBuilder()
                          .baseUri(url)
                          .connectTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                          .readTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                          .followRedirects(false)
                          .disableDefaultMapper(true);
                  tls.get(TLS).ifPresent(builder::tlsConfiguration);
                  return builder.build(GoCardsApi.class);
                })
            .orElse(null);
  }

  /** How long a call may last: it connects and is answered in the time-out each. */
  Duration longest() {
    return timeout.multipliedBy(2);
  }

  /**
   * Makes a call and reads what it answers. The body may have as many bytes as the answer to an
   * order of the largest batch, unless the reader allows more.
   *
   * @throws CallFailed if there is no answer below 500, or the reader throws it
   */
  @CircuitBreaker(
      requestVolumeThreshold = 10,
      failureRatio = 0.8,
      delay = 5_000,
      successThreshold = 1,
      failOn = CallFailed.class)
  <T> HttpAnswer<T> make(Function<GoCardsApi, Response> call, BodyReader<T> reader) {
    long until = System.nanoTime() + timeout.toNanos();
    try (Response response = call.apply(api)) {
      Duration retryAfter =
          RetryAfter.read(response.getHeaderString("Retry-After"), clock.instant());
      int status = response.getStatus();
      if (status >= 500) {
        throw new CallFailed(
            new Fault(Code.SERVER_ERROR, "HTTP status " + status, retryAfter), null);
      }
      InputStream in =
          response.hasEntity()
              ? response.readEntity(InputStream.class)
              : InputStream.nullInputStream();
      try (AnswerBody body = new AnswerBody(in, until, most)) {
        return new HttpAnswer<>(status, retryAfter, reader.read(status, body));
      }
    } catch (ProcessingException | IOException failed) {
      throw new CallFailed(fault(failed), failed);
    }
  }

  /** Told by its kind alone: the words of an exception may quote what was sent. */
  private static Fault fault(Throwable failed) {
    for (Throwable each = failed; each != null; each = each.getCause()) {
      if (each instanceof TimeoutException) {
        return Fault.of(Code.TIMEOUT, "no answer in time");
      }
      if (each instanceof SSLException) {
        return Fault.of(Code.TLS, "TLS failed with " + each.getClass().getSimpleName());
      }
      if (each instanceof UnknownHostException) {
        return Fault.of(Code.CONNECTION, "the host's name is not known");
      }
    }
    Throwable root = failed;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return Fault.of(Code.CONNECTION, "no connection, " + root.getClass().getSimpleName());
  }
}
