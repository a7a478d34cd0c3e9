package io.swen.platform.test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.util.List;

/** The rules that hold in every service; each service has one test that calls {@link #check}. */
public final class ArchitectureRules {

    private static final List<ArchRule> RULES = List.of(
            fields().should()
                    .notBeAnnotatedWith("org.springframework.beans.factory.annotation.Autowired")
                    .because("dependencies come through the constructor"),
            noClasses()
                    .that()
                    .areAnnotatedWith("org.springframework.web.bind.annotation.RestController")
                    .should()
                    .dependOnClassesThat()
                    .areAssignableTo("org.springframework.data.repository.Repository")
                    .because("controllers translate, services decide")
                    .allowEmptyShould(true),
            classes()
                    .that()
                    .areAnnotatedWith("jakarta.persistence.Entity")
                    .should()
                    .notBePublic()
                    .because("entities stay inside their package")
                    .allowEmptyShould(true),
            noClasses().should().callMethod(Instant.class, "now").because("time comes from an injected clock"),
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("java.util.logging..", "org.apache.commons.logging..", "sun..")
                    .because("SLF4J is the log, and internals of the JDK are not ours"));

    private ArchitectureRules() {}

    /** Fails with every violation in the production classes of a package. */
    public static void check(String packageName) {
        JavaClasses classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(packageName);
        RULES.forEach(rule -> rule.check(classes));
        RegexRules.check(packageName);
    }
}
