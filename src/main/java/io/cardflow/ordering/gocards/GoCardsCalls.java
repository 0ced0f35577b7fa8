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
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;

/** Blocking HTTP calls, limited in time and size, behind a circuit breaker. */
@ApplicationScoped
class GoCardsCalls {

  /** The name in the TLS registry of the bureau's trust store and the worker's certificate. */
  static final String TLS = "gocards";

  /** The maximum size of a response in addition to its cards, in bytes. */
  private static final int HEAD = 64 * 1024;

  /**
   * The maximum size per card in the response to an order: ids, a code, and 500 characters of
   * detail, each up to 6 bytes of JSON.
   */
  private static final int CARD = 4 * 1024;

  private final GoCardsApi api;
  private final GoCardsUrls urls;
  private final Clock clock;
  private final Duration timeout;
  private final int most;

  GoCardsCalls(CardflowConfig config, TlsConfigurationRegistry tls, Clock clock) {
    this.clock = clock;
    this.timeout = config.gocards().timeout();
    this.most = HEAD + config.ordering().maxBatchSize() * CARD;
    this.urls = config.gocards().url().isPresent() ? new GoCardsUrls(config.gocards()) : null;
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

  /** The URLs of the calls; null without a bureau. */
  GoCardsUrls urls() {
    return urls;
  }

  /** The maximum duration of a call: the timeout applies to connecting and to the response. */
  Duration longest() {
    return timeout.multipliedBy(2);
  }

  /**
   * Makes a call and parses the response. The body is limited to the size of the response to an
   * order of the largest batch, unless the reader allows more.
   *
   * @throws CallFailed if there is no response below 500, or the reader throws it
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
        return new HttpAnswer<>(
            status,
            response.getHeaderString("Content-Type"),
            retryAfter,
            reader.read(status, body));
      }
    } catch (ProcessingException | IOException failed) {
      throw new CallFailed(fault(failed), failed);
    }
  }

  /**
   * Requests a token behind a circuit breaker of its own.
   *
   * @throws CallFailed if there is none
   */
  @CircuitBreaker(
      requestVolumeThreshold = 10,
      failureRatio = 0.8,
      delay = 5_000,
      successThreshold = 1,
      failOn = CallFailed.class)
  LogIn.Token token(Supplier<LogIn.Token> request) {
    return request.get();
  }

  /** Describes only the class of an exception: its message may quote the request. */
  private static Fault fault(Throwable failed) {
    for (Throwable each = failed; each != null; each = each.getCause()) {
      if (each instanceof TimeoutException) {
        return Fault.of(Code.TIMEOUT, "no response in time");
      }
      if (each instanceof SSLException) {
        return Fault.of(Code.TLS, "TLS failed with " + each.getClass().getSimpleName());
      }
      if (each instanceof UnknownHostException) {
        return Fault.of(Code.CONNECTION, "the host name cannot be resolved");
      }
    }
    Throwable root = failed;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return Fault.of(Code.CONNECTION, "no connection, " + root.getClass().getSimpleName());
  }
}
