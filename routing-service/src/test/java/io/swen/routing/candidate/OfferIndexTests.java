package io.swen.routing.candidate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.swen.catalog.PriceCatalog;
import io.swen.routing.FakePeers;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class OfferIndexTests {

    private static final String ROW =
            "aws:use1-az1/m7i.large/spot,aws,aws:us-east-1,aws:use1-az1,m7i.large,spot,amd64,2,8.0,"
                    + "0,,,0.0412,0.2937,CNY,derived,\"a source, with a comma\",true,2026-07-20,2026-11-23T10:00:00.123456Z,"
                    + "2026-11-23T10:00:01Z,0.05,derived,true\n";

    @Test
    void holdsWhatTheCsvSays() {
        OfferIndex index = index(ROW);

        Offer offer = index.offer(index.find("aws:use1-az1/m7i.large/spot"), false);
        assertThat(offer.price().amount()).isEqualTo(new BigDecimal("0.0412"));
        assertThat(offer.listPrice().currency()).isEqualTo("CNY");
        assertThat(offer.source()).isEqualTo("a source, with a comma");
        assertThat(offer.interruptionRate()).isEqualTo(0.05);
        assertThat(offer.gpuModel()).isNull();
        assertThat(offer.listAsOf()).hasToString("2026-07-20");
        assertThat(offer.observedAt()).hasToString("2026-11-23T10:00:00.123Z");
        assertThat(offer.offerId()).isEqualTo("aws:use1-az1/m7i.large/spot");
        assertThat(index.find("aws:use1-az1/m7i.large/on_demand")).isNegative();
        assertThat(index.find("nonsense")).isNegative();
    }

    @Test
    void takesChangesInWithoutTouchingTheIndexBefore() {
        OfferIndex before = index(ROW);
        OfferIndexBuilder builder = new OfferIndexBuilder(before);
        OfferCsv.read(stream(ROW.replace("0.0412", "0.0500") + ROW.replace("use1-az1", "use1-az2")), builder);
        OfferIndex after = builder.build(2, before.knownRegions());

        assertThat(after.size()).isEqualTo(2);
        assertThat(price(after, "aws:use1-az1/m7i.large/spot")).isEqualTo("0.0500");
        assertThat(price(before, "aws:use1-az1/m7i.large/spot")).isEqualTo("0.0412");
        assertThat(before.size()).isEqualTo(1);
        assertThat(after.fingerprint()).isNotEqualTo(before.fingerprint());
        assertThat(after.fingerprint())
                .isEqualTo(index(ROW.replace("use1-az1", "use1-az2") + ROW.replace("0.0412", "0.0500"))
                        .fingerprint());
    }

    @Test
    void refusesAllOfWhatIsMalformedAnywhere() {
        for (String broken : List.of(
                ROW.replace("0.0412", "cheap"),
                ROW.replace("0.0412", "0"),
                ROW.replace(",spot,", ",maybe,"),
                ROW.replace(",0.05,", ",1.5,"),
                ROW.replace("aws:use1-az1/m7i", "aws:use1-az9/m7i"),
                ROW.replace("2026-07-20", "yesterday"),
                ROW + ROW,
                "only,three,fields\n")) {
            assertThatThrownBy(() -> index(broken)).as(broken).isInstanceOf(RuntimeException.class);
        }
        assertThatThrownBy(() -> OfferCsv.read(
                        new ByteArrayInputStream("offer_id,provider\n".getBytes(StandardCharsets.UTF_8)),
                        new OfferIndexBuilder()))
                .isInstanceOf(OfferCsv.MalformedException.class)
                .hasMessageContaining("lack");
        assertThatThrownBy(() -> OfferCsv.read(new ByteArrayInputStream(new byte[0]), new OfferIndexBuilder()))
                .isInstanceOf(OfferCsv.MalformedException.class);
    }

    @Test
    void takesTheWholeCatalogInWell() {
        PriceCatalog catalog = PriceCatalog.load();
        byte[] csv = FakePeers.csv(catalog).getBytes(StandardCharsets.UTF_8);
        OfferIndexBuilder builder = new OfferIndexBuilder();
        OfferCsv.read(new ByteArrayInputStream(csv), builder);
        OfferIndex index = builder.build(1, List.of());

        assertThat(index.size()).isEqualTo(catalog.offers().size()).isGreaterThan(100_000);
        for (int i = 0; i < catalog.offers().size(); i += 997) {
            var offer = catalog.offers().get(i);
            int at = index.find(offer.offerId());
            assertThat(index.offerId(at)).isEqualTo(offer.offerId());
            assertThat(OfferIndex.amount(index.price(at))).isEqualByComparingTo(catalog.usdPerHour(offer));
        }
    }

    @Test
    void isTheSameAfterItWasStored() {
        OfferIndexBuilder builder = new OfferIndexBuilder();
        OfferCsv.read(stream(ROW + ROW.replace("use1-az1", "use1-az2").replace("0.05,derived", ",")), builder);
        Region region = new Region("aws:us-east-1", "aws", "Ashburn", "US", 39.04, -77.49);
        OfferIndex index = builder.build(7, List.of(region));
        OfferIndex read = OfferIndex.read(index.bytes());

        assertThat(read.bytes()).isEqualTo(index.bytes());
        assertThat(read.fingerprint()).isEqualTo(index.fingerprint());
        assertThat(read.epoch()).isEqualTo(7);
        assertThat(read.knownRegions()).containsExactly(region);
        for (int offer = 0; offer < index.size(); offer++) {
            assertThat(read.offer(offer, false)).isEqualTo(index.offer(offer, false));
        }
        assertThatThrownBy(() -> OfferIndex.read(new byte[] {1, 2, 3})).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> OfferIndex.read(Arrays.copyOf(index.bytes(), 200)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void changesACopyOnly() {
        OfferIndex index = index(ROW);
        OfferIndex changed =
                index.edit().price(0, 5_000_000_000L).available(0, false).build();

        assertThat(price(changed, "aws:use1-az1/m7i.large/spot")).isEqualTo("0.0050");
        assertThat(changed.isAvailable(0)).isFalse();
        assertThat(price(index, "aws:use1-az1/m7i.large/spot")).isEqualTo("0.0412");
        assertThat(index.isAvailable(0)).isTrue();
        assertThat(changed.fingerprint()).isNotEqualTo(index.fingerprint());
    }

    @Test
    void letsNobodyDecideOnNothingOrOnWhatIsTooOld() {
        AtomicLong nanos = new AtomicLong();
        OfferIndexes indexes = new OfferIndexes(
                new OfferProperties(
                        Duration.ofSeconds(5), Duration.ofMinutes(1), Duration.ofMinutes(10), Duration.ofSeconds(60)),
                nanos::get);
        assertThat(indexes.state()).isInstanceOf(OfferIndexes.State.Unusable.class);

        indexes.replace(index(ROW));
        assertThat(indexes.state())
                .isInstanceOfSatisfying(
                        OfferIndexes.State.Usable.class,
                        usable -> assertThat(usable.stale()).isFalse());
        nanos.set(Duration.ofMinutes(2).toNanos());
        assertThat(indexes.state())
                .isInstanceOfSatisfying(
                        OfferIndexes.State.Usable.class,
                        usable -> assertThat(usable.stale()).isTrue());
        nanos.set(Duration.ofMinutes(11).toNanos());
        indexes.failed("telemetry-service: refused");
        assertThat(indexes.state())
                .isInstanceOfSatisfying(
                        OfferIndexes.State.Unusable.class,
                        unusable -> assertThat(unusable.reason())
                                .contains("660 s ago")
                                .contains("refused"));
        indexes.confirm();
        assertThat(indexes.state()).isInstanceOf(OfferIndexes.State.Usable.class);
    }

    private static String price(OfferIndex index, String id) {
        return OfferIndex.amount(index.price(index.find(id))).toPlainString();
    }

    private static OfferIndex index(String rows) {
        OfferIndexBuilder builder = new OfferIndexBuilder();
        OfferCsv.read(stream(rows), builder);
        return builder.build(1, List.of());
    }

    private static ByteArrayInputStream stream(String rows) {
        return new ByteArrayInputStream((FakePeers.HEADER + rows).getBytes(StandardCharsets.UTF_8));
    }
}
