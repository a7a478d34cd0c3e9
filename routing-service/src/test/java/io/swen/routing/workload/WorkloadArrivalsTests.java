package io.swen.routing.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class WorkloadArrivalsTests {

    private final AtomicLong nanos = new AtomicLong();
    private final WorkloadArrivals arrivals = new WorkloadArrivals(250, nanos::get);

    private void stored(int perSecond, Duration time) {
        int batches = (int) (time.toMillis() / 20);
        for (int i = 0; i < batches; i++) {
            nanos.addAndGet(Duration.ofMillis(20).toNanos());
            arrivals.raise(perSecond / 50);
        }
    }

    @Test
    void more_than_can_be_decided_for_some_seconds_are_a_crowd() {
        stored(500, Duration.ofSeconds(1));
        assertThat(arrivals.areCrowded()).isFalse();
        stored(500, Duration.ofSeconds(3));
        assertThat(arrivals.areCrowded()).isTrue();
    }

    @Test
    void what_can_be_decided_as_it_comes_is_none_however_long_it_goes_on() {
        stored(200, Duration.ofMinutes(5));
        assertThat(arrivals.areCrowded()).isFalse();
    }

    @Test
    void the_largest_batch_by_itself_is_none() {
        arrivals.raise(500);
        assertThat(arrivals.areCrowded()).isFalse();
    }

    @Test
    void a_crowd_is_over_soon_after_the_last_came() {
        stored(1_000, Duration.ofSeconds(20));
        nanos.addAndGet(Duration.ofSeconds(3).toNanos());
        assertThat(arrivals.areCrowded()).isFalse();
    }

    @Test
    @Timeout(5)
    void who_gives_way_goes_on_at_once_where_there_is_no_crowd_and_after_its_pause_where_there_is() throws Exception {
        arrivals.giveWay(Duration.ofHours(1).toNanos(), 0.1);

        WorkloadArrivals busy = new WorkloadArrivals(250, System::nanoTime);
        busy.raise(5_000);
        long began = System.nanoTime();
        busy.giveWay(Duration.ofMillis(10).toNanos(), 0.1);
        assertThat(System.nanoTime() - began)
                .isGreaterThanOrEqualTo(Duration.ofMillis(90).toNanos());
    }

    @Test
    void everything_stored_wakes_the_listeners() {
        AtomicInteger woken = new AtomicInteger();
        arrivals.onArrival(woken::incrementAndGet);
        arrivals.raise(3);
        arrivals.raise();
        assertThat(woken).hasValue(2);
    }
}
