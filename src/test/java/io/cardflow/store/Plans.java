package io.cardflow.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The plans of statements that a connection has prepared. */
final class Plans {

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * A table or index that a statement reads.
   *
   * @param rows how many rows were read, in all executions of the node
   * @param loops how often the node was executed
   * @param blocks how many blocks of the table and the index were read
   */
  record Scan(String node, String table, double rows, double loops, long blocks) {}

  private Plans() {}

  /** The scans of the generic plan of a prepared statement, executed with these parameters. */
  static List<Scan> executed(SqlConnection connection, String statement, Tuple parameters) {
    return scans(
        explain(connection, "EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON)", statement, parameters));
  }

  /** The scans of the generic plan of a prepared statement, not executed. */
  static List<Scan> planned(SqlConnection connection, String statement, Tuple parameters) {
    return scans(explain(connection, "EXPLAIN (FORMAT JSON)", statement, parameters));
  }

  private static JsonNode explain(
      SqlConnection connection, String explain, String statement, Tuple parameters) {
    Row prepared =
        Vault.await(
                connection
                    .preparedQuery(
                        "SELECT name, generic_plans FROM pg_prepared_statements"
                            + " WHERE statement = $1")
                    .execute(Tuple.of(statement)))
            .iterator()
            .next();
    assertTrue(prepared.getLong("generic_plans") > 0, statement);
    String values =
        IntStream.range(0, parameters.size())
            .mapToObj(i -> literal(parameters.getValue(i)))
            .collect(Collectors.joining(", "));
    Row plan =
        Vault.await(
                connection
                    .query(
                        "%s EXECUTE \"%s\" %s"
                            .formatted(
                                explain,
                                prepared.getString("name"),
                                values.isEmpty() ? "" : "(" + values + ")"))
                    .execute())
            .iterator()
            .next();
    try {
      JsonNode json = JSON.readTree(plan.getValue(0).toString());
      assertEquals(1, json.size());
      return json.get(0).get("Plan");
    } catch (JsonProcessingException notJson) {
      throw new IllegalStateException(notJson);
    }
  }

  private static String literal(Object value) {
    return value == null ? "NULL" : "'" + value.toString().replace("'", "''") + "'";
  }

  private static List<Scan> scans(JsonNode plan) {
    List<Scan> scans = new ArrayList<>();
    collect(plan, scans);
    return scans;
  }

  private static void collect(JsonNode node, List<Scan> to) {
    if (node.has("Relation Name") && !node.path("Node Type").asText().equals("ModifyTable")) {
      double loops = node.path("Actual Loops").asDouble();
      to.add(
          new Scan(
              node.path("Node Type").asText(),
              node.path("Relation Name").asText(),
              loops
                  * (node.path("Actual Rows").asDouble()
                      + node.path("Rows Removed by Filter").asDouble()),
              loops,
              node.path("Shared Hit Blocks").asLong() + node.path("Shared Read Blocks").asLong()));
    }
    node.path("Plans").forEach(child -> collect(child, to));
  }
}
