package io.cardflow.api;

import io.cardflow.domain.AuditEntry;
import io.cardflow.store.Audits;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** Reads who did what over HTTP. */
@Singleton
public class AuditReads {

  private static final String LIST = "audit";

  private final Audits audits;

  AuditReads(Audits audits) {
    this.audits = audits;
  }

  /**
   * A page of the entries, the latest first.
   *
   * @param after the cursor of the page before; null for the latest
   */
  public Uni<Page<AuditEntry>> list(String after) {
    ListPage page = ListPage.of(LIST, 2, after, null);
    return audits.latest(page.after(), page.limit()).map(page::of);
  }
}
