package io.swen.simulator.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulatedClockTests {

    private static final Instant START = Instant.parse("2026-11-23T12:00:00Z");

    @TempDir
    Path directory;

    private final WallClock wall = new WallClock();

    @Test
    void runsAtItsSpeed() {
        SimulatedClock clock = clock(60);
        wall.now = START.plusSeconds(10);
        assertThat(clock.instant()).isEqualTo(START.plusSeconds(600));
        clock.speed(1);
        wall.now = START.plusSeconds(15);
        assertThat(clock.instant()).isEqualTo(START.plusSeconds(605));
    }

    @Test
    void jumpsAheadButNotBack() {
        SimulatedClock clock = clock(1);
        clock.advance(Duration.ofHours(5));
        assertThat(clock.instant()).isEqualTo(START.plus(Duration.ofHours(5)));
        assertThatThrownBy(() -> clock.advance(Duration.ofHours(-1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> clock.speed(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> clock.speed(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void neverGoesBackOverACrash() {
        SimulatedClock clock = clock(1_000);
        Instant seen = START;
        for (int second = 0; second < 20; second++) {
            wall.now = START.plusSeconds(second);
            seen = clock.instant();
        }
        // Nothing is closed: what another run reads is what a crash left behind.
        assertThat(clock(1).instant()).isAfterOrEqualTo(seen);
    }

    @Test
    void goesOnAtWallTimeAfterALongPause() {
        clock(1);
        wall.now = START.plus(Duration.ofDays(3));
        assertThat(clock(1).instant()).isEqualTo(wall.now);
    }

    @Test
    void standsStillWhileTheWallClockIsSetBack() {
        SimulatedClock clock = clock(1);
        wall.now = START.plusSeconds(100);
        clock.speed(2);
        Instant seen = clock.instant();
        wall.now = START.plusSeconds(50);
        assertThat(clock.instant()).isEqualTo(seen);
    }

    private SimulatedClock clock(double speed) {
        return new SimulatedClock(wall, directory.resolve("clock"), speed);
    }

    private static final class WallClock extends Clock {
        private Instant now = START;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
