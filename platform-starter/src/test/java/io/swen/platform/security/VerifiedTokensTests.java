package io.swen.platform.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;

/** How long a token that was found good counts as good. */
class VerifiedTokensTests {

    private static final Instant START = Instant.parse("2026-11-28T10:00:00Z");
    private static final Instant END = START.plusSeconds(10);

    private Instant now = START;
    private final VerifiedTokens verified =
            new VerifiedTokens(() -> now, () -> Duration.between(START, now).toNanos());
    private final List<String> checked = new ArrayList<>();
    private Instant end = START.plusSeconds(3600);

    private final JwtDecoder decoder = verified.remembering(token -> {
        checked.add(token);
        if (token.startsWith("bad")) {
            throw new BadJwtException("no good");
        }
        return Jwt.withTokenValue(token)
                .header("alg", "RS256")
                .subject(token)
                .expiresAt(end)
                .build();
    });

    @Test
    void checksATokenOnceAndTellsTokensApart() {
        assertThat(decoder.decode("one").getSubject()).isEqualTo("one");
        assertThat(decoder.decode("two").getSubject()).isEqualTo("two");
        assertThat(decoder.decode("one").getSubject()).isEqualTo("one");

        assertThat(checked).containsExactly("one", "two");
    }

    @Test
    void remembersNoTokenThatWasRefused() {
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> decoder.decode("bad")).isInstanceOf(BadJwtException.class);
        }
        assertThat(checked).hasSize(2);
    }

    @Test
    void hasATokenCheckedAgainAfterHalfAMinute() {
        decoder.decode("one");
        now = START.plus(VerifiedTokens.LONGEST).minusMillis(1);
        decoder.decode("one");
        assertThat(checked).hasSize(1);

        now = START.plus(VerifiedTokens.LONGEST);
        decoder.decode("one");
        assertThat(checked).hasSize(2);
    }

    @Test
    void remembersNoTokenPastItsExpiry() {
        end = END;
        decoder.decode("one");
        now = END.minusMillis(1);
        decoder.decode("one");
        assertThat(checked).hasSize(1);

        now = END;
        decoder.decode("one");
        decoder.decode("one");
        assertThat(checked).as("left to the decoder, each time").hasSize(3);
    }

    @Test
    void forgetsEverythingWhenKeysAreFetchedAlsoWhatIsBeingCheckedThen() {
        decoder.decode("one");
        verified.forget();
        decoder.decode("one");
        assertThat(checked).hasSize(2);

        JwtDecoder fetching = verified.remembering(token -> {
            verified.forget();
            return decoder.decode("inner");
        });
        fetching.decode("outer");
        checked.clear();
        decoder.decode("outer");
        assertThat(checked).containsExactly("outer");
    }
}
