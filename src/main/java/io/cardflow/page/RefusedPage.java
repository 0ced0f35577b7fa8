package io.cardflow.page;

import io.cardflow.api.Problem;
import io.cardflow.api.ProblemPage;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Locale;

/** The page for a request that no resource answers; it does not show who asks. */
@Singleton
class RefusedPage implements ProblemPage {

  private static final String API = "/api/";

  @Override
  public boolean send(RoutingContext request, Problem problem) {
    String accept = request.request().getHeader(HttpHeaders.ACCEPT);
    if (accept == null
        || !accept.contains("text/html")
        || (request.normalizedPath() + "/").startsWith(API)) {
      return false;
    }
    String language = Language.of(request);
    String html =
        Templates.refused(language, problem.status(), problem.code(), problem.detail())
            .setLocale(Locale.forLanguageTag(language))
            .render();
    HttpServerResponse response = request.response();
    response.putHeader(HttpHeaders.CONTENT_TYPE, "text/html;charset=UTF-8");
    response.putHeader(PageAnswers.HEADER, PageAnswers.POLICY);
    response.end(html);
    return true;
  }
}
