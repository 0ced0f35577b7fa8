package io.cardflow.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.qute.TemplateInstance;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.Locale;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * Shows problems as pages, and lets pages load what they need from this server, and nothing else.
 */
class PageAnswers {

  /** No script or style inside of a page is run, and nothing of another host. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
          + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

  private static final String API = "api/";

  private final Frame frame;
  private final ObjectMapper json;

  PageAnswers(Frame frame, ObjectMapper json) {
    this.frame = frame;
    this.json = json;
  }

  @ServerResponseFilter
  void answer(ContainerRequestContext request, ContainerResponseContext response) {
    String path = request.getUriInfo().getPath();
    if ((path.startsWith("/") ? path.substring(1) : path).startsWith(API)) {
      return;
    }
    if (isProblem(response)) {
      response.setEntity(html((String) response.getEntity()), null, MediaType.TEXT_HTML_TYPE);
      response.getHeaders().putSingle(HttpHeaders.CONTENT_TYPE, "text/html;charset=UTF-8");
    }
    response.getHeaders().putSingle("Content-Security-Policy", POLICY);
  }

  private static boolean isProblem(ContainerResponseContext response) {
    return response.getMediaType() != null
        && response.getMediaType().getSubtype().equals("problem+json")
        && response.getEntity() instanceof String;
  }

  private String html(String problem) {
    try {
      JsonNode read = json.readTree(problem);
      Shell shell = frame.shell();
      TemplateInstance page =
          Templates.problem(
              shell,
              read.path("status").asInt(),
              read.path("code").asText(),
              read.path("detail").asText(null));
      return page.setLocale(Locale.forLanguageTag(shell.language())).render();
    } catch (JsonProcessingException bug) {
      throw new IllegalStateException("a problem that is not JSON", bug);
    }
  }
}
