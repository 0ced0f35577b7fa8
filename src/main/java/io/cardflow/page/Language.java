package io.cardflow.page;

import io.vertx.core.http.Cookie;
import io.vertx.ext.web.LanguageHeader;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** The language in which a reader gets the pages. */
final class Language {

  /** The cookie in which a reader's choice is kept. */
  static final String COOKIE = "cardflow-language";

  /** The languages of the page; the first is used for readers of others. */
  static final List<String> ALL = List.of("en", "de", "sv");

  private Language() {}

  /** The tag of the chosen language, or of the first that the browser accepts. */
  static String of(RoutingContext request) {
    Cookie chosen = request.request().getCookie(COOKIE);
    if (chosen != null && ALL.contains(chosen.getValue())) {
      return chosen.getValue();
    }
    return request.acceptableLanguages().stream()
        .map(LanguageHeader::tag)
        .filter(ALL::contains)
        .findFirst()
        .orElse(ALL.get(0));
  }
}
