package io.cardflow.api;

import io.cardflow.store.InvalidKeys;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Answers cursors that are well-formed but made up. */
class ListProblems {

  @ServerExceptionMapper(InvalidKeys.class)
  Response of(InvalidKeys failure) {
    return Cursor.invalid().problem().response();
  }
}
