package io.cardflow.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
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
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.SSLContext;

/** A bureau that pushes events. */
public final class Pusher {

  public static final String SECRET = "whsec_Y2FyZGZsb3ctcHVzaC1zZWNyZXQtMDAwMDAwMDE=";
  static final String NEXT_SECRET = "Y2FyZGZsb3ctcHVzaC1zZWNyZXQtMDAwMDAwMDI=";
  public static final String WRONG_SECRET = "whsec_Y2FyZGZsb3ctcHVzaC1zZWNyZXQtMDAwMDAwMDM=";

  /** Parts of an event that must leave no trace: e-mail address, name, photo and PIN. */
  public static final List<String> CANARIES =
      List.of("canary.mail", "Canary Name", "Y2FuYXJ5IHBob3Rv", "canary-pin");

  private final HttpClient client;
  private final URI url;

  /** Pushes to this worker. */
  public Pusher(URI base) {
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
  public static String event(String topic, String cardInfo) {
    return """
        {"eventId":"E2202040936-A41D6B65","created":"2022-02-04T09:36:12.123456789",
         "apiVersion":"2.0.0","topic":"%s","data":%s}"""
        .formatted(topic, cardInfo);
  }

  /** A card's info with these further members, each with a comma before it. */
  public static String card(String producerCardId, String more) {
    return """
        {"cardId":"%s","articleId":"TEMPORARY","cardHolderEmail":"canary.mail@example.com",
         "cardElements":{"name":"Canary Name"},"photo":"Y2FuYXJ5IHBob3Rv",
         "externalReportData":{"PIN_CODE":"canary-pin-482913"}%s}"""
        .formatted(producerCardId, more);
  }

  /** A produced card. */
  public static String produced(String producerCardId) {
    return card(
        producerCardId,
        """
        ,"produced":"2026-02-04T09:36:12.123456789",
        "reportData":{"TRANSLATION_MIFARE_HEX_MSB":"0A1B2C3D"}""");
  }

  /** A delivered card. */
  public static String delivered(String producerCardId) {
    return card(
        producerCardId,
        """
        ,"produced":"2026-02-04T09:36:12.123456789","delivered":"2026-02-05T10:00:00.000000000",
        "reportData":{"TRANSLATION_MIFARE_HEX_MSB":"0A1B2C3D"}""");
  }

  /** A card that its holder has activated. */
  public static String activated(String producerCardId) {
    String delivered = delivered(producerCardId);
    return delivered.substring(0, delivered.length() - 1)
        + ",\"activated\":\"2026-02-06T11:00:00.000000000\"}";
  }

  HttpRequest.Builder request(String body) {
    return HttpRequest.newBuilder(url)
        .header("Content-Type", "application/json")
        .timeout(Duration.ofSeconds(60))
        .POST(BodyPublishers.ofString(body));
  }

  /** A request with a signature of now. */
  public HttpRequest.Builder signed(String secret, String body) {
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

  /** Pushes a signed event and returns the status of the answer. */
  public int push(String body) {
    return send(signed(SECRET, body)).statusCode();
  }

  /** Sends a request. */
  public HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  /** Sends genuine headers and a body that does not end; returns the status of the answer. */
  CompletableFuture<Integer> pushSlowly() {
    String id = "msg_" + UUID.randomUUID();
    String time = Long.toString(Instant.now().getEpochSecond());
    String head =
        """
        POST %s HTTP/1.1
        Host: %s
        Content-Length: 2
        %s: %s
        %s: %s
        %s: v1,%s

        {"""
            .formatted(
                url.getPath(),
                url.getAuthority(),
                WebhookSignature.ID,
                id,
                WebhookSignature.TIMESTAMP,
                time,
                WebhookSignature.SIGNATURE,
                sign(SECRET, id + "." + time + ".{}"))
            .replace("\n", "\r\n");
    return CompletableFuture.supplyAsync(
        () -> {
          try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(head.getBytes(UTF_8));
            String status = new String(socket.getInputStream().readNBytes(12), UTF_8);
            return Integer.parseInt(status.substring(9));
          } catch (IOException failed) {
            throw new UncheckedIOException(failed);
          }
        },
        task -> new Thread(task).start());
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
