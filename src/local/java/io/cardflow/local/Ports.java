package io.cardflow.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** Ports of the loopback address. */
public final class Ports {

  private static final int LOWEST = 15_000;

  /** Linux chooses ports of outgoing connections from 32,768, other systems from 49,152. */
  private static final int HIGHEST = 32_000;

  private Ports() {}

  /**
   * Returns a port that is currently free, from below the range from which systems choose ports of
   * outgoing connections: one of those would take it before the server that it is for.
   */
  public static int free() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
      if (isFree(port)) {
        return port;
      }
    }
  }

  /** Returns the port, or any free one for 0. */
  public static int orFree(int port) {
    return port == 0 ? free() : port;
  }

  /** Returns an error message for each port that is taken, from ports by setting name. */
  public static List<String> taken(Map<String, Integer> ports) {
    return ports.entrySet().stream()
        .filter(each -> !isFree(each.getValue()))
        .map(each -> "port %d is taken; set %s".formatted(each.getValue(), each.getKey()))
        .sorted()
        .toList();
  }

  /** Returns whether no process listens on the port; 0, which means any port, is always free. */
  public static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1);
      return true;
    } catch (IOException inUse) {
      return false;
    }
  }
}
