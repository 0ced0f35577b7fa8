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
  static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
          + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

  static final String HEADER = "Content-Security-Policy";

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
    if (isProblem(response) && isBrowser(request)) {
      response.setEntity(html((String) response.getEntity()), null, MediaType.TEXT_HTML_TYPE);
      response.getHeaders().putSingle(HttpHeaders.CONTENT_TYPE, "text/html;charset=UTF-8");
    }
    if (response.getMediaType() != null
        && MediaType.TEXT_HTML_TYPE.isCompatible(response.getMediaType())) {
      frame.replaceHeader(HEADER);
      response.getHeaders().putSingle(HEADER, POLICY);
    }
  }

  private boolean isBrowser(ContainerRequestContext request) {
    String accept = request.getHeaderString(HttpHeaders.ACCEPT);
    return frame.isPart() || (accept != null && accept.contains(MediaType.TEXT_HTML));
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
      int status = read.path("status").asInt();
      String code = read.path("code").asText();
      String detail = read.path("detail").asText(null);
      TemplateInstance page =
          frame.isPart()
              ? Templates.problem$part(shell, status, code, detail)
              : Templates.problem(shell, status, code, detail);
      return page.setLocale(Locale.forLanguageTag(shell.language())).render();
    } catch (JsonProcessingException bug) {
      throw new IllegalStateException("a problem that is not JSON", bug);
    }
  }
}
