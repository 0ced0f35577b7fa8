package io.cardflow.security;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.utils.SecurityUtils;

/**
 * A user of Kafka as its manifest declares it, so that the tests use the deployed definition.
 *
 * @param rights one access control entry each, for the user of this name
 */
record KafkaUser(String name, List<AclBinding> rights) {

  /** The users that the manifests of a directory declare, by name. */
  static Map<String, KafkaUser> read(Path directory) {
    Map<String, KafkaUser> users = new TreeMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.yaml")) {
      for (Path file : files) {
        try (MappingIterator<JsonNode> documents =
            new YAMLMapper().readerFor(JsonNode.class).readValues(file.toFile())) {
          while (documents.hasNext()) {
            JsonNode document = documents.next();
            if (document.path("kind").asText().equals("KafkaUser")) {
              KafkaUser user = of(document);
              users.put(user.name(), user);
            }
          }
        }
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    return users;
  }

  private static KafkaUser of(JsonNode manifest) {
    String name = manifest.at("/metadata/name").asText();
    List<AclBinding> rights = new ArrayList<>();
    for (JsonNode acl : manifest.at("/spec/authorization/acls")) {
      JsonNode resource = acl.path("resource");
      ResourcePattern pattern =
          new ResourcePattern(
              SecurityUtils.resourceType(pascalCase(resource.path("type").asText())),
              resource.path("name").asText(),
              resource.path("patternType").asText().equals("prefix")
                  ? PatternType.PREFIXED
                  : PatternType.LITERAL);
      for (JsonNode operation : acl.path("operations")) {
        rights.add(
            new AclBinding(
                pattern,
                new AccessControlEntry(
                    "User:" + name,
                    acl.path("host").asText("*"),
                    SecurityUtils.operation(operation.asText()),
                    AclPermissionType.ALLOW)));
      }
    }
    return new KafkaUser(name, rights);
  }

  private static String pascalCase(String camelCase) {
    return camelCase.substring(0, 1).toUpperCase(Locale.ROOT) + camelCase.substring(1);
  }
}
