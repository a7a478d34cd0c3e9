package io.swen.gateway;

import io.swen.platform.test.ArchitectureRules;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

class ArchitectureTests {

    @Test
    void keepsTheRulesOfThePlatform() {
        ArchitectureRules.check("io.swen.gateway");
    }

    @Test
    void keepsTheBoundariesBetweenItsModules() {
        ApplicationModules.of(GatewayApplication.class).verify();
    }
}
