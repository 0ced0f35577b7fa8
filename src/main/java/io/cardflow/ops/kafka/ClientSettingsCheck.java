package io.cardflow.ops.kafka;

import io.quarkus.runtime.Startup;
import jakarta.annotation.PostConstruct;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;

/**
 * Refuses to start, before any client exists, if a setting of the Kafka clients is pinned by a
 * guarantee or out of bounds. It checks every name under which a setting can reach a client: {@code
 * kafka.}, {@code KAFKA_}, the channel's and its connector's.
 */
@Startup(Interceptor.Priority.PLATFORM_BEFORE)
@Singleton
final class ClientSettingsCheck {

  private static final String KAFKA = "kafka";

  /** SASL and TLS belong to the operator, under any client's prefix. */
  private static final Pattern SECURITY = Pattern.compile("(SASL|SSL)_.*");

  private final Config config;

  ClientSettingsCheck(Config config) {
    this.config = config;
  }

  @PostConstruct
  void check() {
    for (String name : config.getPropertyNames()) {
      String lower = name.toLowerCase(Locale.ROOT);
      if (lower.startsWith(KAFKA) && lower.length() > KAFKA.length() + 1) {
        // The same parsing as Quarkus'.
        ofAllClients(name, lower.substring(KAFKA.length() + 1).replace('_', '.'));
      }
      for (Channel channel : Channel.ALL) {
        ofChannels(name, channel.prefix(), List.of(channel));
      }
      ofChannels(name, Channel.CONNECTOR, Channel.ALL);
    }
  }

  private void ofAllClients(String name, String setting) {
    ClientSetting known = ClientSettings.named(setting);
    if (known != null) {
      require(name, known);
    } else if (Channel.READ_FROM_KAFKA.contains(setting)) {
      throw refusal(name, "must not be set", "the worker's channels would read it");
    }
  }

  /** A setting must be known to one of the channels, and acceptable to each that knows it. */
  private void ofChannels(String name, String prefix, List<Channel> channels) {
    if (!Channel.variable(name).startsWith(Channel.variable(prefix))) {
      return;
    }
    String setting = name.substring(prefix.length());
    if (SECURITY.matcher(Channel.variable(setting)).matches()) {
      return;
    }
    List<ClientSetting> known =
        channels.stream().map(channel -> channel.named(setting)).filter(Objects::nonNull).toList();
    if (known.isEmpty()) {
      throw refusal(
          name, "is not a setting of this channel", "settings of all clients are set under kafka.");
    }
    known.forEach(each -> require(name, each.in(config)));
  }

  private void require(String name, ClientSetting setting) {
    String value = config.getOptionalValue(name, String.class).orElse("");
    if (value.isBlank() && !(setting.rule() instanceof Rule.Bounded)) {
      // Equivalent to unset.
      return;
    }
    String breach = setting.rule().breach(value);
    if (breach != null) {
      throw refusal(name, breach, setting.reason());
    }
  }

  private static IllegalArgumentException refusal(String name, String breach, String reason) {
    return new IllegalArgumentException(name + " " + breach + ": " + reason);
  }
}
