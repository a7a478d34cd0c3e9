package io.swen.telemetry.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.swen.platform.security.Role;
import io.swen.platform.test.TestIssuer;
import io.swen.telemetry.TelemetryTest;
import io.swen.telemetry.cost.Ledger;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.JsonNode;

class BudgetIntegrationTests extends TelemetryTest {

    private static final String ADMIN = TestIssuer.token("admin", Role.ADMIN);

    @Autowired
    private Budgets budgets;

    @Autowired
    private ConfigurableApplicationContext context;

    @Autowired
    private Clock clock;

    @Test
    void isMadeReadChangedAndRemovedWithEntityTags() {
        ResponseEntity<String> made =
                send(HttpMethod.POST, "/api/v1/budgets", ADMIN, budget("crud", "budget-crud", "100"), null);
        assertThat(made.getStatusCode().value()).as(made.getBody()).isEqualTo(201);
        String path = String.valueOf(made.getHeaders().getLocation());
        assertThat(made.getHeaders().getETag()).isEqualTo("\"1\"");
        JsonNode view = ok(path);
        assertThat(view.at("/thresholds").toString()).isEqualTo("[70,85,95]");
        assertThat(view.at("/spent/amount").asString()).isEqualTo("0.000000");
        assertThat(view.at("/state").asString()).isEqualTo("ok");

        problem(
                send(HttpMethod.PUT, path, ADMIN, budget("crud", "budget-crud", "50"), null),
                428,
                "precondition-required");
        problem(
                send(HttpMethod.PUT, path, ADMIN, budget("crud", "budget-crud", "50"), "\"7\""),
                412,
                "precondition-failed");
        ResponseEntity<String> changed =
                send(HttpMethod.PUT, path, ADMIN, budget("crud", "budget-crud", "50"), "\"1\"");
        assertThat(changed.getStatusCode().value()).as(changed.getBody()).isEqualTo(200);
        assertThat(changed.getHeaders().getETag()).isEqualTo("\"2\"");
        problem(
                send(HttpMethod.POST, "/api/v1/budgets", ADMIN, budget("again", "budget-crud", "1"), null),
                409,
                "already-exists");

        assertThat(send(HttpMethod.DELETE, path, ADMIN, null, "\"2\"")
                        .getStatusCode()
                        .value())
                .isEqualTo(204);
        problem(get(path), 404, "not-found");
        assertThat(jdbc.queryForList(
                        "select action from audit.event where resource_type = 'budget' and team = 'budget-crud' order by seq",
                        String.class))
                .containsExactly("budget.create", "budget.update", "budget.delete");
    }

    @Test
    void refusesWhatIsNoBudgetAndSaysWhatIsAllowed() {
        JsonNode problem = problem(send(HttpMethod.POST, "/api/v1/budgets", ADMIN, """
                        {"name":"","team":"No Team","provider":"gcp","amount":{"amount":"-1","currency":"USD"},"thresholds":[0,85,85]}""", null), 400, "invalid-field");
        assertThat(problem.at("/errors")
                        .valueStream()
                        .map(error -> error.at("/field").asString()))
                .containsExactly("name", "team", "provider", "amount", "thresholds");
        problem(send(HttpMethod.POST, "/api/v1/budgets", ADMIN, """
                        {"name":"x","amount":{"amount":"1","currency":"EUR"}}""", null), 400, "invalid-field");
        problem(
                send(HttpMethod.POST, "/api/v1/budgets", viewer(), budget("not allowed", "budget-viewer", "1"), null),
                403,
                "forbidden");
    }

    @Test
    void isSeenOnlyByThoseWhoSeeAllThatItCovers() {
        JsonNode made = json.readTree(String.valueOf(
                send(HttpMethod.POST, "/api/v1/budgets", ADMIN, budget("mine", "budget-mine", "10"), null)
                        .getBody()));
        String path = "/api/v1/budgets/" + made.at("/id").asString();
        String mine = TestIssuer.token("v", List.of("budget-mine"), List.of("*"), Role.VIEWER);
        String other = TestIssuer.token("v", List.of("budget-other"), List.of("*"), Role.VIEWER);
        // A budget over all environments tells of all of them.
        String dev = TestIssuer.token("v", List.of("budget-mine"), List.of("dev"), Role.VIEWER);

        assertThat(ok(path, mine).at("/name").asString()).isEqualTo("mine");
        problem(get(path, other), 404, "not-found");
        problem(get(path, dev), 404, "not-found");
        assertThat(ok("/api/v1/budgets", other).at("/items").size()).isZero();
        assertThat(ok("/api/v1/budgets?team=budget-mine", mine).at("/items").size())
                .isEqualTo(1);
    }

    @Test
    void tellsOfEachThresholdOnceAMonthAndOfTheForecastBeforeTheMoneyIsSpent() {
        List<BudgetThresholdCrossed> told = new CopyOnWriteArrayList<>();
        ApplicationListener<ApplicationEvent> listener = event -> {
            if (event instanceof PayloadApplicationEvent<?> payload
                    && payload.getPayload() instanceof BudgetThresholdCrossed crossed
                    && "budget-watch".equals(crossed.team())) {
                told.add(crossed);
            }
        };
        context.addApplicationListener(listener);
        try {
            LocalDate today = clock.instant().atOffset(ZoneOffset.UTC).toLocalDate();
            Ledger ledger = new Ledger(jdbc);
            long instance = ledger.instance("i-budget", "budget-watch", "wl-budget", false, null);
            // Five days of 24 USD before this month or in it, and today so far.
            for (int i = 6; i > 0; i--) {
                ledger.run(instance, today.minusDays(i), 24, "1");
            }
            ledger.run(instance, today, 1, "3");
            BigDecimal spent = jdbc.queryForObject(
                    "select sum(cost_usd) from cost_record where team = 'budget-watch' and hour >= date_trunc('month', ?::timestamptz at time zone 'UTC') at time zone 'UTC'",
                    BigDecimal.class,
                    java.sql.Timestamp.from(clock.instant()));
            if (spent == null) {
                throw new IllegalStateException("nothing spent");
            }
            // 75 per cent of it is spent.
            BigDecimal amount = spent.divide(new BigDecimal("0.75"), 6, java.math.RoundingMode.HALF_UP);
            JsonNode made = json.readTree(String.valueOf(send(
                            HttpMethod.POST,
                            "/api/v1/budgets",
                            ADMIN,
                            budget("watch", "budget-watch", amount.toString()),
                            null)
                    .getBody()));
            UUID id = UUID.fromString(made.at("/id").asString());

            budgets.watch(id);
            budgets.watch(id);

            assertThat(told.stream().filter(crossed -> crossed.kind().equals("spent")))
                    .extracting(BudgetThresholdCrossed::thresholdPercent)
                    .containsExactly(70);
            assertThat(told).doesNotHaveDuplicates();
            JsonNode view = ok("/api/v1/budgets/" + id);
            assertThat(view.at("/state").asString()).isEqualTo("warning");
            assertThat(view.at("/spent_percent").asDouble()).isEqualTo(75.0);
            assertThat(view.at("/forecast_model").asString()).isNotEqualTo("current_rate");
            assertThat(view.at("/simulated").asBoolean()).isTrue();
            assertThat(view.at("/crossings").size()).isEqualTo(told.size());

            // More is spent.
            ledger.run(
                    instance,
                    today,
                    1,
                    amount.multiply(new BigDecimal("0.2"))
                            .setScale(6, java.math.RoundingMode.UP)
                            .toString());
            budgets.watch(id);
            assertThat(told.stream().filter(crossed -> crossed.kind().equals("spent")))
                    .extracting(BudgetThresholdCrossed::thresholdPercent)
                    .containsExactly(70, 85, 95);
            // With 95 per cent spent, today's rate alone takes the month's end past them, unless the month is over
            // anyway.
            assertThat(told.stream().filter(crossed -> crossed.kind().equals("forecast")))
                    .extracting(BudgetThresholdCrossed::thresholdPercent)
                    .containsExactly(70, 85, 95);
        } finally {
            context.removeApplicationListener(listener);
        }
    }

    private ResponseEntity<String> send(
            HttpMethod method, String path, String token, @Nullable String body, @Nullable String ifMatch) {
        var request = client().method(method).uri(address(path)).headers(headers -> {
            headers.setBearerAuth(token);
            if (ifMatch != null) {
                headers.setIfMatch(ifMatch);
            }
        });
        return (body == null
                        ? request
                        : request.contentType(MediaType.APPLICATION_JSON).body(body))
                .retrieve()
                .toEntity(String.class);
    }

    private static String budget(String name, String team, String usd) {
        return """
                {"name":"%s","team":"%s","amount":{"amount":"%s","currency":"USD"}}""".formatted(name, team, usd);
    }
}
