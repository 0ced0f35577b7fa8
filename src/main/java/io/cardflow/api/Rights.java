package io.cardflow.api;

import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** The rights of a caller, from the roles that Quarkus has mapped and the scopes of the token. */
final class Rights {

  /** A scope is not a role: only these scopes count, and only in the claims for scopes. */
  private static final Set<String> SCOPES = Set.of("cardflow.read", "cardflow.command");

  private static final List<String> CLAIMS = List.of("scope", "scp");

  private Rights() {}

  /** The same caller with rights in the place of roles, as the routes demand them. */
  static SecurityIdentity of(SecurityIdentity caller) {
    if (caller.isAnonymous()) {
      return caller;
    }
    QuarkusSecurityIdentity.Builder known =
        QuarkusSecurityIdentity.builder()
            .setPrincipal(caller.getPrincipal())
            .addCredentials(caller.getCredentials())
            .addAttributes(caller.getAttributes());
    Right.of(given(caller)).forEach(right -> known.addRole(right.id));
    return known.build();
  }

  private static Set<String> given(SecurityIdentity caller) {
    Set<String> given = new HashSet<>(caller.getRoles());
    given.removeAll(SCOPES);
    if (caller.getPrincipal() instanceof JsonWebToken token) {
      for (String claim : CLAIMS) {
        Object scopes = token.getClaim(claim);
        texts(scopes).stream().filter(SCOPES::contains).forEach(given::add);
      }
    }
    return given;
  }

  /** A claim with scopes is a text with spaces, or an array. */
  private static List<String> texts(Object claim) {
    if (claim instanceof Iterable<?> array) {
      List<String> texts = new ArrayList<>();
      // Elements of JSON print with quotation marks, which no scope has.
      array.forEach(each -> texts.add(each.toString().replace("\"", "")));
      return texts;
    }
    return claim == null ? List.of() : List.of(claim.toString().split(" ", -1));
  }
}
