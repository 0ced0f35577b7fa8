package io.cardflow.api;

import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.RequestScoped;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Who makes the request. */
@RequestScoped
public class Caller {

  static final String ANONYMOUS = "anonymous";

  /** The length of the attribute {@code authid} of messages. */
  private static final int MOST = 256;

  private final SecurityIdentity identity;

  Caller(SecurityIdentity identity) {
    this.identity = identity;
  }

  /** The token's subject, which stays the same when a person's name changes. */
  public String id() {
    return id(identity);
  }

  /** Whether the caller has a right. */
  public boolean has(Right right) {
    return identity.hasRole(right.id);
  }

  static String id(SecurityIdentity identity) {
    if (identity.isAnonymous()) {
      return ANONYMOUS;
    }
    return identity.getPrincipal() instanceof JsonWebToken token && token.getSubject() != null
        ? token.getSubject()
        : identity.getPrincipal().getName();
  }

  /** Whether an id can be part of messages and audit entries. */
  static boolean isValid(String id) {
    return id != null
        && !id.isBlank()
        && id.length() <= MOST
        && id.chars().noneMatch(Character::isISOControl);
  }
}
