package io.cardflow.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cardflow.ops.CardflowConfig;
import io.cardflow.servers.Servers;
import io.cardflow.servers.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A worker with the API, and a client of it, with all rights, and of its broker. */
@QuarkusTestResource(ServersResource.class)
@WithTestResource(ApiTestResource.class)
@WithTestResource(FewStreams.class)
abstract class ApiCase {

  static final Duration WAIT = Duration.ofSeconds(60);
  static final ObjectMapper JSON = new ObjectMapper();
  static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @TestHTTPResource("/")
  URI base;

  @Inject CardflowConfig config;

  /** A request of a caller with all rights. */
  HttpRequest.Builder request(String path) {
    return request(path, "admin");
  }

  /** A request of a caller with these roles. */
  HttpRequest.Builder request(String path, String... roles) {
    return HttpRequest.newBuilder(base.resolve(path))
        .header("Authorization", "Bearer " + Issuer.shared().token("tester", roles))
        .timeout(Duration.ofSeconds(30));
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return get(request(path));
  }

  static HttpResponse<String> get(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return HTTP.send(request.build(), BodyHandlers.ofString());
  }

  HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
    return HTTP.send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  /** The body of a successful answer. */
  static JsonNode json(HttpResponse<String> response) throws IOException {
    assertEquals(2, response.statusCode() / 100, response.body());
    return JSON.readTree(response.body());
  }

  /** Fails unless the answer is a problem of this code. */
  static JsonNode assertProblem(ProblemCode code, HttpResponse<String> response)
      throws IOException {
    assertEquals(code.status, response.statusCode(), response.body());
    assertEquals(Problem.TYPE, response.headers().firstValue("Content-Type").orElse(null));
    JsonNode problem = JSON.readTree(response.body());
    assertEquals(code.id(), problem.get("code").asText(), response.body());
    return problem;
  }

  /** A producer of bytes. */
  static KafkaProducer<byte[], byte[]> producer(Map<String, String> more) {
    Properties settings = new Properties();
    settings.put("bootstrap.servers", Servers.shared().bootstrapServers());
    settings.putAll(more);
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Sends a record with headers. */
  static RecordMetadata send(
      String topic, Integer partition, byte[] key, byte[] value, Map<String, String> headers)
      throws ExecutionException, InterruptedException {
    try (KafkaProducer<byte[], byte[]> producer = producer(Map.of())) {
      ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, partition, key, value);
      headers.forEach((name, text) -> record.headers().add(name, text.getBytes(UTF_8)));
      return producer.send(record).get();
    }
  }

  /** Sends a command about a card. */
  RecordMetadata command(String name, String id, String card, String data)
      throws ExecutionException, InterruptedException {
    return send(
        config.topics().commands(),
        null,
        card.getBytes(UTF_8),
        data.getBytes(UTF_8),
        Map.of(
            "ce_specversion",
            "1.0",
            "ce_id",
            id,
            "ce_source",
            "/iam",
            "ce_type",
            "io.cardflow.command." + name + ".v1",
            "ce_subject",
            card,
            "ce_correlationid",
            "corr-" + id));
  }

  static final String REQUEST =
      """
      {"layoutId":"L","delivery":{"recipient":"R","addressOne":"A","postalCode":"1","city":"C",\
      "countryCode":"SE"}}""";
}
