package io.cardflow.ops;

import io.quarkus.runtime.Startup;
import jakarta.annotation.PostConstruct;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Rejects invalid settings at startup, naming the setting. */
@Startup(Interceptor.Priority.PLATFORM_BEFORE)
@Singleton
final class ConfigCheck {

  private static final Pattern TRACKING_LINK =
      Pattern.compile("https://[^\\s/?#]+[/?](?:(?!NUMBER)\\S)*NUMBER(?:(?!NUMBER)\\S)*");

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration YEAR = Duration.ofDays(366);
  private static final Duration DECADE = Duration.ofDays(3660);

  /**
   * The sum of this and the present time is far below the last year that RFC 3339 can represent.
   */
  private static final Duration CENTURY = Duration.ofDays(36_525);

  private final CardflowConfig config;

  ConfigCheck(CardflowConfig config) {
    this.config = config;
  }

  @PostConstruct
  void check() {
    known(System.getenv().keySet());
    between("cardflow.inbox.lanes", config.inbox().lanes(), 1, 16);
    between("cardflow.inbox.batch-size", config.inbox().batchSize(), 1, 10_000);
    between(
        "cardflow.inbox.drain-timeout",
        config.inbox().drainTimeout(),
        Duration.ofMillis(1),
        Duration.ofMinutes(10));
    between(
        "cardflow.console.requests-per-second", config.console().requestsPerSecond(), 1, 10_000);
    between("cardflow.console.streams", config.console().streams(), 1, 10_000);
    between("cardflow.console.low-stock", config.console().lowStock(), 0, 10_000);
    config
        .console()
        .lowStockOf()
        .forEach(
            (layout, low) -> between("cardflow.console.low-stock-of." + layout, low, 0, 10_000));
    config
        .console()
        .trackingLinks()
        .forEach(
            (carrier, link) ->
                require(
                    TRACKING_LINK.matcher(link).matches(),
                    "cardflow.console.tracking-links." + carrier,
                    "must begin with https:// and contain NUMBER once, after the host"));
    require(
        config.inbox().enabled() || config.console().enabled(),
        "cardflow.inbox.enabled",
        "must be true if cardflow.console.enabled is false: the process would do nothing");
    NameCheck.group(config.inbox().groupId());
    config.inbox().instanceId().ifPresent(NameCheck::instance);
    NameCheck.topics(config.topics());
    NameCheck.source(config.source());
    between("cardflow.assignment.validity", config.assignment().validity(), SECOND, CENTURY);
    CardflowConfig.Ordering ordering = config.ordering();
    between("cardflow.ordering.every", ordering.every(), SECOND, YEAR);
    between("cardflow.ordering.max-batch-size", ordering.maxBatchSize(), 1, 5_000);
    between(
        "cardflow.ordering.max-concurrent-submissions", ordering.maxConcurrentSubmissions(), 1, 64);
    between("cardflow.ordering.reconcile-after", ordering.reconcileAfter(), SECOND, YEAR);
    gocards(config.gocards());
    PushCheck.check(config.gocards());
    timers(config.expiry(), config.dwell());
    retention(config.retention());
    internal(config.internal());
    CombinationCheck.warn(config);
  }

  /**
   * SmallRye Config rejects unknown names, except for environment variables. Only names within a
   * group of settings are checked: platforms set others that begin with the program's name.
   */
  static void known(Set<String> variables) {
    Set<String> known = new HashSet<>();
    Set<String> groups = new HashSet<>();
    for (Method group : CardflowConfig.class.getMethods()) {
      if (group.getReturnType().getEnclosingClass() == CardflowConfig.class) {
        String prefix = "CARDFLOW_" + variable(group) + "_";
        groups.add(prefix);
        settings(prefix, group.getReturnType(), known);
      }
    }
    for (String variable : variables) {
      require(
          known.contains(variable) || groups.stream().noneMatch(variable::startsWith),
          variable,
          "is not a setting; the settings are " + new TreeSet<>(known));
    }
  }

  private static void settings(String prefix, Class<?> group, Set<String> known) {
    for (Method setting : group.getMethods()) {
      Class<?> type = setting.getReturnType();
      if (type.isInterface() && type.getEnclosingClass() == CardflowConfig.class) {
        settings(prefix + variable(setting) + "_", type, known);
      } else {
        known.add(prefix + variable(setting));
      }
    }
  }

  private static String variable(Method setting) {
    return setting.getName().replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
  }

  private static void timers(CardflowConfig.Expiry expiry, CardflowConfig.Dwell dwell) {
    between("cardflow.expiry.every", expiry.every(), SECOND, Duration.ofHours(1));
    List<Duration> reminders = expiry.reminders().orElse(List.of());
    between("cardflow.expiry.reminders: the number of points", reminders.size(), 0, 20);
    for (int point = 0; point < reminders.size(); point++) {
      between("cardflow.expiry.reminders", reminders.get(point), SECOND, YEAR);
      require(
          point == 0 || reminders.get(point).compareTo(reminders.get(point - 1)) < 0,
          "cardflow.expiry.reminders",
          "must be in descending order without duplicates, not " + reminders);
    }
    between("cardflow.dwell.processing", dwell.processing(), SECOND, DECADE);
    between("cardflow.dwell.ordered", dwell.ordered(), SECOND, DECADE);
    between("cardflow.dwell.in-production", dwell.inProduction(), SECOND, DECADE);
    between("cardflow.dwell.produced", dwell.produced(), SECOND, DECADE);
    between("cardflow.dwell.expired", dwell.expired(), SECOND, DECADE);
  }

  private static void internal(CardflowConfig.Internal internal) {
    require(
        internal.signature() == CardflowConfig.Internal.Signature.OFF
            || internal.keyFile().isPresent(),
        "cardflow.internal.key-file",
        "must be set if cardflow.internal.signature is not off");
    internal.keyFile().ifPresent(set -> InternalKeys.of(internal));
  }

  private static void retention(CardflowConfig.Retention retention) {
    period("journal", retention.journal());
    period("cards", retention.cards());
    period("delivery", retention.delivery());
    period("assignments", retention.assignments());
    period("unknown-cards", retention.unknownCards());
    period("backups", retention.backups());
    retention
        .assignments()
        .ifPresent(
            assignments ->
                require(
                    retention
                        .journal()
                        .filter(journal -> journal.compareTo(assignments) <= 0)
                        .isPresent(),
                    "cardflow.retention.assignments",
                    "must not be shorter than cardflow.retention.journal, where a person is found"
                        + " by the assignments"));
  }

  private static void period(String name, Optional<Duration> period) {
    period.ifPresent(set -> between("cardflow.retention." + name, set, DAY, CENTURY));
  }

  private static void gocards(CardflowConfig.Gocards gocards) {
    between(
        "cardflow.gocards.timeout",
        gocards.timeout(),
        Duration.ofMillis(100),
        Duration.ofMinutes(5));
    between("cardflow.gocards.look-ups-per-second", gocards.lookUpsPerSecond(), 1, 1_000);
    gocards.cardIdElement().ifPresent(NameCheck::cardElement);
    NameCheck.paths(gocards.paths());
    if (gocards.url().isPresent()) {
      NameCheck.bureau(gocards.url().get());
      requireSet("cardflow.gocards.client-id", gocards.clientId());
      requireSet("cardflow.gocards.client-secret", gocards.clientSecret());
      requireSet("cardflow.gocards.organisation-id", gocards.organisationId());
    }
  }

  private static void requireSet(String setting, Optional<String> value) {
    require(value.isPresent(), setting, "must be set if cardflow.gocards.url is set");
    NameCheck.text(setting, value.get());
  }

  private static void between(String setting, Duration value, Duration least, Duration most) {
    require(
        value.compareTo(least) >= 0 && value.compareTo(most) <= 0,
        setting,
        "must be " + least + " to " + most + ", not " + value);
    require(
        value.toNanosPart() % 1_000_000 == 0, setting, "must be whole milliseconds, not " + value);
  }

  private static void between(String setting, int value, int least, int most) {
    require(
        value >= least && value <= most,
        setting,
        "must be " + least + " to " + most + ", not " + value);
  }

  private static void require(boolean holds, String setting, String what) {
    if (!holds) {
      throw new IllegalArgumentException(setting + " " + what);
    }
  }
}
