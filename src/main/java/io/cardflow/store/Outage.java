package io.cardflow.store;

import io.cardflow.ops.DeadlineExceeded;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.util.Set;

/** Recognizes failures because PostgreSQL is away: the same work succeeds when it is back. */
public final class Outage {

  /**
   * The classes of SQLSTATE for lost connections, missing resources, and an operator's intervention
   * such as a shutdown (PostgreSQL, appendix A).
   */
  private static final Set<String> CLASSES = Set.of("08", "53", "57");

  private Outage() {}

  /** Whether a read or a write failed because PostgreSQL is away. */
  public static boolean isCauseOf(Throwable failure) {
    return failure instanceof IOException
        || failure instanceof DeadlineExceeded
        || failure instanceof ClosedConnectionException
        || (failure instanceof PgException refused
            && refused.getSqlState() != null
            && CLASSES.contains(refused.getSqlState().substring(0, 2)));
  }
}
