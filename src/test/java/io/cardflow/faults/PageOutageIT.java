package io.cardflow.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import io.cardflow.api.ApiClient;
import io.cardflow.api.Issuer;
import io.cardflow.page.Reader;
import io.cardflow.servers.Servers;
import io.cardflow.servers.TcpProxy;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** PostgreSQL is away while a page is open: the page shows it, and continues when it is back. */
@EnabledIf("io.cardflow.page.Chromium#isInstalled")
class PageOutageIT {

  private static final double MINUTE = 60_000;

  @Test
  void theOpenPageShowsTheOutageAndFollowsAgainAfterIt() throws Exception {
    try (FaultRun run = new FaultRun(Servers.shared());
        TcpProxy proxy = run.databaseBehindProxy();
        Requests requests = new Requests(run.servers().bootstrapServers(), run.topics())) {
      Issuer.shared().settings().forEach(run::with);
      requests.request(3, false);
      WorkerProcess worker = run.worker().awaitReady();
      run.awaitAllDone();
      try (Reader reader = new Reader(worker.url(), "viewer")) {
        reader.open("/");
        Locator count = reader.page().locator("[data-state=REQUESTED] .count");
        PlaywrightAssertions.assertThat(count).hasText("3");

        proxy.mode(TcpProxy.Mode.REFUSE).cut();
        reader.page().evaluate("htmx.trigger(document.body, 'changed')");
        PlaywrightAssertions.assertThat(reader.page().locator("#stream-lost"))
            .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(MINUTE));
        assertEquals("3", count.textContent(), "the last known figures stay");
        try (Reader late = new Reader(worker.url(), "viewer")) {
          assertEquals(503, late.open("/cards"));
          String shown = late.page().locator("main").textContent();
          assertTrue(shown.contains("Cards are safe"), shown);
        }
        HttpResponse<String> refused =
            new ApiClient(worker.url()).get("/api/cards", Issuer.shared().token("x", "viewer"));
        assertEquals(503, refused.statusCode());
        assertEquals("database-unavailable", ApiClient.json(refused).get("code").asText());
        assertTrue(refused.headers().firstValue("Retry-After").isPresent());

        proxy.mode(TcpProxy.Mode.PASS);
        requests.request(3, 5, false);
        PlaywrightAssertions.assertThat(count)
            .hasText("5", new LocatorAssertions.HasTextOptions().setTimeout(MINUTE));
        PlaywrightAssertions.assertThat(reader.page().locator("#stream-lost")).isHidden();
      }
    }
  }
}
