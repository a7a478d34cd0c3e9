package io.swen.identity;

import io.swen.platform.test.ArchitectureRules;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

class ArchitectureTests {

    @Test
    void keepsTheRulesOfThePlatform() {
        ArchitectureRules.check("io.swen.identity");
    }

    @Test
    void keepsTheBoundariesBetweenItsModules() {
        ApplicationModules.of(IdentityApplication.class).verify();
    }
}
