package io.swen.routing.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.swen.platform.json.ContentHash;
import io.swen.routing.RoutingFixture;
import io.swen.routing.RoutingIntegrationTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

@RoutingIntegrationTest
class ArtifactIntegrationTests {

    @Autowired
    private Artifacts artifacts;

    @Autowired
    private ArtifactExpiry expiry;

    @Autowired
    private ArtifactProperties properties;

    @Autowired
    private JdbcTemplate jdbc;

    @Autowired
    private TransactionTemplate transaction;

    @Test
    void storesAContentOnceUnderItsHash() {
        byte[] bytes = ("agreements of " + RoutingFixture.newName("team")).getBytes(StandardCharsets.UTF_8);

        String hash = artifacts.put("agreements", bytes);

        assertThat(artifacts.put("agreements", bytes)).isEqualTo(hash).startsWith("sha256:");
        assertThat(artifacts.get(hash))
                .hasValueSatisfying(found -> assertThat(found).isEqualTo(bytes));
        assertThat(artifacts.find("sha256:" + "0".repeat(64))).isInstanceOf(Artifacts.Found.Unknown.class);
        assertThat(jdbc.queryForObject("select count(*) from artifact where hash = ?", Long.class, hash))
                .isEqualTo(1);
    }

    @Test
    void storesALargeContentThatHardlyChangedAsADifference() {
        byte[] first = random(1, 300_000);
        byte[] second = first.clone();
        for (int i = 0; i < 500; i++) {
            second[i * 500]++;
        }
        String base = artifacts.put("large", first);
        String changed = artifacts.put("large", second);
        String other = artifacts.put("large", random(2, 300_000));

        assertThat(jdbc.queryForObject("select base from artifact where hash = ?", String.class, changed))
                .isEqualTo(base);
        assertThat(stored(changed)).isLessThan(stored(base) / 10);
        assertThat(jdbc.queryForObject("select base from artifact where hash = ?", String.class, other))
                .isNull();
        Artifacts fresh = new Artifacts(jdbc, properties);
        assertThat(fresh.get(changed))
                .hasValueSatisfying(found -> assertThat(found).isEqualTo(second));
    }

    @Test
    void forgetsWhatATransactionThatFailedHasStored() {
        byte[] bytes = RoutingFixture.newName("rolled back").getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> transaction.executeWithoutResult(status -> {
                    artifacts.put("agreements", bytes);
                    throw new IllegalStateException("after storing");
                }))
                .hasMessage("after storing");
        assertThat(artifacts.get(ContentHash.of(bytes))).isEmpty();

        artifacts.put("agreements", bytes);
        assertThat(artifacts.get(ContentHash.of(bytes))).isPresent();
    }

    @Test
    void saysWhenAndWhyAContentWentAndTakesItAgain() {
        byte[] bytes = RoutingFixture.newName("old").getBytes(StandardCharsets.UTF_8);
        String hash = artifacts.put("agreements", bytes);
        jdbc.update("update artifact set last_used_at = now() - interval '31 days' where hash = ?", hash);
        assertThat(expiry.expire()).isPositive();

        Artifacts fresh = new Artifacts(jdbc, properties);
        assertThat(fresh.find(hash)).isInstanceOfSatisfying(Artifacts.Found.Expired.class, expired -> {
            assertThat(expired.kind()).isEqualTo("agreements");
            assertThat(expired.because()).isEqualTo("not used by a decision for PT720H");
        });
        fresh.put("agreements", bytes);
        assertThat(fresh.get(hash)).isPresent();
    }

    @Test
    void keepsWhatADifferenceThatIsInUseRefersTo() {
        byte[] first = random(3, 200_000);
        byte[] second = first.clone();
        second[7]++;
        Artifacts own = new Artifacts(jdbc, properties);
        String base = own.put("kept", first);
        String changed = own.put("kept", second);
        jdbc.update("update artifact set last_used_at = now() - interval '31 days' where hash = ?", base);
        expiry.expire();
        assertThat(new Artifacts(jdbc, properties).get(changed)).isPresent();

        jdbc.update("update artifact set last_used_at = now() - interval '31 days' where hash = ?", changed);
        expiry.expire();
        assertThat(List.of(base, changed))
                .allSatisfy(hash -> assertThat(new Artifacts(jdbc, properties).find(hash))
                        .isInstanceOf(Artifacts.Found.Expired.class));
    }

    @Test
    void noticesAContentThatIsNotWhatItsHashSays() {
        byte[] bytes = RoutingFixture.newName("altered").getBytes(StandardCharsets.UTF_8);
        String hash = artifacts.put("agreements", bytes);
        byte[] others = bytes.clone();
        others[0]++;
        jdbc.update("update artifact set content = ? where hash = ?", Packing.deflate(others), hash);

        assertThat(new Artifacts(jdbc, properties).find(hash)).isInstanceOf(Artifacts.Found.Damaged.class);
        jdbc.update("update artifact set content = ? where hash = ?", Packing.deflate(bytes), hash);
    }

    private long stored(String hash) {
        Long stored = jdbc.queryForObject("select length(content) from artifact where hash = ?", Long.class, hash);
        return stored == null ? 0 : stored;
    }

    private static byte[] random(int seed, int size) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
