package io.swen.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PortPlanTests {
    @Test
    void shiftsEveryPortWithTheBase() {
        PortPlan ports = PortPlan.from("18080");
        assertThat(ports.of(Service.GATEWAY)).isEqualTo(18080);
        assertThat(ports.of(Service.TELEMETRY)).isEqualTo(18081);
        assertThat(ports.of(Service.ROUTING)).isEqualTo(18082);
        assertThat(ports.of(Service.GITOPS)).isEqualTo(18083);
        assertThat(ports.of(Service.IDENTITY)).isEqualTo(18084);
        assertThat(ports.of(Service.SIMULATOR)).isEqualTo(18090);
        assertThat(ports.alibaba()).isEqualTo(18091);
        assertThat(ports.postgres()).isEqualTo(18432);
        assertThat(ports.publicUrl()).isEqualTo("http://localhost:18080");
        assertThat(ports.all()).hasSize(8);
    }

    @Test
    void furtherPortsAreAllDifferentAndNoneOfThePlans() {
        PortPlan ports = PortPlan.free();
        assertThat(ports.beside(10))
                .hasSize(10)
                .doesNotHaveDuplicates()
                .doesNotContainAnyElementsOf(ports.all().keySet())
                .allMatch(Machine::isFree);
    }

    @Test
    void is8080UnlessToldOtherwise() {
        assertThat(PortPlan.from(null).base()).isEqualTo(8080);
        assertThat(PortPlan.from(" ").postgres()).isEqualTo(8432);
    }

    @ParameterizedTest
    @ValueSource(strings = {"80", "65400", "-1", "many"})
    void refusesABaseThatCannotWork(String base) {
        assertThatExceptionOfType(CliException.class)
                .isThrownBy(() -> PortPlan.from(base))
                .satisfies(refusal -> assertThat(refusal.exitCode()).isEqualTo(ExitCode.USAGE))
                .satisfies(refusal -> assertThat(refusal.report()).contains("SWEN_PORT_BASE"));
    }
}
