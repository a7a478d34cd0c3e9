package io.swen.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PriceCatalogTests {

    private static final PriceCatalog CATALOG = PriceCatalog.load();

    @Test
    void holdsTheRegionsTypesAndOffersOfBothLists() {
        assertThat(CATALOG.regions()).hasSize(60);
        assertThat(CATALOG.regions().stream().filter(r -> r.zones().isEmpty())).hasSize(9);
        assertThat(CATALOG.instanceTypes().stream().filter(t -> t.provider() == Provider.AWS))
                .hasSize(1_367 - 131);
        assertThat(CATALOG.undescribedTypes()).hasSize(131).contains("p3.2xlarge");
        assertThat(CATALOG.offers()).hasSizeBetween(100_000, 130_000);
    }

    @Test
    void offersAreUniqueAndLieInAZoneOfTheirRegion() {
        Set<String> ids = new HashSet<>();
        for (CatalogOffer offer : CATALOG.offers()) {
            assertThat(ids.add(offer.offerId())).as(offer.offerId()).isTrue();
            assertThat(CATALOG.region(offer.region()).orElseThrow().zones()).contains(offer.zone());
        }
    }

    @Test
    void spotNeverCostsMoreThanOnDemandAndAlwaysHasAnInterruptionRate() {
        var onDemand = new HashMap<String, BigDecimal>();
        for (CatalogOffer offer : CATALOG.offers()) {
            assertThat(offer.price()).isPositive();
            String pool = offer.zone() + "/" + offer.instanceType();
            if (offer.purchaseOption() == PurchaseOption.ON_DEMAND) {
                onDemand.put(pool, offer.price());
                assertThat(offer.interruptionRate()).isZero();
                assertThat(offer.interruptionOrigin()).isNull();
            } else {
                assertThat(offer.price()).as(offer.offerId()).isLessThanOrEqualTo(onDemand.get(pool));
                assertThat(offer.interruptionRate()).isBetween(0.025, 0.25);
                assertThat(offer.interruptionOrigin()).isNotNull();
            }
        }
    }

    @Test
    void derivedOnDemandIsNeverBelowTheListForFamiliesWhoseDiscountIsNotKnown() {
        var listed = new HashMap<String, BigDecimal>();
        CATALOG.offers().stream()
                .filter(o -> o.region().equals("aws:us-east-1") && o.purchaseOption() == PurchaseOption.ON_DEMAND)
                .forEach(o -> listed.put(o.instanceType(), o.price()));
        long derived = CATALOG.offers().stream()
                .filter(o -> o.provider() == Provider.AWS
                        && o.purchaseOption() == PurchaseOption.ON_DEMAND
                        && o.priceOrigin() == Origin.DERIVED
                        && !Families.isAwsAmdOrGraviton(o.type().family()))
                .peek(o -> assertThat(o.price()).as(o.offerId()).isGreaterThanOrEqualTo(listed.get(o.instanceType())))
                .count();
        assertThat(derived).isGreaterThan(10_000);
    }

    @Test
    void mumbaiIsCheapForGravitonAndAmdOnly() {
        assertThat(onDemand("aws:aps1-az1/m6g.large/on_demand")).isEqualByComparingTo("0.050597");
        assertThat(onDemand("aws:aps1-az1/m5.large/on_demand")).isEqualByComparingTo("0.096");
    }

    @Test
    void tellsAmdAndGravitonFamiliesFromTheOthers() {
        assertThat(Set.of(
                        "a1", "m6a", "c6g", "r7g", "m7a", "t4g", "t3a", "c6gn", "im4gn", "is4gen", "x2gd", "m8azn",
                        "g5g", "g4ad"))
                .allMatch(Families::isAwsAmdOrGraviton);
        assertThat(Set.of(
                        "m5",
                        "c7i",
                        "g4dn",
                        "g5",
                        "g6",
                        "g6e",
                        "gr6",
                        "p4d",
                        "p6-b200",
                        "u-6tb1",
                        "u7i-12tb",
                        "i4i",
                        "c7i-flex",
                        "trn1"))
                .noneMatch(Families::isAwsAmdOrGraviton);
    }

    @Test
    void labelsWhatHasNoSource() {
        var gpu = CATALOG.instanceType(Provider.ALIBABA, "ecs.gn6i-c4g1.xlarge").orElseThrow();
        assertThat(gpu.gpuModel()).isEqualTo("T4");
        assertThat(gpu.gpuModelOrigin()).isEqualTo(Origin.SIMULATED);
        assertThat(CATALOG.offers().stream()
                        .filter(o -> o.provider() == Provider.ALIBABA && o.purchaseOption() == PurchaseOption.SPOT))
                .isNotEmpty()
                .allMatch(o -> o.priceOrigin() == Origin.SIMULATED && o.interruptionOrigin() == Origin.SIMULATED);
        assertThat(CATALOG.offers().stream()
                        .filter(o -> o.provider() == Provider.AWS && o.purchaseOption() == PurchaseOption.SPOT))
                .isNotEmpty()
                .allMatch(o -> o.priceOrigin() == Origin.DERIVED && o.interruptionOrigin() == Origin.DERIVED);
    }

    @Test
    void everyAlibabaGpuTypeHasAModel() {
        assertThat(CATALOG.instanceTypes().stream().filter(t -> t.provider() == Provider.ALIBABA && t.gpus() > 0))
                .isNotEmpty()
                .allMatch(t -> t.gpuModel() != null);
    }

    @Test
    void callsYitianAndAmpereFamiliesArm() {
        assertThat(CATALOG.instanceType(Provider.ALIBABA, "ecs.g8y.large")
                        .orElseThrow()
                        .architecture())
                .isEqualTo("arm64");
        assertThat(CATALOG.instanceType(Provider.ALIBABA, "ecs.g7.large")
                        .orElseThrow()
                        .architecture())
                .isEqualTo("amd64");
    }

    @Test
    void aDerivedPriceIsAsOldAsItsOldestList() {
        CatalogOffer listed = offer("aws:use1-az1/m5.large/on_demand");
        assertThat(listed.priceOrigin()).isEqualTo(Origin.LISTED);
        assertThat(listed.listAsOf()).isEqualTo(LocalDate.of(2026, 7, 20));
        assertThat(offer("aws:use1-az1/m5.large/spot").listAsOf()).isEqualTo(LocalDate.of(2025, 6, 1));
        assertThat(offer("aws:euc1-az1/m5.large/spot").listAsOf()).isEqualTo(LocalDate.of(2025, 1, 1));
    }

    @Test
    void knowsWhatTransferCosts() {
        assertThat(CATALOG.awsEgressPrices()).hasSize(1_122);
        EgressPrice listed = CATALOG.egress("aws:us-east-1", "aws:eu-central-1");
        assertThat(listed.pricePerGb()).isEqualByComparingTo("0.02");
        assertThat(listed.origin()).isEqualTo(Origin.LISTED);
        assertThat(CATALOG.egress("aws:us-east-1", "aws:us-east-1").pricePerGb())
                .isZero();
        EgressPrice across = CATALOG.egress("alibaba:cn-hangzhou", "aws:us-east-1");
        assertThat(across.origin()).isEqualTo(Origin.SIMULATED);
        assertThat(across.currency()).isEqualTo("CNY");
        assertThatThrownBy(() -> CATALOG.egress("aws:us-east-1", "aws:mars-1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("aws:mars-1");
    }

    @Test
    void convertsWithTheRateItWasLoadedWith() {
        CatalogOffer offer = offer("alibaba:cn-hangzhou-h/ecs.g7.large/on_demand");
        var rate = new ExchangeRate("USD", "CNY", BigDecimal.TWO, LocalDate.of(2026, 1, 1), "a test");
        assertThat(PriceCatalog.load(rate).usdPerHour(offer).multiply(BigDecimal.TWO))
                .isEqualByComparingTo(offer.price());
        assertThat(CATALOG.usdPerHour(offer)).isLessThan(offer.price());
        assertThatThrownBy(() -> rate.toBase(BigDecimal.ONE, "EUR")).hasMessageContaining("EUR");
    }

    @Test
    void twoLoadsAreEqual() {
        assertThat(PriceCatalog.load().offers()).isEqualTo(CATALOG.offers());
    }

    private static BigDecimal onDemand(String offerId) {
        return offer(offerId).price();
    }

    private static CatalogOffer offer(String offerId) {
        return CATALOG.offers().stream()
                .filter(o -> o.offerId().equals(offerId))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no offer " + offerId));
    }
}
