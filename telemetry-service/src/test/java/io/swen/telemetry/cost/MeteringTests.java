package io.swen.telemetry.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.swen.telemetry.catalog.Catalog.PricePoint;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeteringTests {

    private static final Instant TEN = Instant.parse("2026-11-23T10:00:00Z");

    @Test
    void chargesAnHourAtItsPriceExactly() {
        List<MeteredSlice> slices = Metering.slices(TEN, TEN.plusSeconds(3600), List.of(price(TEN, "0.0345")));

        assertThat(slices).hasSize(1);
        assertThat(slices.getFirst().cost()).isEqualByComparingTo("0.0345");
        assertThat(slices.getFirst().seconds()).isEqualByComparingTo("3600");
    }

    @Test
    void cutsAtFullHoursAndAtPriceChanges() {
        Instant from = TEN.plusSeconds(1800);
        Instant to = TEN.plusSeconds(2 * 3600 + 900);
        List<MeteredSlice> slices =
                Metering.slices(from, to, List.of(price(TEN, "1"), price(TEN.plusSeconds(5400), "2")));

        assertThat(slices)
                .extracting(MeteredSlice::hour, MeteredSlice::unitPrice)
                .containsExactly(
                        org.assertj.core.api.Assertions.tuple(TEN, new BigDecimal("1")),
                        org.assertj.core.api.Assertions.tuple(TEN.plusSeconds(3600), new BigDecimal("1")),
                        org.assertj.core.api.Assertions.tuple(TEN.plusSeconds(3600), new BigDecimal("2")),
                        org.assertj.core.api.Assertions.tuple(TEN.plusSeconds(7200), new BigDecimal("2")));
        assertThat(slices.stream().map(MeteredSlice::seconds).reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo("6300");
        assertThat(slices.stream().map(MeteredSlice::cost).reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo("2.5");
    }

    @Test
    void keepsFractionsOfSeconds() {
        List<MeteredSlice> slices = Metering.slices(TEN, TEN.plusNanos(1_500_000), List.of(price(TEN, "3.6")));

        assertThat(slices.getFirst().cost()).isEqualByComparingTo("0.0000015");
    }

    @Test
    void refusesATimeForWhichNoPriceHolds() {
        assertThatThrownBy(() -> Metering.slices(TEN, TEN.plusSeconds(1), List.of(price(TEN.plusSeconds(1), "1"))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Metering.slices(TEN, TEN.plusSeconds(1), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static PricePoint price(Instant from, String usd) {
        return new PricePoint(from, new BigDecimal(usd));
    }
}
