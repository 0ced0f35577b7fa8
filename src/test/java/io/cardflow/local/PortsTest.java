package io.cardflow.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A taken port is reported with the setting that changes it. */
class PortsTest {

  @Test
  void aTakenPortIsNamedWithItsSetting() throws IOException {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = other.getLocalPort();
      assertEquals(
          List.of("port " + port + " is taken; set cardflow.local.kafka-port"),
          Ports.taken(Map.of("cardflow.local.kafka-port", port, "quarkus.http.port", 0)));
    }
  }

  @Test
  void zeroSelectsAnyFreePort() {
    assertNotEquals(0, Ports.orFree(0));
    assertEquals(4711, Ports.orFree(4711));
  }
}
