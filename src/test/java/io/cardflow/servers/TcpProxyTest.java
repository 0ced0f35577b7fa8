package io.cardflow.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TcpProxyTest {

  private static final int PATIENCE_MS = 5_000;
  private static final int SILENCE_MS = 300;

  private ServerSocket server;
  private TcpProxy proxy;

  @BeforeEach
  void start() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    proxy = new TcpProxy("127.0.0.1", server.getLocalPort());
    Thread echo = new Thread(this::echo);
    echo.setDaemon(true);
    echo.start();
  }

  @AfterEach
  void stop() throws IOException {
    proxy.close();
    server.close();
  }

  @Test
  void bytesPassInBothDirections() throws IOException {
    try (Socket client = connect(PATIENCE_MS)) {
      assertEquals(7, answer(client, 7));
      assertEquals(1, proxy.open());
    }
  }

  @Test
  void aFrozenConnectionStaysOpenAndSilentWhileNewOnesWork() throws IOException {
    try (Socket frozen = connect(PATIENCE_MS)) {
      assertEquals(7, answer(frozen, 7));
      assertEquals(1, proxy.freeze());
      assertEquals(0, proxy.freeze(), "a frozen connection is not frozen again");
      assertEquals(0, proxy.open());
      frozen.setSoTimeout(SILENCE_MS);
      assertThrows(SocketTimeoutException.class, () -> answer(frozen, 8));
      try (Socket fresh = connect(PATIENCE_MS)) {
        assertEquals(9, answer(fresh, 9));
      }
    }
  }

  @Test
  void anAcceptedConnectionCanBeSilentFromTheBeginning() throws IOException {
    proxy.mode(TcpProxy.Mode.FREEZE);
    try (Socket client = connect(SILENCE_MS)) {
      assertThrows(SocketTimeoutException.class, () -> answer(client, 7));
    }
  }

  @Test
  void connectionsAreResetAndCut() throws IOException {
    try (Socket client = connect(PATIENCE_MS)) {
      assertEquals(7, answer(client, 7));
      proxy.cut();
      assertThrows(IOException.class, () -> assertEquals(8, answer(client, 8)));
    }
    proxy.mode(TcpProxy.Mode.REFUSE);
    assertThrows(
        IOException.class,
        () -> {
          try (Socket client = connect(PATIENCE_MS)) {
            answer(client, 7);
          }
        });
  }

  private Socket connect(int timeoutMs) throws IOException {
    Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    client.setSoTimeout(timeoutMs);
    return client;
  }

  private static int answer(Socket client, int asked) throws IOException {
    client.getOutputStream().write(asked);
    int answer = client.getInputStream().read();
    if (answer < 0) {
      throw new IOException("closed");
    }
    return answer;
  }

  private void echo() {
    while (!server.isClosed()) {
      try {
        Socket accepted = server.accept();
        Thread thread =
            new Thread(
                () -> {
                  try (accepted) {
                    accepted.getInputStream().transferTo(accepted.getOutputStream());
                  } catch (IOException closed) {
                    // The test is over.
                  }
                });
        thread.setDaemon(true);
        thread.start();
      } catch (IOException closed) {
        return;
      }
    }
  }
}
