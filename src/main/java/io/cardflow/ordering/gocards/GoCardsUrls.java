package io.cardflow.ordering.gocards;

import io.cardflow.ops.CardflowConfig;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** The URLs of the bureau's calls: its base URL and the paths of the settings. */
final class GoCardsUrls {

  private final String base;
  private final CardflowConfig.Paths paths;

  /**
   * @param gocards settings with a URL
   */
  GoCardsUrls(CardflowConfig.Gocards gocards) {
    String url = gocards.url().orElseThrow().toString();
    this.base = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    this.paths = gocards.paths();
  }

  String token() {
    return paths.token().startsWith("/") ? base + paths.token() : paths.token();
  }

  String logIn() {
    return base + paths.login();
  }

  String orders() {
    return base + paths.orders();
  }

  String find(String reference) {
    return base + paths.orders() + "?reference=" + encoded(reference);
  }

  String order(String orderId) {
    return base + paths.order().replace("{orderId}", encoded(orderId));
  }

  String card(String cardId) {
    return base + paths.card().replace("{cardId}", encoded(cardId));
  }

  String layout(String layoutId) {
    return base + paths.layout().replace("{layoutId}", encoded(layoutId));
  }

  /** Percent-encodes everything that could end or change a segment of the path. */
  private static String encoded(String segment) {
    return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
