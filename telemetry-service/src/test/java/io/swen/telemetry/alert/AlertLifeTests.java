package io.swen.telemetry.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.swen.telemetry.alert.AlertLife.Sign;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;

class AlertLifeTests {

    private static final Instant START = Instant.parse("2026-11-28T10:00:00Z");
    private static final Duration STEP = Duration.ofMinutes(1);

    @Property(tries = 500)
    void isFiringExactlyAfterItsCauseLastedLongEnoughAndUntilItIsGoneLongEnough(
            @ForAll @Size(min = 1, max = 60) List<Sign> signs,
            @ForAll @IntRange(max = 6) int hold,
            @ForAll @IntRange(max = 6) int keep,
            @ForAll @IntRange(min = 1, max = 12) int blind) {
        AlertLife life = new AlertLife(STEP.multipliedBy(hold), STEP.multipliedBy(keep), STEP.multipliedBy(blind));
        AlertState state = null;
        Instant since = START;
        Instant lastSeen = START;
        Instant now = START;
        for (Sign sign : signs) {
            now = now.plus(STEP);
            AlertState before = state;
            if (state == null || state == AlertState.RESOLVED) {
                if (sign != Sign.ACTIVE) {
                    continue;
                }
                since = now;
                state = life.begin(since, now);
                assertThat(AlertState.allows(null, state)).isTrue();
            } else {
                AlertState next = life.next(state, sign, since, lastSeen, now);
                if (next != null) {
                    assertThat(AlertState.allows(state, next)).isTrue();
                    state = next;
                }
            }
            if (sign == Sign.ACTIVE) {
                lastSeen = now;
            }
            assertConsistent(before, state, sign, life, since, lastSeen, now);
        }
    }

    private static void assertConsistent(
            @Nullable AlertState before,
            AlertState state,
            Sign sign,
            AlertLife life,
            Instant since,
            Instant lastSeen,
            Instant now) {
        switch (state) {
            case PENDING -> {
                assertThat(sign).isNotEqualTo(Sign.ABSENT);
                assertThat(sign != Sign.ACTIVE || now.isBefore(since.plus(life.hold())))
                        .isTrue();
            }
            case FIRING -> {
                if (before != AlertState.FIRING) {
                    assertThat(sign).isEqualTo(Sign.ACTIVE);
                    assertThat(now).isAfterOrEqualTo(since.plus(life.hold()));
                }
                if (sign == Sign.ABSENT) {
                    assertThat(now).isBefore(lastSeen.plus(life.keep()));
                }
                if (sign == Sign.UNKNOWN) {
                    assertThat(now).isBefore(lastSeen.plus(life.blind()));
                }
            }
            case RESOLVED -> {
                if (before != AlertState.RESOLVED) {
                    assertThat(sign).isNotEqualTo(Sign.ACTIVE);
                }
            }
        }
    }

    @Example
    void firesAtOnceWhereItsCauseIsKnownToHaveLasted() {
        AlertLife life = new AlertLife(Duration.ofMinutes(5), Duration.ZERO, Duration.ofHours(1));

        assertThat(life.begin(START, START.plus(Duration.ofMinutes(5)))).isEqualTo(AlertState.FIRING);
        assertThat(life.begin(START, START.plus(Duration.ofMinutes(4)))).isEqualTo(AlertState.PENDING);
    }

    @Example
    void takesNoDataForNoGoodNews() {
        AlertLife life = new AlertLife(Duration.ZERO, Duration.ZERO, Duration.ofHours(1));

        assertThat(life.next(AlertState.FIRING, Sign.UNKNOWN, START, START, START.plus(Duration.ofMinutes(59))))
                .isNull();
        assertThat(life.next(AlertState.FIRING, Sign.UNKNOWN, START, START, START.plus(Duration.ofHours(1))))
                .isEqualTo(AlertState.RESOLVED);
        assertThat(life.next(AlertState.FIRING, Sign.ABSENT, START, START, START.plus(STEP)))
                .isEqualTo(AlertState.RESOLVED);
    }
}
