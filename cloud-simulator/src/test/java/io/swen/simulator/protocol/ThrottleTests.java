package io.swen.simulator.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ThrottleTests {

    private static final Throttle.Limit LIMIT = new Throttle.Limit(3, 2);

    private final AtomicLong nanos = new AtomicLong();

    @Test
    void admitsTheBurstAndThenTheRate() {
        Throttle throttle = new Throttle(1, nanos::get);
        assertThat(admitted(throttle, 10)).isEqualTo(3);
        nanos.addAndGet(1_000_000_000);
        assertThat(admitted(throttle, 10)).isEqualTo(2);
        nanos.addAndGet(3_600_000_000_000L);
        assertThat(admitted(throttle, 10)).isEqualTo(3);
    }

    @Test
    void keepsBucketsApart() {
        Throttle throttle = new Throttle(1, nanos::get);
        assertThat(admitted(throttle, 10)).isEqualTo(3);
        assertThat(throttle.admits("1", "us-east-1", "Other", LIMIT)).isTrue();
        assertThat(throttle.admits("1", "us-west-2", "Action", LIMIT)).isTrue();
        assertThat(throttle.admits("2", "us-east-1", "Action", LIMIT)).isTrue();
    }

    @Test
    void canBeScaledAndSwitchedOff() {
        assertThat(admitted(new Throttle(2, nanos::get), 10)).isEqualTo(6);
        assertThat(admitted(new Throttle(0, nanos::get), 1_000)).isEqualTo(1_000);
    }

    private static int admitted(Throttle throttle, int calls) {
        int admitted = 0;
        for (int i = 0; i < calls; i++) {
            if (throttle.admits("1", "us-east-1", "Action", LIMIT)) {
                admitted++;
            }
        }
        return admitted;
    }
}
