package io.cardflow.api;

import java.util.EnumSet;
import java.util.Set;

/**
 * What a caller may do. Routes demand a right by its name; roles and scopes of the caller give
 * rights.
 */
public enum Right {
  /** Read cards, orders and messages, without holders and addresses. */
  READ(Right.READS, "viewer", "operator", "privacy", "admin", "cardflow.read"),

  /** Publish commands and events, and ask the bureau about an order. */
  COMMAND(Right.COMMANDS, "operator", "cardflow.command"),

  /** Ask the bureau about an order. */
  OPERATE(Right.OPERATES, "operator"),

  /** See and erase personal data. */
  PRIVACY(Right.PRIVATE, "privacy"),

  /** Put dead letters back, act on many cards, export, and close ordering. */
  ADMIN(Right.ADMINISTERS, "admin");

  public static final String READS = "right:read";
  public static final String COMMANDS = "right:command";
  public static final String OPERATES = "right:operate";
  public static final String PRIVATE = "right:privacy";
  public static final String ADMINISTERS = "right:admin";

  /** The name that {@code @RolesAllowed} demands. */
  public final String id;

  /** The roles and scopes that give the right; one of them is enough. */
  final Set<String> givenBy;

  Right(String id, String... givenBy) {
    this.id = id;
    this.givenBy = Set.of(givenBy);
  }

  /** The rights that roles and scopes give together. */
  static Set<Right> of(Set<String> rolesAndScopes) {
    Set<Right> rights = EnumSet.noneOf(Right.class);
    for (Right right : values()) {
      if (right.givenBy.stream().anyMatch(rolesAndScopes::contains)) {
        rights.add(right);
      }
    }
    return rights;
  }
}
