package io.cardflow.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cardflow.local.gocards.GoCardsSimulator;
import io.cardflow.local.gocards.SimulatorSettings;
import io.cardflow.ops.CardflowConfig;
import io.cardflow.servers.Servers;
import io.cardflow.servers.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Alerts and dashboards query only metrics and labels that a worker exports. */
@QuarkusTest
@QuarkusTestResource(ServersResource.class)
@QuarkusTestResource(value = MetricNamesTest.Bureau.class, restrictToAnnotatedClass = true)
class MetricNamesTest {

  /** Metrics of other programs: Prometheus itself, and kube-state-metrics. */
  private static final Set<String> FOREIGN =
      Set.of("up", "kube_pod_status_ready", "kube_pod_status_phase", "kube_job_status_failed");

  private static final Pattern NAME =
      Pattern.compile("\\b([a-z]+(?:_[a-z0-9]+)+|up)\\b(\\{[^}]*})?");
  private static final Pattern LABEL = Pattern.compile("([a-z_]+)\\s*(?:=~|!~|!=|=)");

  @TestHTTPResource(value = "/metrics", management = true)
  URI metrics;

  @Inject CardflowConfig config;

  @Test
  void everyQueriedMetricIsExportedByAWorker() throws Exception {
    work();
    Map<String, Set<String>> shown = new HashMap<>();
    Awaitility.await("a worker that has ordered, refused and reconciled")
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptions()
        .untilAsserted(
            () -> {
              shown.putAll(shown());
              Set<String> missing = new TreeSet<>(asked().keySet());
              missing.removeAll(shown.keySet());
              assertEquals(Set.of(), missing);
            });
    asked()
        .forEach(
            (metric, labels) ->
                assertTrue(
                    shown.get(metric).containsAll(labels),
                    metric + " has " + shown.get(metric) + ", asked for are " + labels));
  }

  @Test
  void everyPanelHasAQueryAndADescription() throws IOException {
    for (JsonNode dashboard : dashboards()) {
      Set<Integer> ids = new HashSet<>();
      for (JsonNode panel : dashboard.path("panels")) {
        String title = panel.path("title").asText();
        assertTrue(ids.add(panel.path("id").asInt()), title + " has the id of another");
        assertTrue(!title.isBlank());
        if (!panel.path("type").asText().equals("row")) {
          assertTrue(!panel.path("targets").isEmpty(), title);
          assertTrue(!panel.path("description").asText().isBlank(), title);
          assertEquals("${datasource}", panel.at("/datasource/uid").asText(), title);
        }
      }
    }
  }

  /** The queried labels by metric. */
  private static Map<String, Set<String>> asked() throws IOException {
    Map<String, Set<String>> asked = new HashMap<>();
    for (String expression : expressions()) {
      String plain = expression.replaceAll("\"[^\"]*\"", "\"\"");
      String free = plain.replaceAll("\\b(by|without|on|ignoring|group_left)\\s*\\([^)]*\\)", "");
      Matcher name = NAME.matcher(free.replaceAll("\\b[a-z_]+(?=\\s*\\()", ""));
      while (name.find()) {
        if (!FOREIGN.contains(name.group(1))) {
          Set<String> labels = asked.computeIfAbsent(name.group(1), each -> new TreeSet<>());
          if (name.group(2) != null) {
            Matcher label = LABEL.matcher(name.group(2));
            while (label.find()) {
              labels.add(label.group(1));
            }
            labels.removeAll(Set.of("job", "namespace", "pod", "instance"));
          }
        }
      }
    }
    assertTrue(asked.size() > 5, asked.toString());
    return asked;
  }

  private static List<String> expressions() throws IOException {
    List<String> expressions = new ArrayList<>();
    for (JsonNode alert : OperationsPageTest.alerts()) {
      expressions.add(alert.path("expr").asText());
    }
    for (JsonNode dashboard : dashboards()) {
      dashboard.findValues("expr").forEach(each -> expressions.add(each.asText()));
    }
    return expressions;
  }

  private static List<JsonNode> dashboards() throws IOException {
    List<JsonNode> dashboards = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of("deploy", "dashboards"))) {
      for (Path file : files.filter(each -> each.toString().endsWith(".json")).toList()) {
        dashboards.add(new ObjectMapper().readTree(file.toFile()));
      }
    }
    assertTrue(!dashboards.isEmpty());
    return dashboards;
  }

  /** The exported labels by metric. */
  private Map<String, Set<String>> shown() throws IOException, InterruptedException {
    String text =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofString())
            .body();
    Map<String, Set<String>> shown = new HashMap<>();
    for (String line : text.lines().filter(each -> !each.startsWith("#")).toList()) {
      Matcher name = Pattern.compile("([a-zA-Z_:][\\w:]*)(\\{.*})? .*").matcher(line);
      if (name.matches()) {
        Set<String> labels = shown.computeIfAbsent(name.group(1), each -> new TreeSet<>());
        if (name.group(2) != null) {
          Matcher label =
              Pattern.compile("([a-zA-Z_]\\w*)=")
                  .matcher(name.group(2).replaceAll("\"[^\"]*\"", ""));
          while (label.find()) {
            labels.add(label.group(1));
          }
        }
      }
    }
    return shown;
  }

  /** A card that is ordered immediately, rejected and unauthorized messages, an invalid record. */
  private void work() throws Exception {
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", Servers.shared().bootstrapServers()),
            new StringSerializer(),
            new StringSerializer())) {
      producer.send(
          command(
              "request-card",
              """
              {"layoutId":"L1","queue":false,"delivery":{"recipient":"R","addressOne":"A 1",\
              "postalCode":"1","city":"C","countryCode":"SE"}}\
              """));
      producer.send(command("lock-card", "{}"));
      ProducerRecord<String, String> unauthorized = command("withdraw-card", "{}");
      unauthorized.headers().remove("ce_source");
      unauthorized.headers().add("ce_source", "/refused".getBytes(StandardCharsets.UTF_8));
      producer.send(unauthorized);
      producer.send(new ProducerRecord<>(config.topics().commands(), "T-1", "hello")).get();
    }
  }

  private ProducerRecord<String, String> command(String name, String data) {
    ProducerRecord<String, String> record =
        new ProducerRecord<>(config.topics().commands(), "T-1", data);
    Map.of(
            "ce_specversion", "1.0",
            "ce_id", name,
            "ce_source", "/metrics",
            "ce_type", "io.cardflow.command." + name + ".v1",
            "ce_subject", "T-1",
            "content-type", "application/json")
        .forEach(
            (header, value) ->
                record.headers().add(header, value.getBytes(StandardCharsets.UTF_8)));
    return record;
  }

  /** A bureau that accepts orders but then is so slow that they are reconciled. */
  public static final class Bureau implements QuarkusTestResourceLifecycleManager {

    private GoCardsSimulator bureau;

    @Override
    public Map<String, String> start() {
      bureau =
          new GoCardsSimulator(
                  SimulatorSettings.quick(
                      Servers.shared().bootstrapServers(), Servers.shared().newTopics().events()))
              .start();
      return Map.of(
          "cardflow.gocards.url", bureau.url(),
          "cardflow.gocards.client-id", "cardflow",
          "cardflow.gocards.client-secret", "cardflow",
          "cardflow.gocards.organisation-id", "test",
          "cardflow.ordering.every", "1s",
          "cardflow.ordering.reconcile-after", "1s",
          "cardflow.expiry.every", "1s",
          "cardflow.policy.file", policy().toString());
    }

    /** A policy by which one source may send no command. */
    private static Path policy() {
      try {
        Path file = Files.createTempFile("policy", ".yaml");
        file.toFile().deleteOnExit();
        return Files.writeString(
            file, "default: allow\nsenders: [{source: /refused, topics: [producer-status]}]\n");
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    }

    @Override
    public void stop() {
      bureau.close();
    }
  }
}
