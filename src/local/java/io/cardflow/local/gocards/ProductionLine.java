package io.cardflow.local.gocards;

import io.cardflow.local.gocards.Ledger.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Produces the cards of an order, ships them together, and sends a notification of each step. */
final class ProductionLine {

  private final SimulatorSettings settings;
  private final Dice dice;
  private final Notifications notifications;
  private final Pushes pushes;
  private final ScheduledExecutorService clock;
  private final Supplier<Bureau> bureau;

  ProductionLine(
      SimulatorSettings settings,
      Dice dice,
      Notifications notifications,
      Pushes pushes,
      ScheduledExecutorService clock,
      Supplier<Bureau> bureau) {
    this.settings = settings;
    this.dice = dice;
    this.notifications = notifications;
    this.pushes = pushes;
    this.clock = clock;
    this.bureau = bureau;
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
    List<String> produced = order.advance(Status.IN_PRODUCTION, Status.PRODUCED, Instant.now());
    notifications.notify(order, Status.PRODUCED, produced);
    pushes.push(order, Status.PRODUCED, produced);
    List<String> remade =
        produced.stream().filter(card -> dice.hits(BureauFault.CARD_REMADE)).toList();
    remade.forEach(card -> bureau.get().remake(order, card));
    notifications.notify(order, Status.PRODUCED, remade);
    produced.stream().filter(card -> dice.hits(BureauFault.PART_SHIPMENT)).forEach(order::keepBack);
    later(settings.shipAfter(), () -> ship(order));
  }

  /** Ships what is produced; what was left out of the parcel goes with the next one. */
  private void ship(BureauOrder order) {
    List<String> shipped = order.advance(Status.PRODUCED, Status.SHIPPED, Instant.now());
    notifications.notify(order, Status.SHIPPED, shipped);
    pushes.push(order, Status.SHIPPED, shipped);
    if (order.entry().cards().values().stream()
        .anyMatch(line -> line.status() == Status.PRODUCED)) {
      later(settings.shipAfter(), () -> ship(order));
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // A step that fails is not taken.
  private void later(Duration delay, Runnable step) {
    clock.schedule(step, delay.toMillis(), TimeUnit.MILLISECONDS);
  }
}
