package io.swen.cli.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.swen.cli.console.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Rules, runbooks, tests of rules, dashboards and the page of metrics against one another. */
class ObservabilityFilesTests {

    private static final Path RUNBOOKS = Rules.ROOT.resolve("docs/runbooks");
    private static final Path PAGE = Rules.ROOT.resolve("docs/observability/metrics.md");
    private static final Pattern ROW = Pattern.compile("^\\| `([a-z_]+[a-z0-9_]*)` \\| (\\w+)", Pattern.MULTILINE);

    /** It fires whatever happens, so that its absence is noticed. */
    private static final String ALWAYS = "Watchdog";

    @Test
    void saysOfEachAlertWhatItIsHowBadItIsAndWhatToDo() {
        assertThat(Rules.alerts()).hasSizeGreaterThan(25).allSatisfy(alert -> {
            String name = Json.text(alert, "alert", "");
            assertThat(Json.text(alert, "labels.severity")).as(name).isIn("critical", "warning", "none");
            assertThat(Json.text(alert, "annotations.summary")).as(name).isNotBlank();
            assertThat(Json.text(alert, "annotations.description")).as(name).isNotBlank();
            assertThat(Json.text(alert, "annotations.runbook_url")).as(name).isEqualTo("docs/runbooks/" + name + ".md");
        });
    }

    @Test
    void hasARunbookForEachAlertAndAnAlertForEachRunbook() throws IOException {
        Set<String> alerts = names();
        Set<String> runbooks = new TreeSet<>();
        try (Stream<Path> files = Files.list(RUNBOOKS)) {
            files.map(file -> file.getFileName().toString().replace(".md", ""))
                    .filter(name -> !name.equals("README"))
                    .forEach(runbooks::add);
        }
        assertThat(runbooks).isEqualTo(alerts);
        String overview = Files.readString(RUNBOOKS.resolve("README.md"));
        for (String name : runbooks) {
            assertThat(Files.readString(RUNBOOKS.resolve(name + ".md")))
                    .as(name)
                    .contains("## Meaning", "## Impact", "## Look", "## Fix", "## Escalate");
            assertThat(overview).contains("[" + name + "](" + name + ".md)");
        }
    }

    @Test
    void testsEachAlertFiringAndNotFiring() {
        Set<String> firing = new TreeSet<>();
        Set<String> quiet = new TreeSet<>();
        for (Path file : Rules.files(Rules.PROMETHEUS.resolve("tests"))) {
            for (JsonNode test : Rules.yaml(file).path("tests")) {
                for (JsonNode expected : test.path("alert_rule_test")) {
                    (expected.path("exp_alerts").isEmpty() ? quiet : firing).add(Json.text(expected, "alertname", ""));
                }
            }
        }
        Set<String> alerts = names();
        assertThat(firing).isEqualTo(alerts);
        alerts.remove(ALWAYS);
        assertThat(quiet).isEqualTo(alerts);
    }

    @Test
    void asksOnlyForSeriesThatAreDocumentedOrRecorded() throws IOException {
        Map<String, Set<String>> unknown = new TreeMap<>();
        Set<String> known = documented();
        Rules.records().forEach(record -> known.add(Json.text(record, "record", "")));
        known.addAll(Set.of("up", "ALERTS"));
        Map<String, String> expressions = new TreeMap<>();
        Rules.alerts()
                .forEach(rule -> expressions.put("alert " + Json.text(rule, "alert", ""), Json.text(rule, "expr", "")));
        Rules.records()
                .forEach(rule -> expressions.put(
                        "record " + Json.text(rule, "record") + rule.path("labels"), Json.text(rule, "expr", "")));
        Dashboards.in(Rules.ROOT)
                .forEach(query -> expressions.put(
                        query.dashboard() + "/" + query.panel() + "/" + query.reference(), query.expression()));
        expressions.forEach((where, expression) -> {
            Set<String> left = new TreeSet<>(Rules.series(expression));
            left.removeAll(known);
            if (!left.isEmpty()) {
                unknown.put(where, left);
            }
        });
        assertThat(expressions).hasSizeGreaterThan(150);
        assertThat(unknown).isEmpty();
    }

    @Test
    void seesTheSeriesOfAnExpression() {
        assertThat(Rules.series(
                        "sum by (job, le) (rate(a_total{b=\"c_d\"}[5m])) / on (slo) max(e:f) > bool 3 offset 1d"))
                .containsExactly("a_total", "e:f");
        assertThat(Rules.series("max by (x) (g) == 0 or absent(up{job=\"h\"})")).containsExactly("g", "up");
    }

    @Test
    void scrapesEachServiceWithATokenForIt() {
        Set<String> services = new HashSet<>(Set.of("gateway", "telemetry", "routing", "gitops", "identity"));
        for (JsonNode job :
                Rules.yaml(Rules.PROMETHEUS.resolve("prometheus.yml")).path("scrape_configs")) {
            String name = Json.text(job, "job_name", "");
            if (services.remove(name)) {
                assertThat(Json.text(job, "oauth2.endpoint_params.audience")).isEqualTo("swen-" + name);
                assertThat(Json.text(job, "oauth2.client_id")).isEqualTo("swen-prometheus");
                assertThat(job.at("/oauth2/client_secret").isMissingNode()).isTrue();
                assertThat(job.at("/static_configs/0/targets/0").asString()).startsWith(name + ":");
            }
        }
        assertThat(services).isEmpty();
    }

    @Test
    void drawsPanelsFromSourcesThatAreProvisioned() throws IOException {
        Set<String> sources = new TreeSet<>();
        for (JsonNode source : Rules.yaml(Rules.ROOT.resolve("deploy/grafana/provisioning/datasources/prometheus.yml"))
                .path("datasources")) {
            sources.add(Json.text(source, "uid", ""));
        }
        Set<String> uids = new TreeSet<>();
        List<String> titles = new ArrayList<>();
        try (Stream<Path> files = Files.list(Rules.ROOT.resolve("deploy/grafana/dashboards"))) {
            for (Path file : files.sorted().toList()) {
                JsonNode dashboard = Json.parse(Files.readString(file));
                assertThat(uids.add(Json.text(dashboard, "uid", "")))
                        .as("uid of %s is unique", file)
                        .isTrue();
                assertThat(file.getFileName().toString()).isEqualTo(Json.text(dashboard, "uid") + ".json");
                Set<String> places = new HashSet<>();
                for (JsonNode panel : dashboard.path("panels")) {
                    String title = Json.text(panel, "title", "");
                    titles.add(title);
                    assertThat(title).isNotBlank();
                    assertThat(panel.path("targets")).as(title).isNotEmpty();
                    assertThat(sources).as(title).contains(Json.text(panel, "datasource.uid", ""));
                    assertThat(places.add(Json.text(panel, "gridPos.x") + "," + Json.text(panel, "gridPos.y")))
                            .as("%s covers no other panel", title)
                            .isTrue();
                }
            }
        }
        assertThat(uids)
                .containsExactlyInAnyOrder(
                        "swen-overview",
                        "swen-placement",
                        "swen-gitops",
                        "swen-telemetry",
                        "swen-cost",
                        "swen-jvm",
                        "swen-slo");
        assertThat(titles).hasSizeGreaterThan(90);
    }

    private static Set<String> names() {
        return Rules.alerts().stream()
                .map(alert -> Json.text(alert, "alert", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> documented() throws IOException {
        Set<String> known = new TreeSet<>();
        for (MatchResult row : ROW.matcher(Files.readString(PAGE)).results().toList()) {
            String name = row.group(1);
            known.add(name);
            if (row.group(2).equals("timer") || row.group(2).equals("summary")) {
                List.of("_count", "_sum", "_max", "_bucket").forEach(suffix -> known.add(name + suffix));
            }
        }
        return known;
    }
}
