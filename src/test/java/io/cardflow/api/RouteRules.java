package io.cardflow.api;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Who may call which route. Each new route needs a line here: {@code AuthorizationMatrixTest} fails
 * without it.
 */
final class RouteRules {

  /** The callers with each right: roles, and scopes of machines. */
  private static final Set<String> READ =
      Set.of("viewer", "operator", "privacy", "admin", "cardflow.read");

  private static final Set<String> COMMAND = Set.of("operator", "cardflow.command");

  /** The outcome of a command is also for those who may only send it. */
  private static final Set<String> READ_OR_COMMAND =
      Set.of("viewer", "operator", "privacy", "admin", "cardflow.read", "cardflow.command");

  private static final Set<String> OPERATOR = Set.of("operator");
  private static final Set<String> PRIVACY = Set.of("privacy");
  private static final Set<String> ADMIN = Set.of("admin");

  /** The callers by route. */
  static final Map<String, Set<String>> RULES = new TreeMap<>();

  static {
    RULES.put("GET /api/cards/{id}", READ);
    RULES.put("GET /api/cards/{id}/history", READ);
    RULES.put("GET /api/cards/{id}/messages", READ);
    RULES.put("POST /api/cards/{id}/commands", COMMAND);
    RULES.put("POST /api/cards/{id}/unmask", PRIVACY);
    RULES.put("GET /api/cards", READ);
    RULES.put("POST /api/cards/search", READ);
    RULES.put("GET /api/cards/export", ADMIN);
    RULES.put("GET /api/messages/{topic}/{partition}/{offset}", READ_OR_COMMAND);
    RULES.put("GET /api/orders", READ);
    RULES.put("GET /api/orders/{batchId}", READ);
    RULES.put("GET /api/orders/{batchId}/cards", READ);
    RULES.put("POST /api/orders/{batchId}/ask", OPERATOR);
    RULES.put("POST /api/orders/{batchId}/resolve", OPERATOR);
    RULES.put("POST /api/orders/{batchId}/card-ids", OPERATOR);
    RULES.put("GET /api/summary", READ);
    RULES.put("GET /api/rejections", READ);
    RULES.put("GET /api/dead-letters", READ);
    RULES.put("GET /api/dead-letters/{partition}/{offset}", ADMIN);
    RULES.put("POST /api/dead-letters/{partition}/{offset}/put-back", ADMIN);
    RULES.put("GET /api/changes", READ);
    RULES.put("POST /api/events", COMMAND);
    RULES.put("POST /api/actions", ADMIN);
    RULES.put("GET /api/actions/{id}", ADMIN);
    RULES.put("POST /api/erasures", PRIVACY);
    RULES.put("GET /api/erasures/{requestId}", PRIVACY);
    RULES.put("POST /api/ordering/pause", ADMIN);
    RULES.put("POST /api/ordering/resume", ADMIN);
  }

  private RouteRules() {}
}
