package io.cardflow.faults;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.api.ChangesTestClient;
import io.cardflow.api.Issuer;
import io.cardflow.servers.Servers;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** SIGTERM with open event streams: they end, and the worker does not wait for their clients. */
class OpenStreamsIT {

  private static final int TERMINATED = 143;
  private static final Duration LONGEST = Duration.ofSeconds(3);

  @Test
  void openStreamsEndBeforeHttpWaitsForRequestsInProgress() throws Exception {
    try (FaultRun run = new FaultRun(Servers.shared());
        Socket silent = new Socket()) {
      Issuer.shared().settings().forEach(run::with);
      WorkerProcess worker = run.worker().awaitReady();
      String token = Issuer.shared().token("reader", "viewer");
      HttpRequest request =
          HttpRequest.newBuilder(worker.url("/api/changes"))
              .header("Authorization", "Bearer " + token)
              .build();
      HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
      List<ChangesTestClient> clients = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        clients.add(new ChangesTestClient(http, request));
      }
      silent.connect(new InetSocketAddress("127.0.0.1", worker.url("/").getPort()), 5_000);
      silent
          .getOutputStream()
          .write(
              "GET /api/changes HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n\r\n"
                  .formatted(token)
                  .getBytes(US_ASCII));
      for (ChangesTestClient client : clients) {
        Awaitility.await("the stream begins")
            .atMost(Duration.ofSeconds(60))
            .until(() -> !client.events().isEmpty());
      }

      long begun = System.nanoTime();
      worker.terminate();
      int code = worker.awaitEnd(Duration.ofSeconds(20));
      Duration taken = Duration.ofNanos(System.nanoTime() - begun);

      assertEquals(TERMINATED, code);
      assertTrue(taken.compareTo(LONGEST) < 0, "took " + taken);
      assertEquals(0, run.logged(" ERROR "));
      for (ChangesTestClient client : clients) {
        Awaitility.await("the stream ends").until(client::ended);
      }
    }
  }
}
