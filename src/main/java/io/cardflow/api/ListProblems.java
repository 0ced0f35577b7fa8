package io.cardflow.api;

import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.cardflow.store.InvalidKeys;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Answers cursors that are well-formed but made up, and bodies of another form. */
class ListProblems {

  @ServerExceptionMapper(InvalidKeys.class)
  Response of(InvalidKeys failure) {
    return Cursor.invalid().problem().response();
  }

  /** Replaces the framework's own mapper, which answers without a body. */
  @ServerExceptionMapper(MismatchedInputException.class)
  Response of(MismatchedInputException failure) {
    return Problem.of(ProblemCode.INVALID_BODY, null).response();
  }
}
