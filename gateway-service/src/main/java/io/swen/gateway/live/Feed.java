package io.swen.gateway.live;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the gateway knows of one service's events: the most recent ones, the place it has come to, and whether it is reached. */
final class Feed {

    /** {@code end} is the place after the event, known only for the last one of a batch. */
    private record Kept(
            long number, LiveEvent event, @Nullable String end) {}

    private final int capacity;
    private final Deque<Kept> recent = new ArrayDeque<>();
    private long next;
    private @Nullable String position;
    private @Nullable Instant outageSince;

    Feed(int capacity) {
        this.capacity = capacity;
    }

    /** The place after everything seen, or null while the service was never reached. */
    @Nullable
    String position() {
        return position;
    }

    /** The number that the next event will have; events are numbered in the order they came. */
    long next() {
        return next;
    }

    @Nullable
    Instant outageSince() {
        return outageSince;
    }

    void append(FeedSource.Batch batch) {
        for (LiveEvent event : batch.events()) {
            if (recent.size() == capacity) {
                recent.removeFirst();
            }
            boolean last = event == batch.events().getLast();
            recent.addLast(new Kept(next++, event, last ? batch.next() : null));
        }
        position = batch.next();
    }

    /** Remembers that the service is not reached; true when that is news. */
    boolean lost(Instant at) {
        if (outageSince != null) {
            return false;
        }
        outageSince = at;
        return true;
    }

    /** Remembers that the service is reached; true when that is news. */
    boolean recovered() {
        boolean news = outageSince != null;
        outageSince = null;
        return news;
    }

    /** The events after a cursor, or null where that place is not among the recent ones. */
    @Nullable
    List<LiveEvent> after(String cursor) {
        if (cursor.equals(position)) {
            return List.of();
        }
        List<LiveEvent> events = new ArrayList<>();
        boolean found = false;
        for (Kept kept : recent) {
            if (found) {
                events.add(kept.event());
            } else {
                found = cursor.equals(kept.end());
            }
        }
        return found ? events : null;
    }

    /** The events from a number on, or null where some of them are gone. */
    @Nullable
    List<LiveEvent> from(long number) {
        if (number < next && (recent.isEmpty() || recent.getFirst().number() > number)) {
            return null;
        }
        return recent.stream()
                .filter(kept -> kept.number() >= number)
                .map(Kept::event)
                .toList();
    }
}
