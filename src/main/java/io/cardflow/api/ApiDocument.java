package io.cardflow.api;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/** Adds to the OpenAPI document what is common to all routes: the token, and the problems. */
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public final class ApiDocument implements OASFilter {

  private static final String TOKEN = "token";
  private static final String SCHEMA = "Problem";

  /** The answers that any route can give before it is run, by status. */
  private static final Map<String, ProblemCode> COMMON =
      new TreeMap<>(
          Map.of(
              "401", ProblemCode.UNAUTHENTICATED,
              "403", ProblemCode.FORBIDDEN,
              "429", ProblemCode.TOO_MANY_REQUESTS));

  @Override
  public void filterOpenAPI(OpenAPI document) {
    if (document.getComponents() == null) {
      document.setComponents(OASFactory.createComponents());
    }
    document.getComponents().addSchema(SCHEMA, problem()).addSecurityScheme(TOKEN, token());
    document.addServer(
        OASFactory.createServer().url("/").description("the host of the installation"));
    COMMON.forEach(
        (status, code) -> document.getComponents().addResponse(name(code), response(code)));
    if (document.getPaths() != null && document.getPaths().getPathItems() != null) {
      document.getPaths().getPathItems().values().forEach(ApiDocument::complete);
    }
  }

  private static void complete(PathItem path) {
    for (Operation operation : path.getOperations().values()) {
      if (operation.getResponses() == null) {
        operation.setResponses(OASFactory.createAPIResponses());
      }
      // In the place of what the scanner adds for a route with a rule.
      COMMON.forEach(
          (status, code) ->
              operation
                  .getResponses()
                  .addAPIResponse(
                      status,
                      OASFactory.createAPIResponse().ref("#/components/responses/" + name(code))));
      operation.setSecurity(
          List.of(OASFactory.createSecurityRequirement().addScheme(TOKEN, List.of())));
    }
  }

  private static Schema problem() {
    Schema code =
        text("the stable code of the error")
            .enumeration(
                Arrays.<Object>asList(
                    Arrays.stream(ProblemCode.values()).map(ProblemCode::id).sorted().toArray()));
    return OASFactory.createSchema()
        .addType(Schema.SchemaType.OBJECT)
        .description("an error in the form of RFC 9457")
        .required(List.of("title", "status", "code"))
        .addProperty("title", text("one line, the same for all errors with this code"))
        .addProperty(
            "status",
            OASFactory.createSchema()
                .addType(Schema.SchemaType.INTEGER)
                .description("the HTTP status"))
        .addProperty("code", code)
        .addProperty("detail", text("one line about this error"));
  }

  private static Schema text(String description) {
    return OASFactory.createSchema().addType(Schema.SchemaType.STRING).description(description);
  }

  private static SecurityScheme token() {
    return OASFactory.createSecurityScheme()
        .type(SecurityScheme.Type.HTTP)
        .scheme("bearer")
        .bearerFormat("JWT")
        .description(
            "a token of the configured OpenID Connect issuer; its roles or scopes give rights");
  }

  private static APIResponse response(ProblemCode code) {
    return OASFactory.createAPIResponse()
        .description(code.title)
        .content(
            OASFactory.createContent()
                .addMediaType(
                    Problem.TYPE,
                    OASFactory.createMediaType()
                        .schema(OASFactory.createSchema().ref("#/components/schemas/" + SCHEMA))));
  }

  private static String name(ProblemCode code) {
    return code.id();
  }
}
