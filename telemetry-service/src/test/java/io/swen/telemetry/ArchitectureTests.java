package io.swen.telemetry;

import io.swen.platform.test.ArchitectureRules;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

class ArchitectureTests {

    @Test
    void keepsTheRulesOfThePlatform() {
        ArchitectureRules.check("io.swen.telemetry");
    }

    @Test
    void keepsItsModulesApart() {
        ApplicationModules.of(TelemetryApplication.class).verify();
    }
}
