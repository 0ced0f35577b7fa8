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

  /** The cards of an order batch, in the order of their ids. */
  public Uni<List<CardRow>> ofBatch(String batchId) {
    return sessions.inTransaction(
        () ->
            list(
                "select c from CardRow c join OrderedCard o on o.cardId = c.id"
                    + " where o.batchId = ?1 order by c.id",
                batchId));
  }
}
