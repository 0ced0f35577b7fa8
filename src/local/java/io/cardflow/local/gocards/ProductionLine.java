package io.cardflow.local.gocards;

import io.cardflow.local.gocards.Ledger.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Produces the cards of an order, ships them together, and sends a notification of each step. */
final class ProductionLine {

  private final SimulatorSettings settings;
  private final Dice dice;
  private final Notifications notifications;
  private final ScheduledExecutorService clock;

  ProductionLine(
      SimulatorSettings settings,
      Dice dice,
      Notifications notifications,
      ScheduledExecutorService clock) {
    this.settings = settings;
    this.dice = dice;
    this.notifications = notifications;
    this.clock = clock;
  }

  void begin(BureauOrder order) {
    later(
        settings.startAfter(),
        () -> {
          List<String> started = order.advance(Status.ORDERED, Status.IN_PRODUCTION, Instant.now());
          notifications.notify(order, Status.IN_PRODUCTION, started);
          List<String> failed =
              started.stream().filter(card -> dice.hits(BureauFault.PRODUCTION_FAILED)).toList();
          failed.forEach(order::fail);
          notifications.notify(order, Status.FAILED, failed);
          later(settings.produceAfter(), () -> produce(order));
        });
  }

  private void produce(BureauOrder order) {
    notifications.notify(
        order,
        Status.PRODUCED,
        order.advance(Status.IN_PRODUCTION, Status.PRODUCED, Instant.now()));
    later(
        settings.shipAfter(),
        () ->
            notifications.notify(
                order,
                Status.SHIPPED,
                order.advance(Status.PRODUCED, Status.SHIPPED, Instant.now())));
  }

  @SuppressWarnings("FutureReturnValueIgnored") // A step that fails is not taken.
  private void later(Duration delay, Runnable step) {
    clock.schedule(step, delay.toMillis(), TimeUnit.MILLISECONDS);
  }
}
