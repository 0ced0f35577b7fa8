package io.cardflow.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.cardflow.ops.CardflowConfig;
import io.cardflow.ops.Metric;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The pages for operators quote only existing settings, defaults, messages and columns. */
class OperationsPageTest {

  private static final Path DOCS = Path.of("docs");
  private static final List<Path> PAGES =
      Stream.of(
              "operations.md",
              "runbook.md",
              "faults.md",
              "recovery.md",
              "client-settings.md",
              "push.md")
          .map(DOCS::resolve)
          .toList();
  private static final Path MAIN = Path.of("src", "main");

  /** Lines in which {@code <name>} is a placeholder for a value. */
  private static final Pattern QUOTES = Pattern.compile("```log\n(.*?)```", Pattern.DOTALL);

  private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");
  private static final Pattern LITERAL =
      Pattern.compile("\"\"\"(.*?)\"\"\"|\"((?:[^\"\\\\\n]|\\\\.)*)\"", Pattern.DOTALL);

  @Test
  void everySettingOfTheWorkersExists() throws IOException {
    Set<String> settings = settings();
    Set<String> unknown = new TreeSet<>();
    for (String code : code()) {
      Matcher setting = Pattern.compile("cardflow\\.[a-z-]+\\.[a-z-]+").matcher(code.split("=")[0]);
      if (setting.matches() && !settings.contains(setting.group())) {
        unknown.add(setting.group());
      }
      Matcher variable = Pattern.compile("CARDFLOW_[A-Z_]+").matcher(code.split("=")[0]);
      if (variable.matches()
          && settings.stream()
              .map(OperationsPageTest::variable)
              .noneMatch(variable.group()::equals)) {
        unknown.add(variable.group());
      }
    }
    assertEquals(Set.of(), unknown);
  }

  @Test
  void everyRuntimeSettingHasTheDocumentedValue() throws IOException {
    Properties properties = new Properties();
    try (Reader reader =
        Files.newBufferedReader(MAIN.resolve("resources").resolve("application.properties"))) {
      properties.load(reader);
    }
    int checked = 0;
    for (String code : code()) {
      if (code.matches("quarkus\\.[a-z.-]+=.*")) {
        String[] setting = code.split("=", 2);
        assertEquals(properties.getProperty(setting[0]), setting[1], setting[0]);
        checked++;
      }
    }
    assertTrue(checked >= 3, "the page names what the worker is set to");
  }

  @Test
  void everyMessageIsOneThatTheProgramWrites() throws IOException {
    Set<String> written = written();
    List<String> unknown = new ArrayList<>();
    int quotes = 0;
    Matcher quote = QUOTES.matcher(page());
    while (quote.find()) {
      quotes++;
      for (String line : quote.group(1).split("\n(?! )")) {
        for (String piece : line.replaceAll("\\s+", " ").split("<[^>]*>")) {
          if (piece.strip().length() > 3
              && written.stream().noneMatch(text -> text.contains(piece.strip()))) {
            unknown.add(piece.strip());
          }
        }
      }
    }
    assertTrue(quotes > 0);
    assertEquals(List.of(), unknown);
  }

  @Test
  void everyRefusalOfTheInboxIsOnThePage() throws IOException {
    String page = page().replaceAll("\\s+", " ");
    for (String refusal :
        List.of(
            "but progress was kept for",
            "when this replica started",
            "they must have the same number")) {
      assertTrue(
          written().stream().anyMatch(text -> text.contains(refusal)), "not written: " + refusal);
      assertTrue(page.contains(refusal), "not explained: " + refusal);
    }
  }

  @Test
  void everyLogLineAboveInfoIsOnThePage() throws IOException {
    String page = page();
    Pattern line = Pattern.compile("LOG\\.(?:warn|error)f\\(\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");
    Set<String> missing = new TreeSet<>();
    for (Path source : sources()) {
      Matcher logged = line.matcher(Files.readString(source));
      while (logged.find()) {
        String words = logged.group(1).replace("%s run", "expiry run").split("=")[0];
        if (!page.contains(words)) {
          missing.add(logged.group(1));
        }
      }
    }
    assertEquals(Set.of(), missing);
  }

  @Test
  void everyLinkHasATarget() throws IOException {
    Pattern link = Pattern.compile("]\\(([^)#\\s]*)(?:#([^)\\s]*))?\\)");
    Set<String> broken = new TreeSet<>();
    for (Path page : allPages()) {
      Matcher found = link.matcher(withoutCode(page));
      while (found.find()) {
        if (found.group(1).startsWith("http")) {
          continue;
        }
        Path target =
            found.group(1).isEmpty() ? page : page.resolveSibling(found.group(1)).normalize();
        if (!Files.exists(target)
            || found.group(2) != null && !anchors(target).contains(found.group(2))) {
          broken.add(page + " -> " + found.group());
        }
      }
    }
    assertEquals(Set.of(), broken);
  }

  @Test
  void noPageHasMoreThan300Lines() throws IOException {
    for (Path page : PAGES) {
      assertTrue(Files.readAllLines(page).size() <= 300, page.toString());
    }
  }

  @Test
  void everyAlertHasASectionAndEverySectionAnAlert() throws IOException {
    Set<String> alerts = new TreeSet<>();
    for (JsonNode alert : alerts()) {
      String name = alert.path("alert").asText();
      assertTrue(alerts.add(name), name + " is defined twice");
      assertFalse(alert.at("/annotations/summary").asText().isBlank(), name);
      assertTrue(
          alert
              .at("/annotations/runbook")
              .asText()
              .endsWith("docs/runbook.md#" + name.toLowerCase(Locale.ROOT)),
          name);
      assertTrue(Set.of("critical", "warning").contains(alert.at("/labels/severity").asText()));
    }
    Set<String> sections =
        headings(DOCS.resolve("runbook.md")).stream()
            .filter(heading -> heading.matches("Cardflow[A-Z]\\w+"))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(alerts, sections);
  }

  @Test
  void everyMetricOfThePageIsInTheCatalogue() throws IOException {
    Set<String> catalogue = new HashSet<>();
    for (Metric metric : Metric.values()) {
      catalogue.add(metric.id().replace('.', '_'));
    }
    Set<String> unknown = new TreeSet<>();
    for (String code : code()) {
      Matcher metric =
          Pattern.compile("(cardflow_[a-z_]+?)(_total|_seconds(_bucket|_max)?)?(\\{.*)?")
              .matcher(code);
      if (metric.matches() && !catalogue.contains(metric.group(1))) {
        unknown.add(code);
      }
    }
    assertEquals(Set.of(), unknown);
  }

  @Test
  void everyTableThatACommandNamesIsInTheSchema() throws IOException {
    String schema;
    try (Stream<Path> migrations =
        Files.list(MAIN.resolve("resources").resolve("db").resolve("migration"))) {
      schema = migrations.map(OperationsPageTest::read).collect(Collectors.joining("\n"));
    }
    String page = page().replaceAll("(?m)^ *\\\\copy .*$", "");
    Matcher table = Pattern.compile("\\b(?:FROM|JOIN|UPDATE|INTO) ([a-z_]+)\\b").matcher(page);
    int tables = 0;
    while (table.find()) {
      if (page.contains("CREATE TEMP TABLE " + table.group(1) + " ")) {
        continue;
      }
      assertTrue(schema.contains("CREATE TABLE " + table.group(1)), table.group());
      tables++;
    }
    assertTrue(tables > 0);
  }

  static Iterable<JsonNode> alerts() throws IOException {
    List<JsonNode> alerts = new ArrayList<>();
    new ObjectMapper(new YAMLFactory())
        .readTree(Path.of("deploy", "alerts.yaml").toFile())
        .path("groups")
        .forEach(group -> group.path("rules").forEach(alerts::add));
    assertFalse(alerts.isEmpty());
    return alerts;
  }

  /** The pages for operators, one after the other. */
  private static String page() {
    return PAGES.stream().map(OperationsPageTest::read).collect(Collectors.joining("\n"));
  }

  private static List<Path> allPages() throws IOException {
    List<Path> pages = new ArrayList<>(List.of(Path.of("README.md"), Path.of("CONTRIBUTING.md")));
    pages.addAll(List.of(Path.of("SECURITY.md"), Path.of("CHANGELOG.md")));
    for (String folder : List.of("docs", "deploy", "k8s")) {
      try (Stream<Path> files = Files.walk(Path.of(folder))) {
        files.filter(file -> file.toString().endsWith(".md")).forEach(pages::add);
      }
    }
    return pages;
  }

  private static String withoutCode(Path page) {
    return read(page).replaceAll("(?s)```.*?```", "").replaceAll("`[^`\n]*`", "");
  }

  private static List<String> code() throws IOException {
    List<String> code = new ArrayList<>();
    Matcher found = CODE.matcher(page().replaceAll("(?s)```.*?```", ""));
    while (found.find()) {
      code.add(found.group(1));
    }
    return code;
  }

  private static List<String> headings(Path page) {
    return read(page)
        .replaceAll("(?s)```.*?```", "")
        .lines()
        .filter(line -> line.startsWith("#"))
        .map(line -> line.replaceAll("^#+ ", ""))
        .toList();
  }

  private static Set<String> anchors(Path page) {
    return headings(page).stream()
        .map(
            heading ->
                heading.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 _-]", "").replace(' ', '-'))
        .collect(Collectors.toSet());
  }

  /** All texts of each source, one after the other, as the compiler joins them. */
  private static Set<String> written() throws IOException {
    Set<String> written = new HashSet<>();
    for (Path source : sources()) {
      StringBuilder texts = new StringBuilder();
      Matcher literal = LITERAL.matcher(Files.readString(source).replaceAll("(?m)//.*$", ""));
      while (literal.find()) {
        texts.append(literal.group(1) != null ? literal.group(1) : literal.group(2));
      }
      written.add(texts.toString().replaceAll("\\s+", " "));
    }
    return written;
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(MAIN.resolve("java"))) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static Set<String> settings() {
    Set<String> settings = new HashSet<>(Set.of("cardflow.source"));
    for (Method group : CardflowConfig.class.getMethods()) {
      if (group.getReturnType().getEnclosingClass() == CardflowConfig.class) {
        for (Method setting : group.getReturnType().getMethods()) {
          settings.add("cardflow." + dashed(group) + "." + dashed(setting));
        }
      }
    }
    return settings;
  }

  private static String dashed(Method setting) {
    return setting.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  private static String variable(String setting) {
    return setting.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT);
  }
}
