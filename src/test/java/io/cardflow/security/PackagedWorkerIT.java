package io.cardflow.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardflow.servers.WorkerJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The built worker has nothing of the local platform, whose API is open. */
class PackagedWorkerIT {

  @Test
  void theWorkerHasNoClassOfTheLocalPlatformOrTheTests() throws IOException {
    List<String> own = new ArrayList<>();
    try (Stream<Path> files = Files.walk(WorkerJar.directory())) {
      for (Path jar : files.filter(file -> file.toString().endsWith(".jar")).toList()) {
        try (JarFile content = new JarFile(jar.toFile())) {
          content.stream()
              .map(entry -> entry.getName())
              .filter(name -> name.startsWith("io/cardflow/"))
              .forEach(own::add);
        }
      }
    }
    assertTrue(own.contains("io/cardflow/api/Admission.class"), own.toString());
    assertEquals(
        List.of(),
        own.stream()
            .filter(
                name ->
                    name.startsWith("io/cardflow/local/")
                        || name.startsWith("io/cardflow/bench/")
                        || name.contains("Probe"))
            .toList());
  }
}
