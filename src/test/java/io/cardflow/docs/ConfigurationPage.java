package io.cardflow.docs;

import io.cardflow.ops.CardflowConfig;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The tables of the configuration page, generated from the javadoc of {@code CardflowConfig}. */
final class ConfigurationPage {

  private static final Path SOURCE = Path.of("src/main/java/io/cardflow/ops/CardflowConfig.java");

  private static final String NOTE =
      "<!-- Generated from the javadoc of io.cardflow.ops.CardflowConfig by"
          + " ConfigurationPageTest. -->\n";
  private static final String HEAD = "\n| Setting | Default | Meaning |\n|---|---|---|\n";

  /** A javadoc comment with the group of settings or the setting that it describes. */
  private static final Pattern DECLARATION =
      Pattern.compile(
          "/\\*\\*((?:(?!\\*/).)*)\\*/\\s*"
              + "(?:@WithConverter\\([^)]*\\)\\s*)?"
              + "(?:@WithDefault\\(\"([^\"]*)\"\\)\\s*)?"
              + "(?:interface (\\w+) \\{|[\\w<>, ]+ (\\w+)\\(\\);)",
          Pattern.DOTALL);

  /** A setting, its default ("" for none) and its description. */
  private record Setting(String name, String standard, String meaning) {}

  /** A group of settings with a common prefix. */
  private record Group(String prefix, String meaning, List<Setting> settings) {}

  private ConfigurationPage() {}

  static String text() throws IOException {
    StringBuilder page = new StringBuilder(NOTE);
    for (Group group : groups()) {
      if (group.meaning().isEmpty()) {
        page.append(HEAD);
      } else {
        page.append("\n### %s\n\n%s\n".formatted(group.prefix(), group.meaning())).append(HEAD);
      }
      for (Setting setting : group.settings()) {
        page.append(
            "| `%s` | %s | %s |\n"
                .formatted(
                    setting.name(),
                    setting.standard().isEmpty() ? "" : "`" + setting.standard() + "`",
                    setting.meaning()));
      }
    }
    return page.toString();
  }

  /** The names of all documented settings. */
  static List<String> names() throws IOException {
    return groups().stream()
        .flatMap(group -> group.settings().stream())
        .map(Setting::name)
        .toList();
  }

  private static List<Group> groups() throws IOException {
    Map<String, String> prefixes = new HashMap<>();
    prefixes("cardflow", CardflowConfig.class, prefixes);
    List<Group> groups = new ArrayList<>();
    groups.add(new Group("cardflow", "", new ArrayList<>()));
    Matcher found = DECLARATION.matcher(Files.readString(SOURCE));
    while (found.find()) {
      String meaning = markdown(found.group(1));
      if (found.group(3) != null) {
        groups.add(new Group(prefixes.get(found.group(3)), meaning, new ArrayList<>()));
      } else {
        Group group = groups.get(groups.size() - 1);
        String standard = found.group(2) == null ? "" : found.group(2);
        group
            .settings()
            .add(new Setting(group.prefix() + "." + dashed(found.group(4)), standard, meaning));
      }
    }
    return groups;
  }

  /** Collects the prefixes of groups by the name of their interface. */
  private static void prefixes(String prefix, Class<?> group, Map<String, String> prefixes) {
    prefixes.put(group.getSimpleName(), prefix);
    for (Method each : group.getMethods()) {
      if (isGroup(each)) {
        prefixes(prefix + "." + dashed(each.getName()), each.getReturnType(), prefixes);
      }
    }
  }

  /** Whether a method of the settings has a group of them. */
  static boolean isGroup(Method method) {
    return method.getReturnType().isInterface()
        && method.getReturnType().getEnclosingClass() == CardflowConfig.class;
  }

  private static String markdown(String javadoc) {
    return javadoc
        .replaceAll("(?m)^\\s*\\*", "")
        .replaceAll("\\s+", " ")
        .replaceAll("\\{@code ([^}]*)}|<code>([^<]*)</code>", "`$1$2`")
        .replace("|", "\\|")
        .strip();
  }

  static String dashed(String name) {
    return name.replaceAll("(?<=.)([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }
}
