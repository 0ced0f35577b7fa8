package io.cardflow.page;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.core.Response;
import java.net.URI;

/** What the forms of the pages have in common. */
final class Forms {

  /** How long a reader waits for the outcome of a command, as the header Prefer. */
  static final String WAIT = "wait=10";

  private Forms() {}

  /** Adds a field of a form to the data of a command, unless it is empty. */
  static void put(ObjectNode data, String name, String value) {
    if (value != null && !value.isBlank()) {
      data.put(name, value.strip());
    }
  }

  /** Leads to another page, so that a reload does not send the form again. */
  static Response see(String path) {
    return Response.seeOther(URI.create(path)).build();
  }
}
