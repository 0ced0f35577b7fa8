package io.cardflow.ops.kafka;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Settings that a guarantee depends on cannot be changed, by any name. */
class ClientSettingsTest {

  @Test
  void everySettingOfKafkasClientsHasARule() {
    Set<String> undecided = new TreeSet<>(ConsumerConfig.configNames());
    undecided.addAll(ProducerConfig.configNames());
    undecided.addAll(AdminClientConfig.configNames());
    undecided.removeIf(name -> name.startsWith("sasl.") || name.startsWith("ssl."));
    ClientSettings.ALL.forEach(setting -> undecided.remove(setting.name()));

    assertEquals(Set.of(), undecided);
  }

  /** A setting and a value, in each spelling by which it reaches a client. */
  record Given(String name, String value, boolean variable) {
    @Override
    public String toString() {
      return name + "=" + value;
    }
  }

  static Stream<Given> worstValues() {
    List<Given> worst = new ArrayList<>();
    for (ClientSetting setting : ClientSettings.ALL) {
      for (String value : breaking(setting.rule())) {
        worst.addAll(spelt(List.of("kafka."), setting.name(), value));
        for (Channel channel : Channel.ALL) {
          if (channel.named(setting.name()) == setting) {
            worst.addAll(spelt(prefixes(channel), setting.name(), value));
          }
        }
      }
    }
    for (Channel channel : Channel.ALL) {
      for (ClientSetting setting : channel.attributes()) {
        for (String value : breaking(setting.rule())) {
          worst.addAll(spelt(prefixes(channel), setting.name(), value));
        }
      }
      for (String attribute :
          List.of("key", "interceptor-bean", "cloud-events-type", "group.id", "failure-strategy")) {
        worst.addAll(spelt(prefixes(channel), attribute, "x"));
      }
    }
    for (String attribute : Channel.READ_FROM_KAFKA) {
      worst.add(new Given("kafka." + attribute, "0", false));
    }
    return worst.stream();
  }

  /** Where a setting of a channel can be set: for it alone, or for all. */
  private static List<String> prefixes(Channel channel) {
    return List.of(channel.prefix(), Channel.CONNECTOR);
  }

  @ParameterizedTest
  @MethodSource("worstValues")
  void theWorstValueIsRejectedByName(Given given) {
    RuntimeException refused = assertThrows(RuntimeException.class, () -> check(given));

    // A variable can also be set by its property's name, and the message may contain either.
    assertEquals(
        Channel.variable(given.name()), Channel.variable(refused.getMessage().split(" ")[0]));
    assertTrue(refused.getMessage().contains(": "), "with the reason: " + refused.getMessage());
  }

  static Stream<Given> harmlessValues() {
    List<Given> harmless = new ArrayList<>();
    for (ClientSetting setting : ClientSettings.ALL) {
      for (String value : keeping(setting.rule())) {
        harmless.addAll(spelt(List.of("kafka."), setting.name(), value));
      }
    }
    harmless.addAll(spelt(List.of("kafka."), "sasl.jaas.config", "secret"));
    harmless.addAll(spelt(List.of("kafka."), "ssl.truststore.location", "/ca.crt"));
    harmless.addAll(spelt(List.of("kafka."), "tls-configuration-name", "kafka"));
    harmless.addAll(spelt(List.of("kafka."), "port", "tcp://10.0.0.1:9092"));
    harmless.addAll(spelt(List.of("kafka."), "my.reporter.url", "http://metrics"));
    for (Channel channel : Channel.ALL) {
      harmless.addAll(spelt(prefixes(channel), "ssl.truststore.location", "/ca.crt"));
      harmless.addAll(spelt(prefixes(channel), "bootstrap.servers", "kafka:9092"));
    }
    return harmless.stream();
  }

  @ParameterizedTest
  @MethodSource("harmlessValues")
  void freeSettingsAndThePinnedValuesThemselvesAreAccepted(Given given) {
    assertDoesNotThrow(() -> check(given));
  }

  @Test
  void theWorkersOwnSettingsOfTheChannelAreAccepted() throws IOException {
    Properties own = new Properties();
    try (Reader reader =
        Files.newBufferedReader(Path.of("src", "main", "resources", "application.properties"))) {
      own.load(reader);
    }
    Map<String, String> settings = new HashMap<>();
    own.stringPropertyNames().stream()
        .filter(name -> name.startsWith("mp.messaging."))
        .forEach(name -> settings.put(name, defaults(own.getProperty(name))));
    assertTrue(settings.size() > 5);

    assertDoesNotThrow(() -> new ClientSettingsCheck(properties(settings)).check());
  }

  /** A value with the defaults of its expressions; others are not expanded. */
  private static String defaults(String value) {
    return value.replaceAll("\\$\\{[^:}]*:([^}]*)}", "$1").replace("${", "{");
  }

  @Test
  void theChannelOfRequestsToEraseIsEnabledExactlyWhereMessagesAreConsumed() {
    String channel = "mp.messaging.incoming.privacy.enabled";
    String inbox = "cardflow.inbox.enabled";
    assertDoesNotThrow(() -> check(Map.of(channel, "false", inbox, "false")));
    assertThrows(
        IllegalArgumentException.class, () -> check(Map.of(channel, "false", inbox, "true")));
    assertThrows(
        IllegalArgumentException.class, () -> check(Map.of(channel, "true", inbox, "false")));
  }

  @ParameterizedTest
  @CsvSource({
    "acks, 0, all",
    "enable.idempotence, false, true",
    "partitioner.ignore.keys, true, false",
    "partitioner.class, x,",
    "transactional.id, x,",
    "group.instance.id, x,",
  })
  void theClientHasThePinnedValueWhateverIsSet(String name, String given, String pinned) {
    Map<String, Object> settings = new HashMap<>(Map.of(name, given));

    ClientSettings.pin(KafkaClient.INTERNAL_MESSAGES, settings);

    assertEquals(pinned, settings.get(name));
  }

  private static void check(Given given) {
    new ClientSettingsCheck(given.variable() ? environment(given) : properties(given)).check();
  }

  private static void check(Map<String, String> settings) {
    new ClientSettingsCheck(properties(settings)).check();
  }

  private static Config properties(Given given) {
    return properties(Map.of(given.name(), given.value()));
  }

  private static Config properties(Map<String, String> settings) {
    return new SmallRyeConfigBuilder()
        .withSources(new PropertiesConfigSource(settings, "test", 100))
        .build();
  }

  private static Config environment(Given given) {
    return new SmallRyeConfigBuilder()
        .withSources(new EnvConfigSource(Map.of(given.name(), given.value()), 300))
        .build();
  }

  private static List<Given> spelt(List<String> prefixes, String setting, String value) {
    List<Given> spelt = new ArrayList<>();
    for (String prefix : prefixes) {
      spelt.add(new Given(prefix + setting, value, false));
      spelt.add(new Given(Channel.variable(prefix + setting), value, true));
    }
    return spelt;
  }

  private static List<String> breaking(Rule rule) {
    if (rule instanceof Rule.Bounded bounds) {
      return List.of(
          Long.toString(bounds.least() - 1),
          Long.toString(bounds.most() + 1),
          Long.toString(Long.MAX_VALUE),
          "x");
    }
    return rule instanceof Rule.Free ? List.of() : List.of("x");
  }

  private static List<String> keeping(Rule rule) {
    if (rule instanceof Rule.Bounded bounds) {
      return List.of(Long.toString(bounds.least()), Long.toString(bounds.most()));
    }
    if (rule instanceof Rule.Pinned pin) {
      return pin.value() == null ? List.of(" ") : List.of(pin.value(), " " + pin.value() + " ");
    }
    if (rule instanceof Rule.Same same) {
      return List.of(same.value());
    }
    return rule instanceof Rule.Free ? List.of("x") : List.of(" ");
  }
}
