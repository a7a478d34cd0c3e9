package io.swen.identity.apikey;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class KeyTextTests {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private final SecureRandom random = new SecureRandom();

    @Test
    void readsWhatItMade() {
        KeyText made = KeyText.random(random);

        assertThat(made.text()).matches("swen_[0-9A-Za-z]{10}_[0-9A-Za-z]{32}_[0-9A-Za-z]{6}");
        assertThat(KeyText.parse(made.text())).contains(made);
        assertThat(made.text()).startsWith("swen_" + made.prefix() + "_");
    }

    @Test
    void tellsEveryTypingErrorOfOneLetterByTheChecksum() {
        String text = KeyText.random(random).text();
        for (int i = "swen_".length(); i < text.length(); i++) {
            char other = text.charAt(i) == 'x' ? 'y' : 'x';
            String wrong = text.substring(0, i) + other + text.substring(i + 1);
            assertThat(KeyText.parse(wrong)).as(wrong).isEmpty();
        }
    }

    @Test
    void takesNothingElseForAKey() {
        String text = KeyText.random(random).text();
        for (String other : new String[] {"", "swen_", text + "x", " " + text, text + "\n", "x".repeat(100_000)}) {
            assertThat(KeyText.parse(other)).isEmpty();
        }
    }

    @Test
    void showsItsSecretInNoLog() {
        KeyText made = KeyText.random(random);

        assertThat(made.toString())
                .contains(made.prefix())
                .doesNotContain(made.text().substring(16));
    }

    /** What can be told apart by a clock is work; so the work is counted, which no busy machine disturbs. */
    @Test
    void doesTheSameWorkForAnUnknownPrefixAndAWrongSecret() {
        KeyText known = KeyText.random(random);
        KeyText unknown = KeyText.random(random);
        AtomicInteger lookUps = new AtomicInteger();
        AtomicInteger comparisons = new AtomicInteger();
        UUID id = UUID.randomUUID();
        KeyCheck check = new KeyCheck(
                prefix -> {
                    lookUps.incrementAndGet();
                    return prefix.equals(known.prefix())
                            ? Optional.of(new KeyCheck.Secret(id, known.hash(), null))
                            : Optional.empty();
                },
                (one, other) -> {
                    comparisons.incrementAndGet();
                    assertThat(one).hasSameSizeAs(other);
                    return java.security.MessageDigest.isEqual(one, other);
                });
        KeyText wrong = new KeyText(known.prefix(), unknown.text());

        assertThat(check.check(unknown, NOW)).isEmpty();
        assertThat(lookUps.getAndSet(0)).isEqualTo(1);
        assertThat(comparisons.getAndSet(0)).isEqualTo(1);
        assertThat(check.check(wrong, NOW)).isEmpty();
        assertThat(lookUps.getAndSet(0)).isEqualTo(1);
        assertThat(comparisons.getAndSet(0)).isEqualTo(1);
        assertThat(check.check(known, NOW)).contains(id);
    }

    @Test
    void takesTheOldSecretUntilTheEndOfItsOverlap() {
        KeyText old = KeyText.random(random);
        KeyCheck check = new KeyCheck(prefix -> Optional.of(new KeyCheck.Secret(UUID.randomUUID(), old.hash(), NOW)));

        assertThat(check.check(old, NOW.minusMillis(1))).isPresent();
        assertThat(check.check(old, NOW)).isEmpty();
    }
}
