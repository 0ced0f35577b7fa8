package io.cardflow;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.targetOwner;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.vertx.sqlclient.Pool;
import java.util.List;

/** Every wait has a deadline; {@link io.cardflow.ops.Deadline} lists them. */
@AnalyzeClasses(packages = "io.cardflow", importOptions = ImportOption.DoNotIncludeTests.class)
class DeadlineTest {

  /** Methods that wait without a limit, by class. */
  private static final List<String> ENDLESS =
      List.of(
          "io.smallrye.mutiny.groups.UniAwait.indefinitely()",
          "io.smallrye.mutiny.groups.UniAwaitOptional.indefinitely()",
          "java.lang.Object.wait()",
          "java.lang.Process.waitFor()",
          "java.lang.Thread.join()",
          "java.util.concurrent.BlockingQueue.put(java.lang.Object)",
          "java.util.concurrent.BlockingQueue.take()",
          "java.util.concurrent.CompletableFuture.join()",
          "java.util.concurrent.CountDownLatch.await()",
          "java.util.concurrent.CyclicBarrier.await()",
          "java.util.concurrent.Future.get()",
          "java.util.concurrent.Semaphore.acquire()",
          "java.util.concurrent.locks.Condition.await()");

  @ArchTest
  static final ArchRule nothingWaitsWithoutALimit =
      noClasses()
          .should()
          .accessTargetWhere(
              new DescribedPredicate<JavaAccess<?>>("waits without a limit") {
                @Override
                public boolean test(JavaAccess<?> access) {
                  return ENDLESS.stream().anyMatch(method -> isCallOf(method, access));
                }
              });

  @ArchTest
  static final ArchRule connectionsAreTakenInOnePlace =
      onlyIn(
          "io.cardflow.store.Connections",
          Pool.class,
          "getConnection|withConnection|withTransaction|query|preparedQuery");

  @ArchTest
  static final ArchRule sessionsAreOpenedInOnePlace =
      onlyIn("io.cardflow.store.Sessions", Panache.class, "with(Session|Transaction)");

  @ArchTest
  static final ArchRule noSessionIsOpenedByAnAnnotation =
      noClasses()
          .should()
          .dependOnClassesThat()
          .haveNameMatching("io\\.quarkus\\.hibernate\\..*\\.With(Session|Transaction).*");

  @ArchTest
  static final ArchRule messagesAreSentInOnePlace =
      onlyIn("io.cardflow.internalmessages.InternalMessages", MutinyEmitter.class, "send.*");

  private static ArchRule onlyIn(String place, Class<?> owner, String methods) {
    return noClasses()
        .that()
        .doNotHaveFullyQualifiedName(place)
        .should()
        .accessTargetWhere(
            targetOwner(JavaClass.Predicates.assignableTo(owner))
                .and(target(nameMatching(methods))));
  }

  private static boolean isCallOf(String method, JavaAccess<?> access) {
    if (!(access.getTarget() instanceof CodeUnitAccessTarget called)) {
      return false;
    }
    String owner = method.substring(0, method.lastIndexOf('.', method.indexOf('(')));
    return called.getOwner().isAssignableTo(owner)
        && called
            .getFullName()
            .equals(called.getOwner().getName() + method.substring(owner.length()));
  }
}
