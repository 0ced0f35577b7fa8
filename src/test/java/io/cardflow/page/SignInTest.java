package io.cardflow.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Cookie;
import io.cardflow.api.Issuer;
import io.cardflow.servers.ServersResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Readers sign in and out with the issuer; their session is good for the page only. */
@QuarkusTest
@QuarkusTestResource(ServersResource.class)
@WithTestResource(SignInTest.SigningIn.class)
@EnabledIf("io.cardflow.page.Chromium#isInstalled")
class SignInTest {

  /** The settings of a page that signs its readers in. */
  public static final class SigningIn implements QuarkusTestResourceLifecycleManager {

    @Override
    public Map<String, String> start() {
      return Issuer.shared().signInSettings();
    }

    @Override
    public void stop() {
      // The issuer is shared and ends with the JVM.
    }
  }

  @TestHTTPResource("/")
  URI base;

  @Test
  void aReaderSignsInWhereTheyWantedToGoAndSignsOut() {
    try (BrowserContext context = Chromium.browser().newContext(new NewContextOptions())) {
      user(context, "ann:operator");
      Page page = context.newPage();
      page.navigate(base.resolve("/orders?status=CLOSED").toString());

      assertTrue(page.url().endsWith("/orders?status=CLOSED"), page.url());
      assertThat(page.locator(".caller")).hasText("ann");
      assertTrue(context.cookies().stream().allMatch(each -> each.httpOnly || isOfTest(each.name)));

      user(context, "ben:viewer");
      page.navigate(base.toString());
      assertThat(page.locator(".caller")).hasText("ann");
      page.locator("a[href='/sign-out']").click();
      page.waitForURL("**/");
      assertThat(page.locator(".caller")).hasText("ben");
    }
  }

  @Test
  void aSessionGivesNoAccessToTheApi() {
    try (BrowserContext context = Chromium.browser().newContext(new NewContextOptions())) {
      user(context, "ann:admin");
      Page page = context.newPage();
      page.navigate(base.toString());

      assertEquals(200, page.evaluate("fetch('/cards').then(r => r.status)"));
      assertEquals(401, page.evaluate("fetch('/api/summary').then(r => r.status)"));
      assertEquals(400, page.evaluate("fetch('/api;x/summary').then(r => r.status)"));
    }
  }

  @Test
  void aReaderWithoutARoleIsRefused() {
    try (BrowserContext context = Chromium.browser().newContext(new NewContextOptions())) {
      user(context, "eve:none");
      Page page = context.newPage();

      assertEquals(403, page.navigate(base.toString()).status());
      assertThat(page.getByText("Your role does not have this right.")).isVisible();
    }
  }

  /** A cookie that this process cannot read is what a session is after its end. */
  @Test
  void aReaderWhoseSessionHasEndedSignsInAgain() {
    try (BrowserContext context = Chromium.browser().newContext(new NewContextOptions())) {
      user(context, "ann:operator");
      Page page = context.newPage();
      page.navigate(base.toString());
      assertThat(page.locator(".caller")).hasText("ann");

      user(context, "ben:operator");
      context.addCookies(
          context.cookies().stream()
              .filter(each -> !isOfTest(each.name))
              .peek(each -> each.value = "ended")
              .toList());
      page.navigate(base.resolve("/orders").toString());

      assertTrue(page.url().endsWith("/orders"), page.url());
      assertThat(page.locator(".caller")).hasText("ben");
    }
  }

  private static boolean isOfTest(String cookie) {
    return cookie.equals(Issuer.USER_COOKIE);
  }

  /** The user whom the issuer signs in. */
  private void user(BrowserContext context, String user) {
    context.addCookies(
        List.of(new Cookie(Issuer.USER_COOKIE, user).setDomain("127.0.0.1").setPath("/")));
  }
}
