package io.cardflow.store;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Reads cards. Callers may be on any thread. */
@ApplicationScoped
public class Cards implements PanacheRepositoryBase<CardRow, String> {

  private final Sessions sessions;

  Cards(Sessions sessions) {
    this.sessions = sessions;
  }

  /** The cards with these ids, in any order. */
  public Uni<List<CardRow>> of(List<String> ids) {
    return sessions.inTransaction(() -> list("id in ?1", ids));
  }
}
