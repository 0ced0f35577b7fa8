package io.cardflow.internalmessages;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cardflow.domain.CardState;
import io.cardflow.domain.Message;
import io.cardflow.domain.OrderReference;
import io.cardflow.domain.ProducerStatus.ProductionStarted;
import io.cardflow.ops.CardflowConfig;
import io.cardflow.wire.InternalMessage;
import io.cardflow.wire.MessageParser;
import io.cardflow.wire.ParseResult;
import io.cardflow.wire.StatusEncoder;
import io.cardflow.wire.TimerEncoder;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PostConstruct;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Fails the startup if the worker could not parse its own internal messages with the settings: it
 * writes the largest message of each kind and parses it as a lane does.
 */
@Startup(Interceptor.Priority.PLATFORM_BEFORE)
@Singleton
final class InternalMessagesCheck {

  /** The maximum length of a card id. */
  private static final OrderReference UNKNOWN = new OrderReference(null, null, null);

  private static final String CARD = "C".repeat(64);

  /** The length of a generated id. */
  private static final String BATCH = "B-" + "Z".repeat(32);

  private static final Instant TIME = Instant.parse("9999-12-31T23:59:59.999Z");
  private static final int NUMBER = Integer.MAX_VALUE;

  private final CardflowConfig config;
  private final MessageParser decoder = new MessageParser();

  InternalMessagesCheck(CardflowConfig config) {
    this.config = config;
  }

  @PostConstruct
  void check() {
    TimerEncoder timers = new TimerEncoder(config.source());
    String source = "cardflow.source=" + config.source();
    requireParsed(source, timers.expiry(CARD, NUMBER, TIME, NUMBER, TIME));
    ProductionStarted status = new ProductionStarted("O".repeat(64), null, TIME);
    requireParsed(
        source, new StatusEncoder(config.source()).finding(BATCH, CARD, status, UNKNOWN, TIME));
    for (Duration point : config.expiry().reminders().orElse(List.of())) {
      requireParsed(
          "cardflow.expiry.reminders=" + point,
          timers.reminder(CARD, NUMBER, NUMBER, TIME, point, TIME));
    }
    CardflowConfig.Dwell dwell = config.dwell();
    limit(timers, "processing", CardState.PROCESSING, dwell.processing());
    limit(timers, "ordered", CardState.ORDERED, dwell.ordered());
    limit(timers, "in-production", CardState.IN_PRODUCTION, dwell.inProduction());
    limit(timers, "produced", CardState.PRODUCED, dwell.produced());
    limit(timers, "expired", CardState.EXPIRED, dwell.expired());
  }

  private void limit(TimerEncoder timers, String name, CardState state, Duration limit) {
    requireParsed(
        "cardflow.dwell." + name + "=" + limit,
        timers.dwellExceeded(CARD, state, TIME, limit, NUMBER, TIME));
  }

  private void requireParsed(String setting, InternalMessage own) {
    ParseResult decoded =
        decoder.decode(own.topic(), own.key().getBytes(UTF_8), own.headers(), own.value(), 0);
    if (decoded instanceof ParseResult.Malformed malformed) {
      throw new IllegalArgumentException(
          setting + " makes the worker's own messages unreadable: " + malformed.cause());
    }
    Message read = ((ParseResult.Parsed) decoded).message();
    if (!read.id().equals(own.id()) || read.body() instanceof Message.UnknownType) {
      throw new IllegalArgumentException(
          setting + " changes on its way through the worker's own messages");
    }
  }
}
