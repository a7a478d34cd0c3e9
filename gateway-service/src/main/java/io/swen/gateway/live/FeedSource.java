package io.swen.gateway.live;

import io.swen.platform.client.ServiceClients;
import io.swen.platform.client.SwenService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JsonNode;

/** Reads the services' event feeds with the gateway's own token; what a client may see is decided per event. */
@Component
class FeedSource {

    static final String LATEST = "latest";
    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final int LIMIT = 200;

    /** What a feed answered: events with their cursors, and the place after them. */
    record Batch(List<LiveEvent> events, String next) {}

    private record Answer(List<JsonNode> items, String next) {}

    private final ObjectProvider<ServiceClients> clients;

    FeedSource(ObjectProvider<ServiceClients> clients) {
        this.clients = clients;
    }

    /**
     * The next events of a service.
     *
     * @param after the {@code next} of an earlier batch, or {@link #LATEST}
     * @param types full type names to keep; empty for all
     * @param wait how long the service holds the call when there is nothing new
     */
    Batch read(SwenService service, String after, Collection<String> types, Duration wait) {
        RestClient client = clients.getObject().to(service, wait.plus(GRACE));
        Answer answer = client.get()
                .uri(uri -> {
                    uri.path("/api/v1/events")
                            .queryParam("after", "{after}")
                            .queryParam("limit", LIMIT)
                            .queryParam("wait", wait.toString());
                    return types.isEmpty()
                            ? uri.build(after)
                            : uri.queryParam("types", "{types}").build(after, String.join(",", types));
                })
                .retrieve()
                .body(Answer.class);
        if (answer == null) {
            throw new IllegalStateException(service.id() + "-service answered without a body");
        }
        List<LiveEvent> events = new ArrayList<>(answer.items().size());
        for (int i = 0; i < answer.items().size(); i++) {
            boolean last = i == answer.items().size() - 1;
            events.add(LiveEvent.of(answer.items().get(i), last ? answer.next() : after));
        }
        return new Batch(events, answer.next());
    }
}
