package io.cardflow.ops;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.internals.Topic;

/**
 * Checks that names in settings are valid where they are used: in Kafka, in an event, in a URL, in
 * a header. Every method throws an {@link IllegalArgumentException} that begins with the setting's
 * name.
 */
final class NameCheck {

  /** The same limit as Kafka's for the name of a topic. */
  private static final int MOST_OF_A_GROUP = 249;

  private static final Pattern GROUP = Pattern.compile("[!-~]{1," + MOST_OF_A_GROUP + "}");
  private static final Pattern INSTANCE = Pattern.compile("[A-Za-z0-9._:-]{1,253}");
  private static final Pattern VISIBLE = Pattern.compile("[!-~]+");
  private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9._~!$&'()*+,;=:@-]*){1,50}");
  private static final int MOST_OF_AN_ELEMENT = 64;
  private static final int MOST_OF_A_TEXT = 4_096;
  private static final int MOST_OF_A_PORT = 65_535;

  private NameCheck() {}

  static void topics(CardflowConfig.Topics topics) {
    List<String> settings = new ArrayList<>();
    List<String> names = new ArrayList<>();
    topic(settings, names, "commands", topics.commands());
    topic(settings, names, "producer-status", topics.producerStatus());
    topic(settings, names, "events", topics.events());
    topic(settings, names, "rejections", topics.rejections());
    topic(settings, names, "dead-letters", topics.deadLetters());
    topic(settings, names, "privacy", topics.privacy());
    topic(settings, names, "audit", topics.audit());
  }

  private static void topic(List<String> settings, List<String> names, String which, String name) {
    String setting = "cardflow.topics." + which;
    try {
      Topic.validate(name);
    } catch (InvalidTopicException refused) {
      throw refusal(setting, "is not a valid topic name: " + refused.getMessage());
    }
    require(!Topic.isInternal(name), setting, "must not be Kafka's internal topic " + name);
    for (int other = 0; other < names.size(); other++) {
      require(
          !Topic.hasCollision(name, names.get(other)),
          setting,
          "must be another topic than %s: %s and %s collide in Kafka, which treats . and _ alike"
              .formatted(settings.get(other), name, names.get(other)));
    }
    settings.add(setting);
    names.add(name);
  }

  static void group(String group) {
    require(
        GROUP.matcher(group).matches(),
        "cardflow.inbox.group-id",
        "must have 1 to %d visible ASCII characters without blanks, not \"%s\""
            .formatted(MOST_OF_A_GROUP, group));
  }

  static void instance(String instance) {
    require(
        INSTANCE.matcher(instance).matches(),
        "cardflow.inbox.instance-id",
        "must have 1 to 253 letters, digits, dots, colons, underscores and hyphens, not \"%s\""
            .formatted(instance));
  }

  /** Its length is checked elsewhere, as that of an attribute of an event. */
  static void source(String source) {
    require(
        VISIBLE.matcher(source).matches() && isUri(source),
        "cardflow.source",
        "must be a URI reference, not \"" + source + "\"");
  }

  static void cardElement(String name) {
    require(
        !name.isBlank()
            && name.length() <= MOST_OF_AN_ELEMENT
            && name.codePoints().noneMatch(NameCheck::isUnsendable),
        "cardflow.gocards.card-id-element",
        "must have 1 to " + MOST_OF_AN_ELEMENT + " characters, none of them a control character");
  }

  static void paths(CardflowConfig.Paths paths) {
    if (paths.token().startsWith("http")) {
      String setting = "cardflow.gocards.paths.token";
      require(isUri(paths.token()), setting, "must be a URL or a path");
      address(setting, URI.create(paths.token()));
    } else {
      path("token", paths.token(), "");
    }
    path("login", paths.login(), "");
    path("orders", paths.orders(), "");
    path("order", paths.order(), "{orderId}");
    path("card", paths.card(), "{cardId}");
    path("layout", paths.layout(), "{layoutId}");
  }

  private static void path(String which, String path, String place) {
    String fixed = place.isEmpty() ? path : path.replaceFirst(Pattern.quote(place), "x");
    require(
        PATH.matcher(fixed).matches() && path.contains(place),
        "cardflow.gocards.paths." + which,
        "must be a path that begins with /"
            + (place.isEmpty() ? "" : " and contains " + place + " once")
            + ", not \""
            + path
            + "\"");
  }

  static void bureau(URI url) {
    address("cardflow.gocards.url", url);
  }

  /** The message does not quote the URL: it may contain a password. */
  private static void address(String setting, URI url) {
    require(
        url.getHost() != null && List.of("http", "https").contains(url.getScheme()),
        setting,
        "must be an http or https URL with a host");
    require(url.getRawUserInfo() == null, setting, "must not contain a user or a password");
    require(
        url.getRawQuery() == null && url.getRawFragment() == null,
        setting,
        "must end with its path, without a query or a fragment");
    require(
        url.getPort() != 0 && url.getPort() <= MOST_OF_A_PORT,
        setting,
        "must have a port from 1 to " + MOST_OF_A_PORT);
  }

  /** Checks a text that is sent to the bureau. The message does not quote it: it may be secret. */
  static void text(String setting, String value) {
    require(!value.isBlank(), setting, "must not be blank");
    require(
        value.length() <= MOST_OF_A_TEXT,
        setting,
        "must have at most " + MOST_OF_A_TEXT + " characters");
    require(
        value.codePoints().noneMatch(NameCheck::isUnsendable),
        setting,
        "must not contain control characters, such as a line break at its end");
  }

  private static boolean isUnsendable(int character) {
    return Character.isISOControl(character)
        || (character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE);
  }

  private static boolean isUri(String text) {
    try {
      new URI(text);
      return true;
    } catch (URISyntaxException refused) {
      return false;
    }
  }

  private static void require(boolean holds, String setting, String what) {
    if (!holds) {
      throw refusal(setting, what);
    }
  }

  private static IllegalArgumentException refusal(String setting, String what) {
    return new IllegalArgumentException(setting + " " + what);
  }
}
