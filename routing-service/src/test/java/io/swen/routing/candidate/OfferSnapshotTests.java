package io.swen.routing.candidate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class OfferSnapshotTests {

    private static final List<Region> REGIONS = List.of(
            new Region("aws:us-east-1", "aws", "Washington", "US", 38.9, -77.04),
            new Region("alibaba:cn-hangzhou", "alibaba", "Hangzhou", "CN", 30.27, 120.15));
    private static final String FIRST = TestOffers.row(
            "aws:us-east-1", "aws:use1-az1", "g5.xlarge", "spot", "amd64,4,16.0,1,A10G,listed", "0.412", "0.05");
    private static final String SECOND = TestOffers.row(
            "alibaba:cn-hangzhou",
            "alibaba:cn-hangzhou-h",
            "ecs.g7.large",
            "on_demand",
            "amd64,2,8.0,0,,",
            "0.07",
            "0");

    @Test
    void givesTheSameBytesInWhateverOrderTheOffersCame() {
        byte[] bytes = OfferSnapshot.write(index(FIRST + SECOND));

        assertThat(OfferSnapshot.write(index(SECOND + FIRST))).isEqualTo(bytes);
        assertThat(OfferSnapshot.write(OfferSnapshot.read(bytes))).isEqualTo(bytes);
    }

    @Test
    void givesBackEveryFieldOfEveryOffer() {
        OfferIndex before = index(FIRST + SECOND);
        OfferIndex after = OfferSnapshot.read(OfferSnapshot.write(before));

        assertThat(after.epoch()).isEqualTo(before.epoch());
        assertThat(after.fingerprint()).isEqualTo(before.fingerprint());
        assertThat(after.knownRegions()).containsExactlyInAnyOrderElementsOf(before.knownRegions());
        for (String id : List.of("aws:use1-az1/g5.xlarge/spot", "alibaba:cn-hangzhou-h/ecs.g7.large/on_demand")) {
            assertThat(after.offer(after.find(id), true)).isEqualTo(before.offer(before.find(id), true));
            assertThat(after.isAvailable(after.find(id))).isTrue();
        }
    }

    @Test
    void refusesWhatIsNoWholeSnapshot() {
        byte[] bytes = OfferSnapshot.write(index(FIRST));

        assertThatThrownBy(() -> OfferSnapshot.read(Arrays.copyOf(bytes, bytes.length - 1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> OfferSnapshot.read(Arrays.copyOf(bytes, 20)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("breaks off");
        bytes[7] = 9;
        assertThatThrownBy(() -> OfferSnapshot.read(bytes)).hasMessageContaining("version 9");
    }

    private static OfferIndex index(String rows) {
        return TestOffers.csv(TestOffers.header() + rows, REGIONS).index();
    }
}
