package io.cardflow.page;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** What the forms of the pages have in common. */
final class Forms {

  /** How long a reader waits for the outcome of what a form does. */
  static final Duration LONGEST = Duration.ofSeconds(10);

  /** The same as the header Prefer. */
  static final String WAIT = "wait=" + LONGEST.toSeconds();

  private Forms() {}

  /** Adds a field of a form to the data of a command, unless it is empty. */
  static void put(ObjectNode data, String name, String value) {
    if (value != null && !value.isBlank()) {
      data.put(name, value.strip());
    }
  }

  /** A time without a zone, as a browser without scripts sends it, is one in UTC. */
  static String moment(String text) {
    return text != null && text.strip().matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d")
        ? text.strip() + ":00Z"
        : text;
  }

  /** Waits until a time of {@link System#nanoTime}, as the header Prefer. */
  static String waitUntil(long until) {
    long seconds = TimeUnit.NANOSECONDS.toSeconds(until - System.nanoTime());
    return "wait=" + Math.max(0, seconds);
  }

  /** Leads to another page, so that a reload does not send the form again. */
  static Response see(String path) {
    return Response.seeOther(URI.create(path)).build();
  }
}
