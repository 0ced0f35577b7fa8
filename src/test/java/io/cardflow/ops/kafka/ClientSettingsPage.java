package io.cardflow.ops.kafka;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Generates the operators' tables of client settings from those that the check at startup uses. */
final class ClientSettingsPage {

  private static final String FORM =
      "<!-- Generated from io.cardflow.ops.kafka by ClientSettingsPageTest. -->\n";

  private ClientSettingsPage() {}

  static String text() {
    StringBuilder page = new StringBuilder(FORM);
    page.append("\n| Under `kafka.` | Clients | Rule | Because |\n|---|---|---|---|\n");
    for (ClientSetting setting : ClientSettings.ALL) {
      if (!(setting.rule() instanceof Rule.Free)) {
        page.append(
            "| `%s` | %s | %s | %s |\n"
                .formatted(
                    setting.name(),
                    Channel.clientsUnder(setting),
                    setting.rule().text(),
                    setting.reason()));
      }
    }
    page.append("\nFree are `sasl.…`, `ssl.…`, what Kafka's clients do not know, and:\n\n");
    free(ClientSettings.ALL)
        .forEach((reason, names) -> page.append("- %s (%s)\n".formatted(names, reason)));
    Channel.ALL.forEach(channel -> channel(page, channel));
    return page.toString();
  }

  private static void channel(StringBuilder page, Channel channel) {
    page.append(
        "\n| Under `%s` | Rule | Because |\n|---|---|---|\n"
            .formatted(channel.prefix().replaceAll("\\.$", "")));
    for (ClientSetting setting : channel.attributes()) {
      if (!(setting.rule() instanceof Rule.Free)) {
        page.append(
            "| `%s` | %s | %s |\n"
                .formatted(setting.name(), setting.rule().text(), setting.reason()));
      }
    }
    page.append(
        "\nA setting of the client's has the rule of the first table there. Free are %s; any other is refused.\n"
            .formatted(String.join(", ", free(channel.attributes()).values())));
  }

  private static Map<String, String> free(List<ClientSetting> settings) {
    return settings.stream()
        .filter(setting -> setting.rule() instanceof Rule.Free)
        .collect(
            Collectors.groupingBy(
                ClientSetting::reason,
                LinkedHashMap::new,
                Collectors.mapping(
                    setting -> "`" + setting.name() + "`", Collectors.joining(", "))));
  }
}
