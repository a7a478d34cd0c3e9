package io.swen.telemetry.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.swen.platform.security.Role;
import io.swen.platform.test.TestIssuer;
import io.swen.telemetry.TelemetryTest;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForecastIntegrationTests extends TelemetryTest {

    private static final String REGION = "aws:eu-north-1";
    private static final String SERIES = "demand/region/" + REGION;

    @Autowired
    private Clock clock;

    @Autowired
    private ForecastJob job;

    @Autowired
    private ForecastStore store;

    @BeforeEach
    void sixteenDaysInWhichDemandRisesEveryDay() {
        if (instances() > 0) {
            return;
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.HOURS);
        for (int day = 0; day < 16; day++) {
            Instant morning = now.minus(Duration.ofDays(16L - day));
            // One that stays, and one that runs for eight hours.
            add("stays-" + day, morning, now.plus(Duration.ofDays(365)));
            add("works-" + day, morning.plus(Duration.ofHours(8)), morning.plus(Duration.ofHours(16)));
        }
    }

    @AfterAll
    void leaveNothingToOtherTests() {
        jdbc.update("delete from instance where region = ?", REGION);
    }

    private int instances() {
        Integer count = jdbc.queryForObject("select count(*) from instance where region = ?", Integer.class, REGION);
        return count == null ? 0 : count;
    }

    private void add(String id, Instant launched, Instant ended) {
        jdbc.update(
                "insert into instance (provider, region, zone, instance_id, instance_type, purchase_option, team, environment,"
                        + " state, launched_at, first_seen_at, last_seen_at, last_seen_wall, ended_at, settled, simulated)"
                        + " values ('aws', ?, 'aws:eun1-az1', ?, 'm7i.large', 'on_demand', 'foresight', 'dev', 'terminated',"
                        + " ?, ?, ?, now(), ?, true, true)",
                REGION,
                id,
                Timestamp.from(launched),
                Timestamp.from(launched),
                Timestamp.from(clock.instant()),
                Timestamp.from(ended));
    }

    @Test
    void foreseesTheDemandOfARegionFromWhatRanThere() {
        JsonNode forecast = ok("/api/v1/forecasts?series=" + SERIES + "&horizon=PT24H");

        assertThat(forecast.at("/unit").asString()).isEqualTo("vcpu");
        assertThat(forecast.at("/model").asString()).isNotEmpty();
        assertThat(forecast.at("/lacking").isNull()).isTrue();
        assertThat(forecast.at("/points")).hasSize(24);
        // 16 that stay, two processors each, and one that works by day.
        assertThat(forecast.at("/points/0/value").asDouble()).isBetween(28.0, 40.0);
        assertThat(forecast.at("/points/0/interval95/low").asDouble())
                .isLessThanOrEqualTo(forecast.at("/points/0/interval50/low").asDouble());
    }

    @Test
    void saysThatTooLittleIsKnownOfASeries() {
        JsonNode forecast = ok("/api/v1/forecasts?series=demand/team/nobody");

        assertThat(forecast.at("/model").isNull()).isTrue();
        assertThat(forecast.at("/points")).isEmpty();
        assertThat(forecast.at("/lacking/known").asInt()).isZero();
        assertThat(forecast.at("/lacking/needed").asInt()).isEqualTo(48);
    }

    @Test
    void saysWhenDemandPassesAQuota() {
        JsonNode low = ok("/api/v1/capacity?region=" + REGION + "&quota=20&horizon=P3D&seed=5");
        assertThat(low.at("/items/0/probability").asDouble()).isGreaterThan(0.95);
        assertThat(low.at("/items/0/likely_at").asString()).isNotEmpty();

        JsonNode high = ok("/api/v1/capacity?region=" + REGION + "&quota=1000&horizon=P3D&seed=5");
        assertThat(high.at("/items/0/probability").asDouble()).isLessThan(0.05);
        assertThat(high.at("/items/0/steps")).hasSize(72);
    }

    @Test
    void storedForecastsAreMeasuredAgainstWhatCame() {
        Instant made = clock.instant().minus(Duration.ofDays(3)).truncatedTo(ChronoUnit.HOURS);
        List<ForecastPoint> points = java.util.stream.IntStream.range(0, 24)
                .mapToObj(i -> new ForecastPoint(
                        made.plus(Duration.ofHours(i)),
                        30,
                        new Interval(29, 29.5),
                        new Interval(20, 40),
                        new Interval(0, 100)))
                .toList();
        store.add(
                SERIES,
                made,
                "vcpu",
                Duration.ofHours(1),
                new Forecast(ForecastModel.THETA, null, points, 0.9, java.util.Map.of(), 0, 0));

        JsonNode measured = await().atMost(PATIENCE)
                .until(
                        () -> {
                            job.run();
                            return ok("/api/v1/forecasts/errors?series=" + SERIES)
                                    .at("/items");
                        },
                        items -> !items.isEmpty());

        assertThat(measured.at("/0/points").asInt()).isEqualTo(24);
        assertThat(measured.at("/0/covered50").asDouble()).isZero();
        assertThat(measured.at("/0/covered95").asDouble()).isEqualTo(1);
        assertThat(measured.at("/0/mean_absolute_error").asDouble()).isLessThan(8);
    }

    @Test
    void thePriceOfAnOfferThatJustBecameKnownIsNotForeseen() {
        JsonNode forecast = ok("/api/v1/prices/forecast?offer_id=aws:use1-az1/m7i.large/on_demand");

        assertThat(forecast.at("/unit").asString()).isEqualTo("USD/h");
        assertThat(forecast.at("/lacking/reason").asString()).isNotEmpty();
    }

    @Test
    void refusesWhatIsNotASeriesAndHorizonsBeyondTheLimit() {
        problem(get("/api/v1/forecasts?series=weather/tomorrow"), 400, "invalid-field");
        problem(get("/api/v1/forecasts?series=demand"), 400, "invalid-field");
        problem(get("/api/v1/forecasts?series=" + SERIES + "&horizon=P365D"), 400, "invalid-field");
        problem(get("/api/v1/forecasts?series=price/aws:nowhere/m7i.large/spot"), 404, "not-found");
        problem(get("/api/v1/capacity?region=" + REGION), 400, "invalid-field");
        problem(get("/api/v1/capacity?region=" + REGION + "&quota=-1"), 400, "invalid-field");
    }

    @Test
    void sumsOverAllTeamsAreHiddenFromThoseWhoSeeOneTeam() {
        String narrow = TestIssuer.token("narrow", List.of("foresight"), List.of("*"), Role.VIEWER);

        problem(get("/api/v1/forecasts?series=" + SERIES, narrow), 404, "not-found");
        problem(get("/api/v1/forecasts?series=demand/team/other", narrow), 404, "not-found");
        assertThat(ok("/api/v1/forecasts?series=demand/team/foresight", narrow).at("/points"))
                .hasSize(24);
    }
}
