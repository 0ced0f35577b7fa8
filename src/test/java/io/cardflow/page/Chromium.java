package io.cardflow.page;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The browser of this machine, one for all tests of this JVM. */
public final class Chromium {

  private static final Path INSTALLED =
      Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
          .map(Path::of)
          .filter(Files::isExecutable)
          .findFirst()
          .orElse(null);

  private static Playwright playwright;
  private static Browser browser;

  private Chromium() {}

  /** Whether there is one. In CI its absence is a failure, elsewhere tests are skipped. */
  public static boolean isInstalled() {
    if (INSTALLED == null && System.getenv("CI") != null) {
      throw new IllegalStateException("Chromium is not installed, and CI must have it");
    }
    if (INSTALLED == null) {
      System.err.println(
          "!!! SKIPPED: the tests of the page need Chromium, which is not installed !!!");
    }
    return INSTALLED != null;
  }

  /** Starts it with the first call; it ends with the JVM. */
  static synchronized Browser browser() {
    if (browser == null) {
      PlaywrightAssertions.setDefaultAssertionTimeout(30_000);
      playwright =
          Playwright.create(
              new Playwright.CreateOptions()
                  .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
      browser =
          playwright
              .chromium()
              .launch(
                  new BrowserType.LaunchOptions()
                      .setExecutablePath(INSTALLED)
                      .setArgs(List.of("--no-sandbox")));
      Runtime.getRuntime().addShutdownHook(new Thread(playwright::close));
    }
    return browser;
  }
}
