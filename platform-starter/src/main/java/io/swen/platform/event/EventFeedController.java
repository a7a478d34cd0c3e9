package io.swen.platform.event;

import io.swen.platform.page.Cursors;
import io.swen.platform.problem.ProblemException;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Serves the event log of a service to the other services. */
@RestController
class EventFeedController {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private final EventFeed feed;

    EventFeedController(EventFeed feed) {
        this.feed = feed;
    }

    @GetMapping("/api/v1/events")
    EventFeed.Batch events(
            @RequestParam(name = "after", required = false) @Nullable String after,
            @RequestParam(name = "types", required = false) @Nullable Set<String> types,
            @RequestParam(name = "limit", required = false) @Nullable Integer limit,
            @RequestParam(name = "wait", required = false) @Nullable Duration wait)
            throws InterruptedException {
        Duration patience = wait == null ? Duration.ZERO : wait;
        if (patience.isNegative() || patience.compareTo(LONGEST_WAIT) > 0) {
            throw ProblemException.invalidField("wait", patience, "PT0S to " + LONGEST_WAIT);
        }
        return feed.read(after, types == null ? Set.of() : types, Cursors.limit(limit), patience);
    }
}
