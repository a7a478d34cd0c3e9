package io.swen.simulator.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.swen.catalog.PriceCatalog;
import io.swen.catalog.Provider;
import io.swen.simulator.clock.SimulatedClock;
import io.swen.simulator.fleet.Fleet;
import io.swen.simulator.fleet.LaunchSpec;
import io.swen.simulator.fleet.SimInstance;
import io.swen.simulator.market.Market;
import io.swen.simulator.market.Pool;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BillsTests {

    private static final String ACCOUNT = "210987654321";
    private static final Instant START = Instant.parse("2026-11-23T22:00:00Z");
    private static final Market AWS = new Market(PriceCatalog.load(), Provider.AWS, 42);

    @TempDir
    Path directory;

    private final WallClock wall = new WallClock();
    private SimulatedClock clock;
    private Fleet fleet;

    @BeforeEach
    void open() {
        clock = new SimulatedClock(wall, directory.resolve("clock"), 1);
        fleet = new Fleet(directory.resolve("fleet.mv"), clock, 42);
    }

    @AfterEach
    void close() {
        fleet.close();
    }

    @Test
    void anOnDemandInstanceCostsItsPriceForTheTimeItRanAcrossMidnight() {
        SimInstance instance = launch(false);
        clock.advance(Duration.between(clock.instant(), instance.runningAt()).plusHours(5));
        fleet.delete(List.of(instance));
        clock.advance(Duration.ofHours(9));

        List<Bills.Line> lines = lines();
        assertThat(lines).hasSize(2);
        assertThat(lines.stream().map(Bills.Line::charged).reduce(Duration.ZERO, Duration::plus))
                .isCloseTo(Duration.ofHours(5), Duration.ofSeconds(5));
        assertThat(sum(lines))
                .isCloseTo(pool().onDemandPrice().multiply(BigDecimal.valueOf(5)), within(new BigDecimal("0.001")));
        assertThat(new Bills(Provider.AWS, AWS, fleet).of("another account", day(START), clock.instant()))
                .isEmpty();
    }

    @Test
    void aSpotInstanceCostsItsPriceAsItMoved() {
        SimInstance instance = launch(true);
        Instant from = instance.runningAt();
        clock.advance(Duration.between(clock.instant(), from).plusHours(20));
        fleet.delete(List.of(instance));
        Instant to = clock.instant();
        clock.advance(Duration.ofHours(1));

        BigDecimal expected = BigDecimal.ZERO;
        Duration step = Duration.ofMinutes(1);
        for (Instant at = from; at.isBefore(to); at = at.plus(step)) {
            expected = expected.add(pool().spotAt(at)
                    .orElseThrow()
                    .price()
                    .divide(BigDecimal.valueOf(60), java.math.MathContext.DECIMAL64));
        }
        assertThat(sum(lines())).isCloseTo(expected, within(new BigDecimal("0.01")));
    }

    @Test
    void aBillOutlastsWhatItIsForAndTheSimulator() {
        SimInstance instance = launch(false);
        clock.advance(Duration.ofHours(2));
        fleet.delete(List.of(instance));
        BigDecimal before = sum(lines());
        assertThat(before).isPositive();
        // Long enough to be forgotten by those who list instances, in both kinds of time.
        fleet.list(Provider.AWS, ACCOUNT, null);
        clock.advance(Duration.ofHours(3));
        wall.now = wall.now.plus(Duration.ofMinutes(2));
        fleet.list(Provider.AWS, ACCOUNT, null);
        wall.now = wall.now.plus(Duration.ofMinutes(20));
        assertThat(fleet.list(Provider.AWS, ACCOUNT, null)).isEmpty();

        assertThat(sum(lines())).isCloseTo(before, within(new BigDecimal("0.001")));
        fleet.close();
        fleet = new Fleet(directory.resolve("fleet.mv"), clock, 42);
        assertThat(fleet.list(Provider.AWS, ACCOUNT, null)).isEmpty();
        assertThat(sum(lines())).isCloseTo(before, within(new BigDecimal("0.001")));
    }

    private SimInstance launch(boolean spot) {
        return fleet.launch(new LaunchSpec(
                        Provider.AWS,
                        ACCOUNT,
                        "us-east-1",
                        pool(),
                        1,
                        "ami-12345678",
                        spot,
                        null,
                        true,
                        false,
                        "",
                        Map.of(),
                        null,
                        null,
                        ""))
                .instances()
                .getFirst();
    }

    private static Pool pool() {
        return AWS.region("us-east-1")
                .orElseThrow()
                .poolsOf("m7i.large")
                .values()
                .iterator()
                .next();
    }

    private List<Bills.Line> lines() {
        Bills bills = new Bills(Provider.AWS, AWS, fleet);
        List<Bills.Line> lines = new ArrayList<>();
        for (LocalDate day = day(START); !day.isAfter(day(clock.instant())); day = day.plusDays(1)) {
            lines.addAll(bills.of(ACCOUNT, day, clock.instant()));
        }
        return lines;
    }

    private static BigDecimal sum(List<Bills.Line> lines) {
        return lines.stream().map(Bills.Line::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static LocalDate day(Instant instant) {
        return LocalDate.ofInstant(instant, ZoneOffset.UTC);
    }

    private static final class WallClock extends Clock {
        private Instant now = START;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
