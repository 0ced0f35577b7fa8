package io.cardflow.api;

import io.cardflow.wire.CardId;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.UriInfo;

/** Stores attempts of authenticated callers to do what they may not do. */
@Singleton
class Refusals {

  private static final String CARD = "/cards/{id}";
  private static final String API = "api";

  private final Audit audit;
  private final Caller caller;

  Refusals(Audit audit, Caller caller) {
    this.audit = audit;
    this.caller = caller;
  }

  /** Stores that the present caller may not call this method of a resource. */
  Uni<Void> store(String method, ResourceInfo resource, UriInfo uri) {
    String template =
        AllowedMethods.template(resource.getResourceClass(), resource.getResourceMethod());
    String card = template.contains(CARD) ? uri.getPathParameters().getFirst("id") : null;
    return audit.refused(
        new Audit.Act(
            caller.id(),
            method + " " + template,
            card == null || !CardId.isValid(card) ? API : card,
            null),
        ProblemCode.FORBIDDEN);
  }
}
