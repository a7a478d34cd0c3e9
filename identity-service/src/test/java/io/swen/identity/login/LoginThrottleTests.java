package io.swen.identity.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.swen.identity.login.LoginThrottle.Kind;
import io.swen.identity.login.LoginThrottle.Origin;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LoginThrottleTests {

    private final AtomicLong nanos = new AtomicLong();
    private final LoginThrottle throttle = new LoginThrottle(
            new LoginProperties(true, 3, 5, 10, 2, 4, Duration.ofMinutes(5), Duration.ofHours(12), Duration.ofDays(90)),
            nanos::get);

    @Test
    void locksANameFromOneAddressAndNoOther() {
        fail(3, from("ada", "10.0.0.1"));

        assertThat(isLocked(from("Ada", "10.0.0.1"))).isTrue();
        assertThat(isLocked(from("ada", "10.0.0.2"))).isFalse();
        assertThat(isLocked(from("bob", "10.0.0.1"))).isFalse();
    }

    @Test
    void locksAnAddressThatTriesManyNames() {
        for (int i = 0; i < 5; i++) {
            fail(1, from("name" + i, "10.0.0.1"));
        }

        assertThat(isLocked(from("somebody", "10.0.0.1"))).isTrue();
    }

    @Test
    void slowsGuessingFromManyAddressesButNotItsTarget() {
        for (int i = 0; i < 10; i++) {
            fail(1, from("ada", "10.0.1." + i));
        }

        assertThat(isLocked(from("ada", "10.0.2.1"))).isTrue();
        assertThat(isLocked(new Origin("ada", "10.0.0.1", true, null))).isFalse();
        assertThat(isLocked(new Origin("ada", "10.0.2.1", false, "her browser")))
                .isFalse();
        assertThat(isLocked(from("bob", "10.0.2.1"))).isFalse();
    }

    @Test
    void letsAKnownBrowserInFromAnAddressThatSomebodyElseLocked() {
        fail(3, from("ada", "10.0.0.1"));
        for (int i = 0; i < 5; i++) {
            fail(1, from("name" + i, "10.0.0.1"));
        }

        assertThat(isLocked(new Origin("ada", "10.0.0.1", true, null))).isTrue();
        assertThat(isLocked(new Origin("ada", "10.0.0.1", true, "her browser"))).isFalse();
    }

    @Test
    void locksAKnownBrowserThatGuessesItself() {
        Origin stolen = new Origin("ada", "10.0.0.1", false, "her browser");

        fail(3, stolen);

        assertThat(isLocked(stolen)).isTrue();
        assertThat(isLocked(new Origin("ada", "10.0.0.9", false, "her other browser")))
                .isFalse();
    }

    @Test
    void countsCodesByThemselvesAndMoreStrictly() {
        Origin origin = from("ada", "10.0.0.1");
        throttle.failed(Kind.CODE, origin);
        throttle.failed(Kind.CODE, origin);

        assertThat(throttle.isLocked(Kind.CODE, origin)).isTrue();
        assertThat(isLocked(origin)).isFalse();
    }

    @Test
    void opensAgainAfterTheLock() {
        fail(3, from("ada", "10.0.0.1"));

        nanos.addAndGet(Duration.ofMinutes(5).toNanos());

        assertThat(isLocked(from("ada", "10.0.0.1"))).isFalse();
    }

    @Test
    void forgetsFailuresAfterASuccess() {
        fail(2, from("ada", "10.0.0.1"));

        throttle.succeeded(Kind.PASSWORD, from("ada", "10.0.0.1"));
        fail(1, from("ada", "10.0.0.1"));

        assertThat(isLocked(from("ada", "10.0.0.1"))).isFalse();
    }

    private static Origin from(String name, String address) {
        return new Origin(name, address, false, null);
    }

    private boolean isLocked(Origin origin) {
        return throttle.isLocked(Kind.PASSWORD, origin);
    }

    private void fail(int times, Origin origin) {
        for (int i = 0; i < times; i++) {
            throttle.failed(Kind.PASSWORD, origin);
        }
    }
}
