package io.cardflow.retention;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cardflow.servers.ServersResource;
import io.quarkus.scheduler.Scheduler;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A run removes several small portions of each kind. */
@QuarkusTest
@QuarkusTestResource(ServersResource.class)
class RetentionRunTest {

  private static final Duration WAIT = Duration.ofSeconds(60);

  @Inject RetentionRun retention;
  @Inject Scheduler scheduler;
  @Inject Pool pool;

  @BeforeEach
  void pause() {
    scheduler.pause();
    execute(
        """
        INSERT INTO put_back (topic_id, partition, "offset", audit_id, put_at, depth)
        SELECT gen_random_uuid(), 0, n, 'a', now() - interval '2 years', 1
        FROM generate_series(1, 250) n
        """);
  }

  @AfterEach
  void resume() {
    execute("TRUNCATE put_back");
    scheduler.resume();
  }

  @Test
  void aRunGoesOnWhileThereIsSomethingToRemove() {
    retention.run().await().atMost(WAIT);

    assertEquals(0, kept());
  }

  @Test
  void aKindThatFailsHoldsBackNoOther() {
    execute("ALTER TABLE audit RENAME TO elsewhere");
    try {
      retention.run().await().atMost(WAIT);
    } finally {
      execute("ALTER TABLE elsewhere RENAME TO audit");
    }

    assertEquals(0, kept());
  }

  private long kept() {
    return pool.query("SELECT count(*) FROM put_back")
        .execute()
        .await()
        .atMost(WAIT)
        .iterator()
        .next()
        .getLong(0);
  }

  private void execute(String sql) {
    pool.query(sql).execute().await().atMost(WAIT);
  }
}
