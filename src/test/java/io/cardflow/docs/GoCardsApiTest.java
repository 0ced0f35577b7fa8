package io.cardflow.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.cardflow.ops.CardflowConfig;
import io.cardflow.servers.WorkerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The document about the bureau's API has the evidence of everything in it. */
class GoCardsApiTest {

  private static final Set<String> EVIDENCE = Set.of("published", "assumed");

  private final JsonNode document;

  GoCardsApiTest() throws IOException {
    document = new YAMLMapper().readTree(Files.readString(Path.of("docs/gocards-openapi.yaml")));
  }

  @Test
  void everyOperationAndFieldHasItsEvidence() {
    List<String> without = new ArrayList<>();
    int operations = 0;
    for (String part : List.of("paths", "webhooks")) {
      for (Map.Entry<String, JsonNode> path : document.get(part).properties()) {
        for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
          evidence(path.getKey() + " " + operation.getKey(), operation.getValue(), false, without);
          operations++;
        }
      }
    }
    int[] fields = {0};
    for (Map.Entry<String, JsonNode> schema : document.at("/components/schemas").properties()) {
      boolean sourced = schema.getValue().has("x-source");
      if (schema.getValue().has("properties")) {
        evidence(schema.getKey(), schema.getValue(), false, without);
      }
      fields(schema.getKey(), schema.getValue(), sourced, without, fields);
    }
    for (Map.Entry<String, JsonNode> answer : document.at("/components/responses").properties()) {
      fields(answer.getKey(), answer.getValue(), false, without, fields);
    }
    assertEquals(List.of(), without);
    assertEquals(8, operations);
    assertTrue(fields[0] > 60, fields[0] + " fields");
  }

  private static void fields(
      String place, JsonNode node, boolean sourced, List<String> without, int[] count) {
    for (Map.Entry<String, JsonNode> each : node.properties()) {
      String path = place + "/" + each.getKey();
      if (each.getKey().equals("properties")) {
        for (Map.Entry<String, JsonNode> field : each.getValue().properties()) {
          evidence(path + "/" + field.getKey(), field.getValue(), sourced, without);
          count[0]++;
        }
      }
      fields(path, each.getValue(), sourced, without, count);
    }
    if (node.isArray()) {
      for (JsonNode item : node) {
        fields(place, item, sourced, without, count);
      }
    }
  }

  /**
   * @param sourced whether what it is part of names its page
   */
  private static void evidence(String place, JsonNode node, boolean sourced, List<String> without) {
    String evidence = node.path("x-evidence").asText();
    if (!EVIDENCE.contains(evidence)
        || evidence.equals("published") && !sourced && node.path("x-source").asText().isBlank()) {
      without.add(place);
    }
  }

  @Test
  void thePathsAreThoseOfTheSettings() {
    CardflowConfig.Paths paths = WorkerSettings.config(new HashMap<>()).gocards().paths();
    assertEquals(
        new TreeSet<>(
            Set.of(
                paths.token(),
                paths.login(),
                paths.orders(),
                paths.order(),
                paths.card(),
                paths.layout())),
        names(document.get("paths")));
  }

  private static Set<String> names(JsonNode node) {
    Set<String> names = new TreeSet<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
