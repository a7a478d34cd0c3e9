package io.swen.telemetry.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.swen.platform.security.Role;
import io.swen.platform.test.TestIssuer;
import io.swen.telemetry.TelemetryTest;
import io.swen.telemetry.cost.Ledger;
import io.swen.telemetry.report.ReportProperties.Schedule;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReportIntegrationTests extends TelemetryTest {

    private static final String OPERATOR = TestIssuer.token("operator", Role.OPERATOR);
    private static final LocalDate MONDAY = LocalDate.parse("2026-01-12");
    private static boolean filled;

    @Autowired
    private Reports reports;

    @Autowired
    private Clock clock;

    @Autowired
    private JsonMapper mapper;

    @BeforeEach
    void fill() {
        if (filled) {
            return;
        }
        filled = true;
        Ledger ledger = new Ledger(jdbc);
        long instance = ledger.instance("i-report", "report", "=<script>alert(1)</script>", true, "0.5");
        ledger.run(instance, MONDAY, 10, "0.2");
        ledger.run(instance, MONDAY.plusDays(6), 5, "0.2");
        ledger.run(instance, MONDAY.minusDays(3), 5, "0.2");
    }

    @Test
    void tellsWhatAWeekCostAndSavedWithUnitsAndLabels() {
        JsonNode made = make("{\"period\":\"weekly\",\"day\":\"2026-01-14\",\"team\":\"report\"}");
        JsonNode content = made.at("/content");

        assertThat(content.at("/from").asString()).isEqualTo("2026-01-12");
        assertThat(content.at("/to").asString()).isEqualTo("2026-01-18");
        assertThat(content.at("/total/amount").asString()).isEqualTo("3.000000");
        assertThat(content.at("/total/currency").asString()).isEqualTo("USD");
        assertThat(content.at("/previous/amount").asString()).isEqualTo("1.000000");
        assertThat(content.at("/change_percent").asDouble()).isEqualTo(200.0);
        assertThat(content.at("/basis").asString()).isEqualTo("metered");
        assertThat(content.at("/simulated").asBoolean()).isTrue();
        assertThat(content.at("/complete").asBoolean()).isTrue();
        assertThat(content.at("/days").size()).isEqualTo(7);
        assertThat(content.at("/by_region/0/key").asString()).isEqualTo("aws:us-east-1");
        assertThat(content.at("/savings/baseline/amount").asString()).isEqualTo("7.500000");
        assertThat(content.at("/savings/saved/amount").asString()).isEqualTo("4.500000");
        assertThat(content.at("/savings/percent").asDouble()).isEqualTo(60.0);
    }

    @Test
    void isReadAsAPageAndAsCsvInWhichNothingIsCode() {
        String path = "/api/v1/reports/"
                + make("{\"period\":\"monthly\",\"day\":\"2026-01-14\",\"team\":\"report\"}")
                        .at("/id")
                        .asString();
        ResponseEntity<String> page = get(path, OPERATOR, "Accept", "text/html");

        assertThat(page.getStatusCode().value()).isEqualTo(200);
        assertThat(page.getHeaders().getFirst("Content-Security-Policy")).contains("default-src 'none'");
        assertThat(page.getBody())
                .contains("SWEN monthly report, team report, 2026-01-01 to 2026-01-31 (simulated)", "4.00", "metered")
                .doesNotContain("<script");
        ResponseEntity<String> csv = get(path, OPERATOR, "Accept", "text/csv");
        assertThat(csv.getBody())
                .startsWith("section,key,value,unit,basis,simulated\r\n")
                .contains("spend,total,4.000000,USD,metered,true\r\n", "day,2026-01-12,2.000000,USD,metered,true\r\n");
    }

    @Test
    void escapesWhatOthersNamedAndKeepsSpreadsheetsFromRunningIt() {
        ReportContent content = mapper.readValue(
                make("{\"period\":\"daily\",\"day\":\"2026-01-12\",\"team\":\"report\"}")
                        .at("/content")
                        .toString()
                        .replace("aws:us-east-1", "=<img src=x onerror=alert(1)>"),
                ReportContent.class);

        assertThat(ReportWriter.html(content))
                .contains("=&lt;img src=x onerror=alert(1)&gt;")
                .doesNotContain("<img");
        assertThat(ReportWriter.csv(content)).contains("region,'=<img").doesNotContain(",=");
    }

    @Test
    void isMadeOnceForAPeriodOfASchedule() {
        LocalDate yesterday =
                clock.instant().atOffset(ZoneOffset.UTC).toLocalDate().minusDays(1);
        Ledger ledger = new Ledger(jdbc);
        ledger.run(ledger.instance("i-report-daily", "report-daily", "wl", false, null), yesterday, 1, "1");
        Schedule schedule = new Schedule(ReportPeriod.DAILY, "report-daily", List.of("finance"));

        reports.scheduled(schedule);
        reports.scheduled(schedule);
        // Of a team that never cost anything there is nothing to tell.
        reports.scheduled(new Schedule(ReportPeriod.DAILY, "report-nobody", List.of("finance")));

        assertThat(jdbc.queryForList("select from_day::text from report where team = 'report-daily'", String.class))
                .hasSize(1);
        assertThat(jdbc.queryForObject("select count(*) from report where team = 'report-nobody'", Integer.class))
                .isZero();
        assertThat(jdbc.queryForList(
                        "select n.payload ->> 'html' from notification n join report r on r.id = n.subject"
                                + " where r.team = 'report-daily' and n.receiver = 'finance' and n.kind = 'report.daily'",
                        String.class))
                .singleElement()
                .asString()
                .startsWith("<!DOCTYPE html>");
        String team = TestIssuer.token("v", List.of("report-daily"), List.of("*"), Role.VIEWER);
        JsonNode list = ok("/api/v1/reports", team);
        assertThat(list.at("/items").size()).isEqualTo(1);
        assertThat(list.at("/items/0/scheduled").asBoolean()).isTrue();
        String path = "/api/v1/reports/" + list.at("/items/0/id").asString();
        assertThat(ok(path, team).at("/content/period").asString()).isEqualTo("daily");
        problem(get(path, TestIssuer.token("v", List.of("other"), List.of("*"), Role.VIEWER)), 404, "not-found");
        // It is of all environments.
        problem(
                get(path, TestIssuer.token("v", List.of("report-daily"), List.of("dev"), Role.VIEWER)),
                404,
                "not-found");
    }

    @Test
    void refusesWhatItCannotReportOn() {
        problem(post("{\"period\":\"hourly\"}", OPERATOR), 400, "invalid-field");
        problem(post("{\"period\":\"daily\",\"day\":\"2999-01-01\"}", OPERATOR), 400, "invalid-field");
        problem(post("{\"period\":\"daily\",\"team\":\"No Team\"}", OPERATOR), 400, "invalid-field");
        problem(post("{\"period\":\"daily\"}", viewer()), 403, "forbidden");
        problem(
                post("{\"period\":\"daily\"}", TestIssuer.token("o", List.of("report"), List.of("*"), Role.OPERATOR)),
                403,
                "forbidden");
    }

    private JsonNode make(String body) {
        ResponseEntity<String> answer = post(body, OPERATOR);
        assertThat(answer.getStatusCode().value()).as(answer.getBody()).isEqualTo(201);
        return json.readTree(String.valueOf(answer.getBody()));
    }

    private ResponseEntity<String> post(String body, String token) {
        return client().post()
                .uri("/api/v1/reports")
                .headers(headers -> headers.setBearerAuth(token))
                .contentType(MediaType.APPLICATION_JSON)
                .body(body)
                .retrieve()
                .toEntity(String.class);
    }
}
