package io.cardflow.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.SSLContext;

/** A bureau that pushes events. */
final class Pusher {

  static final String SECRET = "whsec_Y2FyZGZsb3ctcHVzaC1zZWNyZXQtMDAwMDAwMDE=";
  static final String NEXT_SECRET = "Y2FyZGZsb3ctcHVzaC1zZWNyZXQtMDAwMDAwMDI=";
  static final String WRONG_SECRET = "whsec_Y2FyZGZsb3ctcHVzaC1zZWNyZXQtMDAwMDAwMDM=";

  private final HttpClient client;
  private final URI url;

  Pusher(URI base) {
    this(base, null);
  }

  /**
   * @param tls null for none
   */
  Pusher(URI base, SSLContext tls) {
    HttpClient.Builder builder = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1);
    client = (tls == null ? builder : builder.sslContext(tls)).build();
    url = base.resolve(PushRoute.PATH);
  }

  /** The published event about a card. */
  static String event(String topic, String cardInfo) {
    return """
        {"eventId":"E2202040936-A41D6B65","created":"2022-02-04T09:36:12.123456789",
         "apiVersion":"2.0.0","topic":"%s","data":%s}"""
        .formatted(topic, cardInfo);
  }

  /** A card's info with these further members, each with a comma before it. */
  static String card(String producerCardId, String more) {
    return """
        {"cardId":"%s","articleId":"TEMPORARY","cardHolderEmail":"canary.mail@example.com",
         "cardElements":{"name":"Canary Name"},"photo":"Y2FuYXJ5IHBob3Rv",
         "externalReportData":{"PIN_CODE":"canary-pin-482913"}%s}"""
        .formatted(producerCardId, more);
  }

  static String produced(String producerCardId) {
    return card(
        producerCardId,
        """
        ,"produced":"2026-02-04T09:36:12.123456789",
        "reportData":{"TRANSLATION_MIFARE_HEX_MSB":"0A1B2C3D"}""");
  }

  static String delivered(String producerCardId) {
    return card(
        producerCardId,
        """
        ,"produced":"2026-02-04T09:36:12.123456789","delivered":"2026-02-05T10:00:00.000000000",
        "reportData":{"TRANSLATION_MIFARE_HEX_MSB":"0A1B2C3D"}""");
  }

  HttpRequest.Builder request(String body) {
    return HttpRequest.newBuilder(url)
        .header("Content-Type", "application/json")
        .timeout(Duration.ofSeconds(60))
        .POST(BodyPublishers.ofString(body));
  }

  /** A request with a signature of now. */
  HttpRequest.Builder signed(String secret, String body) {
    return signed(secret, Instant.now(), body);
  }

  HttpRequest.Builder signed(String secret, Instant at, String body) {
    String id = "msg_" + UUID.randomUUID();
    String time = Long.toString(at.getEpochSecond());
    return request(body)
        .header(WebhookSignature.ID, id)
        .header(WebhookSignature.TIMESTAMP, time)
        .header(WebhookSignature.SIGNATURE, "v1," + sign(secret, id + "." + time + "." + body));
  }

  int push(String body) {
    return send(signed(SECRET, body)).statusCode();
  }

  HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (java.io.IOException failed) {
      throw new java.io.UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  HttpRequest.Builder options(String origin) {
    return HttpRequest.newBuilder(url)
        .header("WebHook-Request-Origin", origin)
        .method("OPTIONS", BodyPublishers.noBody());
  }

  private static String sign(String secret, String content) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(
          new SecretKeySpec(
              Base64.getDecoder().decode(secret.replaceFirst("whsec_", "")), "HmacSHA256"));
      return Base64.getEncoder().encodeToString(mac.doFinal(content.getBytes(UTF_8)));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
