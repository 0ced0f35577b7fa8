package io.cardflow.local.gocards;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A simulated card bureau: accepts orders over HTTP, produces the cards after a delay, and sends
 * notifications to Kafka. It keeps its books in memory.
 */
public final class GoCardsSimulator implements AutoCloseable {

  private static final int MOST_BYTES = 4 * 1024 * 1024;

  private final SimulatorSettings settings;
  private final Dice dice;
  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "gocards-clock");
            thread.setDaemon(true);
            return thread;
          });
  private final Notifications notifications;
  private final Pushes pushes;
  private final Bureau bureau;
  private final BureauHttp api;
  private final ControlHttp control;
  private HttpServer server;

  /** Creates a bureau that is not listening yet. */
  public GoCardsSimulator(SimulatorSettings settings) {
    this.settings = settings;
    this.dice = new Dice(settings.seed());
    this.notifications = new Notifications(settings, dice, clock);
    this.pushes = new Pushes(settings, dice, clock);
    ProductionLine production =
        new ProductionLine(settings, dice, notifications, pushes, clock, this::bureau);
    this.bureau = new Bureau(dice, settings.idempotent(), production::begin);
    this.api =
        new BureauHttp(
            vertx,
            settings,
            dice,
            new IssuedTokens(settings.clients(), settings.tokenLife()),
            bureau);
    this.control = new ControlHttp(dice, bureau, notifications);
  }

  /**
   * Starts listening.
   *
   * @throws java.util.concurrent.CompletionException if the port is taken
   */
  public GoCardsSimulator start() {
    server =
        vertx
            .createHttpServer(new HttpServerOptions().setMaxHeaderSize(16 * 1024))
            .requestHandler(this::handle)
            .listen(settings.port(), settings.host())
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    return this;
  }

  private Bureau bureau() {
    return bureau;
  }

  /** Returns the port. */
  public int port() {
    return server.actualPort();
  }

  /** Returns the URL for the worker. */
  public String url() {
    return "http://" + settings.host() + ":" + port();
  }

  /** Sets the faults. */
  public void faults(Faults faults) {
    dice.load(faults);
  }

  /** Sets the listener for orders. */
  public void listen(CallListener listener) {
    api.listen(listener);
  }

  /** Returns the current books. */
  public Ledger ledger() {
    return bureau.ledger();
  }

  /** Returns the number of notifications sent. */
  public int notifications() {
    return notifications.sent();
  }

  /** Returns the number of events that the worker has taken by its hook. */
  public int pushed() {
    return pushes.delivered();
  }

  /**
   * Sends all notifications again with new ids; returns when the brokers have acknowledged them.
   */
  public void repeat() {
    bureau.orders().forEach(notifications::repeat);
    notifications.flush();
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
    clock.shutdownNow();
    try {
      if (!clock.awaitTermination(5, TimeUnit.SECONDS)) {
        System.err.println("the simulator's scheduler did not stop in time");
      }
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
    notifications.close();
  }

  private void handle(HttpServerRequest request) {
    String length = request.getHeader("Content-Length");
    if (length != null && (!length.matches("\\d{1,9}") || Long.parseLong(length) > MOST_BYTES)) {
      Http.problem(
          request, 413, "TOO_LARGE", "a request must have at most " + MOST_BYTES + " bytes");
      return;
    }
    request
        .body()
        .onSuccess(
            body -> {
              if (!api.answer(request, body) && !control.answer(request, body)) {
                Http.problem(request, 404, "NOT_FOUND", "no such resource");
              }
            });
  }
}
