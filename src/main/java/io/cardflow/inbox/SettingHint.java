package io.cardflow.inbox;

import io.vertx.core.VertxException;
import java.util.regex.Pattern;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;

/** Names the setting to check after a failure whose message names none. */
final class SettingHint {

  /** PostgreSQL's messages for a statement that this session has not prepared. */
  private static final Pattern PREPARED =
      Pattern.compile(
          "prepared statement \\S+ (does not exist|already exists)|bind message supplies");

  private SettingHint() {}

  /** A hint to append to the failure's message; empty if there is none. */
  static String of(Throwable failed) {
    for (Throwable each = failed; each != null; each = each.getCause()) {
      if (each instanceof SaslAuthenticationException) {
        return " (see kafka.sasl.jaas.config and kafka.sasl.mechanism)";
      }
      if (each instanceof SslAuthenticationException) {
        return " (%s; see kafka.ssl.truststore.*, kafka.ssl.keystore.* and kafka.bootstrap.servers)"
            .formatted(detail(each));
      }
      if (each instanceof ProducerFencedException
          || each instanceof InvalidProducerEpochException) {
        return " (see cardflow.inbox.instance-id: another replica may have the same one)";
      }
      if (each instanceof FencedInstanceIdException) {
        return " (see kafka.group.instance.id, which must not be set)";
      }
      if (each.getMessage() != null && PREPARED.matcher(each.getMessage()).find()) {
        return " (see quarkus.datasource.reactive.cache-prepared-statements: a pooler in front of"
            + " PostgreSQL loses prepared statements)";
      }
      if (each instanceof AuthorizationException) {
        return " (see the permissions of the worker's Kafka user)";
      }
      // The database client reports no more than this.
      if (each instanceof VertxException && "SSL handshake failed".equals(each.getMessage())) {
        return " (see quarkus.datasource.reactive.trust-certificate-pem.certs, and the host name in"
            + " quarkus.datasource.reactive.url)";
      }
    }
    return "";
  }

  /** Kafka's message is only that the handshake failed; the reason is in the cause. */
  private static String detail(Throwable failed) {
    return (failed.getCause() == null ? failed : failed.getCause()).getMessage();
  }
}
