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
import java.util.Arrays;
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

  /** Far above the answer to the largest batch. */
  static final int MOST_BYTES = 4 * 1024 * 1024;

  private final GoCardsApi api;
  private final Clock clock;
  private final Duration timeout;

  GoCardsCalls(CardflowConfig config, TlsConfigurationRegistry tls, Clock clock) {
    this.clock = clock;
    this.timeout = config.gocards().timeout();
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

  /**
   * Makes a call.
   *
   * @throws CallFailed if there is no answer below 500
   */
  @CircuitBreaker(
      requestVolumeThreshold = 10,
      failureRatio = 0.8,
      delay = 5_000,
      successThreshold = 1,
      failOn = CallFailed.class)
  HttpAnswer make(Function<GoCardsApi, Response> call) {
    long until = System.nanoTime() + timeout.toNanos();
    try (Response response = call.apply(api)) {
      Duration retryAfter =
          RetryAfter.read(response.getHeaderString("Retry-After"), clock.instant());
      int status = response.getStatus();
      if (status >= 500) {
        throw new CallFailed(
            new Fault(Code.SERVER_ERROR, "HTTP status " + status, retryAfter), null);
      }
      return new HttpAnswer(status, retryAfter, body(response, until));
    } catch (ProcessingException | IOException failed) {
      throw new CallFailed(fault(failed), failed);
    }
  }

  private static byte[] body(Response response, long until) throws IOException {
    if (!response.hasEntity()) {
      return new byte[0];
    }
    try (InputStream in = response.readEntity(InputStream.class)) {
      byte[] body = new byte[8 * 1024];
      int length = 0;
      for (int read = in.read(body);
          read >= 0;
          read = in.read(body, length, body.length - length)) {
        length += read;
        if (length > MOST_BYTES) {
          throw new CallFailed(Code.TOO_LARGE, "the answer has more than " + MOST_BYTES + " bytes");
        }
        if (System.nanoTime() - until > 0) {
          throw new CallFailed(Code.TIMEOUT, "the answer did not end in time");
        }
        if (length == body.length) {
          body = Arrays.copyOf(body, body.length * 2);
        }
      }
      return Arrays.copyOf(body, length);
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
