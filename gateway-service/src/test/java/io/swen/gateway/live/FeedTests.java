package io.swen.gateway.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeedTests {

    private final Feed feed = new Feed(4);

    @Test
    void givesWhatCameAfterABatch() {
        feed.append(batch("0", "1", "a"));
        feed.append(batch("1", "3", "b", "c"));

        assertThat(feed.after("1")).extracting(LiveEvent::id).containsExactly("b", "c");
        assertThat(feed.after("3")).isEmpty();
    }

    @Test
    void repeatsABatchForAClientThatWasInTheMiddleOfIt() {
        feed.append(batch("0", "1", "a"));
        FeedSource.Batch second = batch("1", "4", "b", "c", "d");
        feed.append(second);
        String inTheMiddle = second.events().get(1).cursor();

        assertThat(feed.after(inTheMiddle)).extracting(LiveEvent::id).containsExactly("b", "c", "d");
    }

    @Test
    void doesNotKnowAPlaceWhoseEventsAreGone() {
        feed.append(batch("0", "1", "a"));
        feed.append(batch("1", "5", "b", "c", "d", "e"));

        assertThat(feed.after("1")).isNull();
        assertThat(feed.after("never")).isNull();
        assertThat(feed.from(0)).isNull();
        assertThat(feed.from(1)).extracting(LiveEvent::id).containsExactly("b", "c", "d", "e");
        assertThat(feed.from(5)).isEmpty();
    }

    @Test
    void tellsOfAnOutageOnceAndOfItsEndOnce() {
        Instant at = Instant.parse("2026-11-23T10:00:00Z");

        assertThat(feed.lost(at)).isTrue();
        assertThat(feed.lost(at.plusSeconds(5))).isFalse();
        assertThat(feed.outageSince()).isEqualTo(at);
        assertThat(feed.recovered()).isTrue();
        assertThat(feed.recovered()).isFalse();
    }

    private static FeedSource.Batch batch(String before, String next, String... ids) {
        List<LiveEvent> events = new ArrayList<>();
        for (int i = 0; i < ids.length; i++) {
            events.add(new LiveEvent(ids[i], "io.swen.X", null, null, i == ids.length - 1 ? next : before, "{}"));
        }
        return new FeedSource.Batch(events, next);
    }
}
