package io.cardflow.bench;

import io.cardflow.servers.Database;
import java.nio.file.Path;
import java.util.List;

/** Profiles an additional run of Cardflow: its threads and methods, and PostgreSQL's statements. */
final class Profile implements Part {

  private final int cards = BenchSettings.number("cards", 100_000);

  @Override
  public Section run(Platform platform) {
    Statements.watch(platform);
    Path recording = Path.of("target", "bench", "cardflow.jfr").toAbsolutePath();
    Entry entry =
        Entry.of(Contestant.CARDFLOW)
            .option("-XX:StartFlightRecording=settings=profile,filename=" + recording);
    Database database = platform.freshDatabase(true);
    Workload load =
        Workload.wholeLives(platform.freshTopics(), "", cards).warmedBy(DrainRun.warmUp(entry));
    Result result =
        DrainRun.of(
            platform,
            entry,
            1,
            database,
            load,
            "profile",
            () -> Judge.judge(entry, platform, database, load));
    String text =
        """
        %.0f messages/s while watched. Processor seconds for 100,000 messages: Cardflow %.1f, broker %.1f, PostgreSQL %.1f.

        %s
        %s\
        """
            .formatted(
                result.rate(),
                result.cpu().worker(),
                result.cpu().broker(),
                result.cpu().database(),
                Samples.of(recording, result.begun()).tables(),
                Statements.table(platform, database));
    platform.forget(load.topics());
    platform.forget(database);
    return new Section("Profile", text, List.of());
  }
}
