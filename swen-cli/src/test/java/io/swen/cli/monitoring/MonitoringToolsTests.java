package io.swen.cli.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.swen.cli.project.Project;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The shipped configuration before the tools of Prometheus and Alertmanager, where they are. */
class MonitoringToolsTests {

    private static final Path ALERTMANAGER = Rules.ROOT.resolve("deploy/alertmanager/alertmanager.yml");

    private record Outcome(int exit, String output) {}

    @Test
    void hasRulesThatPrometheusTakes() throws Exception {
        Outcome outcome = run("promtool", "prometheus", arguments(List.of("check", "rules"), "rules"));
        assertThat(outcome.exit()).as(outcome.output()).isZero();
        assertThat(outcome.output()).contains("SUCCESS");
    }

    @Test
    void firesEachAlertWhenItShouldAndNotWhenItShouldNot() throws Exception {
        Outcome outcome = run("promtool", "prometheus", arguments(List.of("test", "rules"), "tests"));
        assertThat(outcome.exit()).as(outcome.output()).isZero();
    }

    @Test
    void hasAConfigurationThatPrometheusTakes() throws Exception {
        Outcome outcome = run(
                "promtool",
                "prometheus",
                List.of(
                        "check",
                        "config",
                        "--syntax-only",
                        Rules.PROMETHEUS.resolve("prometheus.yml").toString()));
        assertThat(outcome.exit()).as(outcome.output()).isZero();
    }

    @Test
    void hasAConfigurationThatAlertmanagerTakes() throws Exception {
        Outcome outcome = run("amtool", "prometheus-alertmanager", List.of("check-config", ALERTMANAGER.toString()));
        assertThat(outcome.exit()).as(outcome.output()).isZero();
        assertThat(outcome.output()).contains("SUCCESS", "1 templates");
    }

    @ParameterizedTest(name = "{0} goes to {1}")
    @CsvSource({
        "alertname=ServiceDown severity=critical platform=local service=routing, swen",
        "alertname=ServiceDown severity=critical platform=prod service=routing, 'swen,on-call'",
        "alertname=QueueGrowing severity=warning platform=staging service=routing, 'swen,team-chat'",
        "alertname=QueueGrowing severity=warning platform=dev service=routing, swen",
        "alertname=BudgetCrossed severity=critical platform=prod swen_source=prometheus, on-call",
        "alertname=BudgetCrossed severity=critical platform=local swen_source=prometheus, nobody",
        "alertname=Watchdog severity=none platform=prod, nobody"
    })
    void tellsWhoIsToBeTold(String labels, String receivers) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(
                "config", "routes", "test", "--config.file=" + ALERTMANAGER, "--verify.receivers=" + receivers));
        arguments.addAll(List.of(labels.split(" ")));
        Outcome outcome = run("amtool", "prometheus-alertmanager", arguments);
        assertThat(outcome.exit()).as(outcome.output()).isZero();
    }

    private static List<String> arguments(List<String> command, String folder) {
        List<String> arguments = new ArrayList<>(command);
        Rules.files(Rules.PROMETHEUS.resolve(folder)).forEach(file -> arguments.add(file.toString()));
        return arguments;
    }

    private static Outcome run(String tool, String debianPackage, List<String> arguments)
            throws IOException, InterruptedException {
        Optional<Path> program = new Programs(Project.find()).find(tool);
        String missing = "there is no " + tool + " on this machine (Debian: " + debianPackage + ")";
        if (program.isEmpty()) {
            System.err.println("SKIPPED: " + missing);
        }
        assumeTrue(program.isPresent(), missing);
        List<String> command = new ArrayList<>(List.of(program.orElseThrow().toString()));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .directory(Rules.PROMETHEUS.resolve("tests").toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return new Outcome(process.exitValue(), output);
    }
}
