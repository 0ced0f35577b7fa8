package io.cardflow.local.gocards;

import io.cardflow.local.Settings;
import java.util.concurrent.CountDownLatch;

/** Runs only the simulated bureau, for a worker in another process. */
public final class Simulate {

  private Simulate() {}

  /** Runs until the process is stopped; its settings are {@link SimulatorConfig}. */
  public static void main(String... arguments) throws InterruptedException {
    SimulatorConfig config = Settings.of(SimulatorConfig.class);
    String servers = Settings.text("kafka.bootstrap.servers", "127.0.0.1:9092");
    String topic = Settings.text("cardflow.topics.producer-status", "cardflow.producer-status");
    CountDownLatch ended = new CountDownLatch(1);
    try (GoCardsSimulator simulator =
        new GoCardsSimulator(config.settings(servers, topic)).start()) {
      simulator.faults(Faults.of(config.faults()));
      System.out.println(
          "GO Cards simulator listening at " + simulator.url() + ", notifications on " + topic);
      Runtime.getRuntime().addShutdownHook(new Thread(ended::countDown));
      ended.await();
    }
  }
}
