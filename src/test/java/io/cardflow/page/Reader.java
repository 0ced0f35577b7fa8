package io.cardflow.page;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.cardflow.api.Issuer;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A person with roles in front of a browser. When it is closed it fails if a page has asked another
 * host, broken its content policy, or thrown an error.
 */
public final class Reader implements AutoCloseable {

  static final Path SCREENSHOTS = Path.of("target", "screenshots");

  private final URI base;
  private final BrowserContext context;
  private final Page page;
  private final List<String> faults = new ArrayList<>();

  /** A reader with a screen of 1280 times 800 pixels. */
  public Reader(URI base, String... roles) {
    this(base, 1280, 800, ColorScheme.LIGHT, "en", roles);
  }

  Reader(URI base, int width, int height, ColorScheme scheme, String language, String... roles) {
    this.base = base;
    this.context =
        Chromium.browser()
            .newContext(
                new NewContextOptions()
                    .setBaseURL(base.toString())
                    .setViewportSize(width, height)
                    .setColorScheme(scheme)
                    .setLocale(language)
                    .setExtraHTTPHeaders(
                        Map.of(
                            "Authorization", "Bearer " + Issuer.shared().token("reader", roles))));
    this.page = context.newPage();
    page.setDefaultTimeout(20_000);
    page.onRequest(
        request -> {
          URI to = URI.create(request.url());
          if (!base.getAuthority().equals(to.getAuthority())) {
            faults.add("asked another host: " + to.getAuthority());
          }
        });
    page.onConsoleMessage(
        message -> {
          // Of a status or a lost connection the page has its own note; Chromium reports it, too.
          if (message.type().equals("error")
              && !message.text().startsWith("Failed to load resource")
              && !message.text().startsWith("Response Status Error Code")) {
            faults.add(message.text());
          }
        });
    page.onPageError(faults::add);
  }

  /** The tab. */
  public Page page() {
    return page;
  }

  /** Opens a page, and returns its HTTP status. */
  public int open(String path) {
    return page.navigate(base.resolve(path).toString()).status();
  }

  /** What axe finds wrong with the page, one line each. */
  List<String> barriers() {
    return new AxeBuilder(page)
            .withTags(
                List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"))
            .analyze()
            .getViolations()
            .stream()
            .map(Reader::line)
            .toList();
  }

  private static String line(Rule rule) {
    return rule.getId()
        + ": "
        + rule.getNodes().stream().map(node -> String.valueOf(node.getTarget())).limit(3).toList();
  }

  /** Whether the page is wider than the screen. */
  boolean scrollsSideways() {
    return (Boolean)
        page.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth");
  }

  void screenshot(String name) {
    page.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")));
  }

  @Override
  public void close() {
    context.close();
    assertEquals(List.of(), faults.stream().distinct().limit(3).toList());
  }
}
