package io.swen.routing;

import io.swen.platform.test.ArchitectureRules;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

class ArchitectureTests {

    @Test
    void modulesDependOnEachOtherOneWay() {
        ApplicationModules.of(RoutingApplication.class).verify();
    }

    @Test
    void keepsTheRulesOfThePlatform() {
        ArchitectureRules.check("io.swen.routing");
    }
}
