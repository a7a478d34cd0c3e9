package io.swen.routing.spot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.swen.routing.candidate.OfferIndex;
import io.swen.routing.candidate.TestOffers;
import io.swen.routing.placement.InterruptionForecast;
import io.swen.routing.placement.MonthlyRates;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PoolForecastTests {

    private static final LossCurve CURVE = LossCurve.of(CarriedTraces.all());
    private static final String SHAPE = "amd64,4,16.0,0,,";
    private static final OfferIndex INDEX = TestOffers.csv(
                    TestOffers.header()
                            + TestOffers.row(
                                    "aws:us-east-1", "aws:use1-az1", "m7i.xlarge", "on_demand", SHAPE, "0.20", "0")
                            + TestOffers.row(
                                    "aws:us-east-1", "aws:use1-az1", "m7i.xlarge", "spot", SHAPE, "0.07", "0.05")
                            + TestOffers.row(
                                    "aws:us-east-1", "aws:use1-az2", "m7i.xlarge", "spot", SHAPE, "0.08", "0.2"),
                    List.of())
            .index();
    private static final int SPOT = spot();

    private static int spot() {
        for (int offer = 0; offer < INDEX.size(); offer++) {
            if (INDEX.isSpot(offer) && INDEX.interruptionPermille(offer) > 0) {
                return offer;
            }
        }
        throw new IllegalStateException("there is no spot offer with a rate");
    }

    @Test
    void saysWhatTheMonthlyRateSaysOfPoolsThatNobodySaw() {
        PoolForecast forecast = new PoolForecast(CURVE, Map.of());

        for (int offer = 0; offer < INDEX.size(); offer++) {
            assertThat(forecast.probability(INDEX, offer, 24))
                    .isEqualTo(MonthlyRates.INSTANCE.probability(INDEX, offer, 24));
        }
    }

    @Test
    void aPoolThatLosesTwiceAsOftenHasTwiceTheHazard() {
        String pool = PoolForecast.name(INDEX.offerId(SPOT));
        PoolForecast forecast = new PoolForecast(CURVE, Map.of(pool, new PoolForecast.Pool(2, LossCurve.anyAge())));

        double rate = InterruptionForecast.expected(MonthlyRates.INSTANCE.probability(INDEX, SPOT, 24));
        assertThat(InterruptionForecast.expected(forecast.probability(INDEX, SPOT, 24)))
                .isCloseTo(2 * rate, within(1e-9));
        assertThat(forecast.explain(INDEX, SPOT)).contains("2.00 times as often");
    }

    @Test
    void aPoolIsLikelierToBeLostAgainSoonAfterALoss() {
        String pool = PoolForecast.name(INDEX.offerId(SPOT));
        PoolForecast fresh = new PoolForecast(CURVE, Map.of(pool, new PoolForecast.Pool(1, 0)));

        assertThat(fresh.probability(INDEX, SPOT, 1))
                .isGreaterThan(1.5 * MonthlyRates.INSTANCE.probability(INDEX, SPOT, 1));
    }

    @Test
    void answersTheSameForManyOffersAsForOneAndAsReadFromItsBytes() {
        String pool = PoolForecast.name(INDEX.offerId(SPOT));
        PoolForecast forecast = new PoolForecast(
                CURVE, Map.of(pool, new PoolForecast.Pool(1.37, 3), "aws:gone/x1", new PoolForecast.Pool(2, 0)));
        PoolForecast read = PoolForecast.read(forecast.bytes());

        assertThat(read.id()).isEqualTo(forecast.id());
        for (double hours : new double[] {0, 0.3, 1, 5, 30, 400}) {
            InterruptionForecast.Horizon horizon = forecast.at(INDEX, hours);
            for (int offer = 0; offer < INDEX.size(); offer++) {
                double chance = forecast.probability(INDEX, offer, hours);
                assertThat(horizon.probability(offer)).isEqualTo(chance);
                assertThat(read.probability(INDEX, offer, hours)).isEqualTo(chance);
            }
        }
    }

    @Test
    void refusesBytesThatAreNoForecast() {
        assertThatThrownBy(() -> PoolForecast.read("something".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IllegalArgumentException.class);
        byte[] cut = new String(
                        new PoolForecast(CURVE, Map.of("a/b", new PoolForecast.Pool(2, 0))).bytes(),
                        StandardCharsets.UTF_8)
                .replace(" 2.0 0", " 2.0")
                .getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> PoolForecast.read(cut)).hasMessageContaining("is not a pool");
    }
}
