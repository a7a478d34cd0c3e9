package io.swen.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PriceProgramTests {

    private static final PriceCatalog CATALOG = PriceCatalog.load();

    @Test
    void answersAListedPriceWithItsOriginAndDate() {
        assertThat(PriceProgram.answer(CATALOG, "aws:us-east-1 m7i.large on_demand"))
                .isEqualTo("0.1008 listed 2026-07-20");
    }

    @Test
    void answersTheCheapestZone() {
        String answer = PriceProgram.answer(CATALOG, "alibaba:eu-central-1 ecs.g7.large spot");

        assertThat(CATALOG.offers())
                .filteredOn(offer -> offer.region().equals("alibaba:eu-central-1")
                        && offer.instanceType().equals("ecs.g7.large")
                        && offer.purchaseOption() == PurchaseOption.SPOT)
                .isNotEmpty()
                .allSatisfy(offer -> assertThat(CATALOG.usdPerHour(offer))
                        .isGreaterThanOrEqualTo(new java.math.BigDecimal(answer.split(" ", -1)[0])));
        assertThat(answer).contains(" simulated ");
    }

    @Test
    void saysWhatItDoesNotHave() {
        assertThat(PriceProgram.answer(CATALOG, "aws:us-east-1 db.t4g.medium on_demand"))
                .isEqualTo("-");
    }

    @Test
    void refusesALineOfAnotherForm() {
        assertThatThrownBy(() -> PriceProgram.answer(CATALOG, "m7i.large"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("region instance-type purchase-option");
    }
}
