package io.cardflow.history;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cardflow.history.History.Published;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Premature and repeated timer messages are detected. */
class TimerTruthTest {

  private static final String END = "2026-11-22T10:00:00.000Z";
  private static final String LATER = "2026-11-22T10:00:00.001Z";
  private static final String BEFORE = "2026-11-22T09:59:59.999Z";

  private final List<Published> events = new ArrayList<>();

  @Test
  void timelyWorkPasses() {
    assigned(END);
    expiring("r-1", END, BEFORE);
    expiring("r-2", END, BEFORE);
    change("EXPIRED", END, END);
    overdue("EXPIRED", END);

    seen();
  }

  @Test
  void anExpiryBeforeTheEndIsDetected() {
    assigned(END);
    change("EXPIRED", BEFORE, END);

    seen("T-1/2 expires an assignment before its end");
  }

  @Test
  void anExpiryOfAnAssignmentThatWasExtendedIsDetected() {
    assigned(END);
    event("validity-extended", BEFORE, "c", data -> assignment(data, LATER));
    change("EXPIRED", LATER, END);

    seen("T-1/3 expires another assignment than the card's");
  }

  @Test
  void aReminderOfAnotherEndIsDetected() {
    assigned(LATER);
    expiring("r-1", END, BEFORE);

    seen("T-1/2 announces the end of another assignment than the card's");
  }

  @Test
  void aReminderAtTheEndIsDetected() {
    assigned(END);
    expiring("r-1", END, END);

    seen("T-1/2 announces an end in the past");
  }

  @Test
  void aReminderThatComesTwiceIsDetected() {
    assigned(END);
    expiring("r-1", END, BEFORE);
    expiring("r-1", END, BEFORE);

    seen("T-1/3 announces the same again");
  }

  @Test
  void aStayThatIsAnnouncedTwiceIsDetected() {
    change("ORDERED", BEFORE, null);
    overdue("ORDERED", BEFORE);
    overdue("ORDERED", BEFORE);

    seen("T-1/3 announces the same again");
  }

  @Test
  void anotherStayThatIsAnnouncedIsDetected() {
    change("ORDERED", BEFORE, null);
    change("IN_PRODUCTION", END, null);
    overdue("IN_PRODUCTION", BEFORE);

    seen("T-1/3 announces another stay than the card's");
  }

  private interface Content {
    void write(ObjectNode data);
  }

  private void assigned(String validUntil) {
    change("ASSIGNED", BEFORE, validUntil);
  }

  private void change(String to, String at, String validUntil) {
    event(
        "state-changed",
        at,
        "c",
        data -> {
          data.put("to", to).put("occurredAt", at);
          if (validUntil != null) {
            assignment(data, validUntil);
          }
        });
  }

  private void expiring(String cause, String validUntil, String at) {
    event("expiring", at, cause, data -> assignment(data, validUntil));
  }

  private void overdue(String state, String since) {
    event("overdue", END, "o", data -> data.put("state", state).put("since", since));
  }

  private static void assignment(ObjectNode data, String validUntil) {
    data.putObject("assignment").put("number", 1).put("validUntil", validUntil);
  }

  private void event(String type, String at, String cause, Content content) {
    int version = events.size() + 1;
    ObjectNode data = JsonNodeFactory.instance.objectNode().put("version", version);
    content.write(data);
    events.add(
        new Published(
            0,
            version,
            "T-1",
            Map.of(
                "ce_type",
                "io.cardflow.card." + type + ".v1",
                "ce_time",
                at,
                "ce_causationid",
                cause),
            data));
  }

  private void seen(String... violations) {
    assertEquals(List.of(violations), TimerTruth.violations(events));
  }
}
