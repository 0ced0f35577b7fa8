package io.cardflow;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.util.Calendar;
import java.util.List;

/** Which package may depend on which. */
@AnalyzeClasses(packages = "io.cardflow", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule theDomainDependsOnlyOnJava =
      classes()
          .that()
          .resideInAPackage("io.cardflow.domain..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("io.cardflow.domain..", "java..");

  @ArchTest
  static final ArchRule theWireDependsOnTheDomainJacksonAndZstandard =
      classes()
          .that()
          .resideInAPackage("io.cardflow.wire..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.cardflow.wire..",
              "io.cardflow.domain..",
              "io.cardflow.json..",
              "com.fasterxml.jackson..",
              "com.github.luben.zstd..",
              "java..",
              "javax.crypto..");

  @ArchTest
  static final ArchRule jsonDependsOnlyOnJackson =
      classes()
          .that()
          .resideInAPackage("io.cardflow.json..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("io.cardflow.json..", "com.fasterxml.jackson..", "java..");

  @ArchTest
  static final ArchRule theStoreDependsOnDomainJsonAndOps =
      dependsOn("store", "domain", "json", "ops");

  @ArchTest
  static final ArchRule theInboxDependsOnDomainWireStoreAndOps =
      dependsOn("inbox", "domain", "wire", "store", "ops");

  @ArchTest
  static final ArchRule theInternalMessagesDependOnDomainWireAndOps =
      dependsOn("internalmessages", "domain", "wire", "ops");

  @ArchTest
  static final ArchRule orderingDependsOnDomainWireStoreInternalMessagesAndOps =
      dependsOn("ordering", "domain", "wire", "store", "internalmessages", "ops");

  @ArchTest
  static final ArchRule timersDependOnDomainWireStoreInternalMessagesAndOps =
      dependsOn("timers", "domain", "wire", "store", "internalmessages", "ops");

  @ArchTest
  static final ArchRule retentionDependsOnStoreAndOps = dependsOn("retention", "store", "ops");

  @ArchTest
  static final ArchRule privacyDependsOnDomainWireStoreInternalMessagesAndOps =
      dependsOn("privacy", "domain", "wire", "store", "internalmessages", "ops");

  @ArchTest
  static final ArchRule decisionsUseTheDatabasesClock =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.cardflow.domain..",
              "io.cardflow.store..",
              "io.cardflow.inbox..",
              "io.cardflow.privacy..",
              "io.cardflow.retention..",
              "io.cardflow.timers..")
          .or()
          .resideInAPackage("io.cardflow.ordering")
          .and()
          .doNotHaveFullyQualifiedName("io.cardflow.ordering.OrderingBeans")
          .and()
          .doNotHaveFullyQualifiedName("io.cardflow.ordering.OrderingBeans$1")
          .should()
          .dependOnClassesThat()
          .areAssignableTo(Clock.class);

  @ArchTest
  static final ArchRule theReplicasClockIsReadOnlyWhereItIsInjected =
      noClasses()
          .that()
          .resideInAPackage("io.cardflow..")
          .and()
          .resideOutsideOfPackages("io.cardflow.local..", "io.cardflow.bench..")
          .and()
          .doNotHaveFullyQualifiedName("io.cardflow.ordering.OrderingBeans")
          .should()
          .callMethodWhere(
              new DescribedPredicate<>("it reads the machine's clock") {
                @Override
                public boolean test(JavaMethodCall call) {
                  return readsTheClock(call.getTargetOwner(), call.getName(), call.getTarget());
                }
              })
          .orShould()
          .callConstructor(java.util.Date.class);

  @ArchTest
  static final ArchRule theApiDependsOnDomainWireJsonStoreInternalMessagesAndOps =
      dependsOn("api", "domain", "wire", "json", "store", "internalmessages", "ops");

  @ArchTest
  static final ArchRule thePageDependsOnApiDomainStoreAndOps =
      dependsOn("page", "api", "domain", "store", "ops");

  @ArchTest
  static final ArchRule thePushDependsOnApiOrderingAndOps =
      dependsOn("push", "api", "ordering", "ops");

  @ArchTest static final ArchRule opsDependOnNoOtherPackage = dependsOn("ops");

  @ArchTest
  static final ArchRule onlyTheStoreUsesSql =
      noClasses()
          .that()
          .resideInAPackage("io.cardflow..")
          .and()
          .resideOutsideOfPackages("io.cardflow.store..", "io.cardflow.local..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.vertx.sqlclient..",
              "io.vertx.mutiny.sqlclient..",
              "io.vertx.pgclient..",
              "java.sql..",
              "jakarta.persistence..",
              "org.hibernate..",
              "io.quarkus.hibernate..");

  @ArchTest
  static final ArchRule onlyTheAdapterDependsOnGoCards =
      noClasses()
          .that()
          .resideInAPackage("io.cardflow..")
          .and()
          .resideOutsideOfPackage("io.cardflow.ordering.gocards..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.cardflow.ordering.gocards..");

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("io.cardflow.(*)..").should().beFreeOfCycles();

  /** Without a clock parameter, {@code now} of java.time uses the machine's clock. */
  private static boolean readsTheClock(JavaClass owner, String name, CodeUnitCallTarget target) {
    boolean time = owner.getPackageName().startsWith("java.time");
    boolean given =
        target.getRawParameterTypes().stream().anyMatch(each -> each.isEquivalentTo(Clock.class));
    return time && name.equals("now") && !given
        || owner.isEquivalentTo(Clock.class)
            && (name.startsWith("system") || name.startsWith("tick"))
        || owner.isEquivalentTo(System.class) && name.equals("currentTimeMillis")
        || owner.isEquivalentTo(Calendar.class) && name.equals("getInstance");
  }

  private static ArchRule dependsOn(String name, String... others) {
    return classes()
        .that()
        .resideInAPackage("io.cardflow." + name + "..")
        .should()
        .onlyDependOnClassesThat(
            new DescribedPredicate<>("are not part of Cardflow, or are in its permitted packages") {
              @Override
              public boolean test(JavaClass type) {
                if (!type.getPackageName().startsWith("io.cardflow")) {
                  return true;
                }
                String[] parts = type.getPackageName().split("\\.");
                return parts.length > 2
                    && (parts[2].equals(name) || List.of(others).contains(parts[2]));
              }
            })
        .allowEmptyShould(true);
  }
}
