package io.swen.simulator.market;

import static org.assertj.core.api.Assertions.assertThat;

import io.swen.catalog.PriceCatalog;
import io.swen.catalog.Provider;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PoolTests {

    private static final PriceCatalog CATALOG = PriceCatalog.load();
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final Market AWS = new Market(CATALOG, Provider.AWS, 42);

    @Test
    void aPriceStaysBetweenZeroAndOnDemand() {
        for (RegionMarket region : AWS.regions()) {
            for (Pool pool : region.pools()) {
                pool.spotAt(NOW)
                        .ifPresent(q -> assertThat(q.price())
                                .as(pool.zone() + " " + pool.type().name())
                                .isPositive()
                                .isLessThanOrEqualTo(pool.onDemandPrice()));
            }
        }
    }

    @Test
    void theHistoryAgreesWithThePriceAtEachMoment() {
        Pool pool = pool("m5.large");
        Instant start = NOW.minus(Duration.ofDays(20));
        List<SpotQuote> history = pool.spotBetween(start, NOW, Integer.MAX_VALUE);
        assertThat(history).isSortedAccordingTo((a, b) -> b.since().compareTo(a.since()));
        assertThat(history.getLast().since()).isBeforeOrEqualTo(start);
        for (SpotQuote quote : history) {
            assertThat(pool.spotAt(quote.since())).contains(quote);
            assertThat(pool.spotAt(quote.since().minusSeconds(1)))
                    .hasValueSatisfying(earlier -> assertThat(earlier.since()).isBefore(quote.since()));
        }
    }

    @Test
    void changesComeAtIrregularTimesAndPricesComeBackToTheBase() {
        Pool pool = pool("c5.xlarge");
        List<SpotQuote> history = pool.spotBetween(NOW.minus(Duration.ofDays(365)), NOW, Integer.MAX_VALUE);
        assertThat(history).hasSizeBetween(1_500, 2_600);
        long gaps = IntStream.range(1, history.size())
                .mapToLong(i -> Duration.between(
                                history.get(i).since(), history.get(i - 1).since())
                        .toMinutes())
                .distinct()
                .count();
        assertThat(gaps).isGreaterThan(200);
        double mean = history.stream()
                .mapToDouble(q -> q.price().doubleValue())
                .average()
                .orElseThrow();
        double base = CATALOG.offers().stream()
                .filter(o -> o.offerId().equals("aws:use1-az1/c5.xlarge/spot"))
                .findFirst()
                .orElseThrow()
                .price()
                .doubleValue();
        assertThat(mean / base).isBetween(0.85, 1.25);
    }

    @Test
    void findsWhenAPriceFirstExceedsALimit() {
        Pool pool = pool("m5.large");
        BigDecimal now = pool.spotAt(NOW).orElseThrow().price();
        Instant above = pool.firstAbove(now, NOW, Duration.ofDays(60)).orElseThrow();
        assertThat(pool.spotAt(above).orElseThrow().price()).isGreaterThan(now);
        assertThat(pool.spotAt(above.minusSeconds(1)).orElseThrow().price()).isLessThanOrEqualTo(now);
        assertThat(pool.firstAbove(pool.onDemandPrice(), NOW, Duration.ofDays(60)))
                .isEmpty();
    }

    @Test
    void anotherSeedMakesOtherPrices() {
        Pool other = new Market(CATALOG, Provider.AWS, 7)
                .region("us-east-1")
                .orElseThrow()
                .pool("use1-az1", "m5.large")
                .orElseThrow();
        Pool same = new Market(CATALOG, Provider.AWS, 42)
                .region("us-east-1")
                .orElseThrow()
                .pool("use1-az1", "m5.large")
                .orElseThrow();
        assertThat(other.spotAt(NOW)).isNotEqualTo(pool("m5.large").spotAt(NOW));
        assertThat(same.spotAt(NOW)).isEqualTo(pool("m5.large").spotAt(NOW));
    }

    private static Pool pool(String type) {
        return AWS.region("us-east-1").orElseThrow().pool("use1-az1", type).orElseThrow();
    }
}
