package io.swen.gitops.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.swen.gitops.control.FreezeWindow.Schedule;
import io.swen.gitops.control.FreezeWindow.Span;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FreezeWindowTests {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @Test
    void holdsFromItsBeginningUntilJustBeforeItsEnd() {
        FreezeWindow window = window(new Schedule.Once(at("2026-12-24T17:00:00Z"), at("2026-12-27T05:00:00Z")));

        assertThat(window.at(at("2026-12-24T16:59:59Z"))).isEmpty();
        assertThat(window.at(at("2026-12-24T17:00:00Z"))).isPresent();
        assertThat(window.at(at("2026-12-27T04:59:59Z"))).isPresent();
        assertThat(window.at(at("2026-12-27T05:00:00Z"))).isEmpty();
        assertThat(window.after(at("2026-12-01T00:00:00Z"))).map(Span::from).contains(at("2026-12-24T17:00:00Z"));
        assertThat(window.after(at("2026-12-24T17:00:00Z"))).isEmpty();
    }

    @Test
    void holdsEachWeekendInItsZone() {
        FreezeWindow window = window(new Schedule.Recurring("0 18 * * FRI", Duration.ofHours(60)));

        // 18:00 in Berlin is 17:00 UTC in winter and 16:00 in summer.
        assertThat(window.at(at("2026-11-27T16:59:59Z"))).isEmpty();
        assertThat(window.at(at("2026-11-27T17:00:00Z")))
                .contains(new Span(at("2026-11-27T17:00:00Z"), at("2026-11-30T05:00:00Z")));
        assertThat(window.at(at("2026-11-30T05:00:00Z"))).isEmpty();
        assertThat(window.at(at("2026-07-03T16:00:00Z"))).isPresent();
        assertThat(window.after(at("2026-11-28T00:00:00Z"))).map(Span::from).contains(at("2026-12-04T17:00:00Z"));
    }

    @Test
    void putsStretchesTogetherThatFollowOneAnother() {
        FreezeWindow window = window(new Schedule.Recurring("0 20 * * *", Duration.ofHours(30)));

        Span span = window.at(at("2026-11-28T12:00:00Z")).orElseThrow();

        assertThat(Duration.between(span.from(), span.until())).isGreaterThan(Duration.ofDays(300));
    }

    /** Whatever the beginning and the length, the window holds exactly for its length. */
    @Property(tries = 200)
    void holdsExactlyAsLongAsItLasts(
            @ForAll @IntRange(max = 59) int minute,
            @ForAll @IntRange(max = 23) int hour,
            @ForAll @IntRange(min = 1, max = 1400) int minutes) {
        FreezeWindow window = new FreezeWindow(
                UUID.randomUUID(),
                List.of(),
                "test",
                ZoneId.of("UTC"),
                new Schedule.Recurring(minute + " " + hour + " * * *", Duration.ofMinutes(minutes)),
                new Person(UUID.randomUUID(), "root"),
                Instant.EPOCH,
                1);
        Instant begins = at("2026-11-28T00:00:00Z").plus(Duration.ofHours(hour)).plus(Duration.ofMinutes(minute));

        assertThat(window.at(begins.minusMillis(1)).filter(span -> !span.until().equals(begins)))
                .isEmpty();
        assertThat(window.at(begins)).contains(new Span(begins, begins.plus(Duration.ofMinutes(minutes))));
        assertThat(window.at(begins.plus(Duration.ofMinutes(minutes)).minusMillis(1)))
                .isPresent();
        assertThat(window.at(begins.plus(Duration.ofMinutes(minutes)))).isEmpty();
    }

    private static FreezeWindow window(Schedule schedule) {
        return new FreezeWindow(
                UUID.randomUUID(),
                List.of("prod"),
                "no changes",
                BERLIN,
                schedule,
                new Person(UUID.randomUUID(), "root"),
                Instant.EPOCH,
                1);
    }

    private static Instant at(String text) {
        return Instant.parse(text);
    }
}
