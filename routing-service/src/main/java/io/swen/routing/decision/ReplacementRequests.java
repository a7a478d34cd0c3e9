package io.swen.routing.decision;

import io.swen.platform.client.SwenService;
import io.swen.platform.event.CloudEvent;
import io.swen.platform.event.EventConsumer;
import io.swen.routing.metric.MalformedEvents;
import java.time.Clock;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Hears from gitops-service what is to be replaced, and which regions are not to be used for now. */
@Component
class ReplacementRequests implements EventConsumer {

    private static final Logger LOG = LoggerFactory.getLogger(ReplacementRequests.class);
    private static final String WANTED = "io.swen.ReplacementWanted";
    private static final String CORDON = "io.swen.RegionCordonChanged";

    private record Cordon(String environment, String region, boolean cordoned, String why) {}

    private final ReplacementOrders orders;
    private final CordonedRegions cordons;
    private final JsonMapper json;
    private final MalformedEvents malformed;
    private final Clock clock;

    ReplacementRequests(
            ReplacementOrders orders,
            CordonedRegions cordons,
            JsonMapper json,
            MalformedEvents malformed,
            Clock clock) {
        this.orders = orders;
        this.cordons = cordons;
        this.json = json;
        this.malformed = malformed;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "routing-replacements";
    }

    @Override
    public SwenService source() {
        return SwenService.GITOPS;
    }

    @Override
    public Set<String> types() {
        return Set.of(WANTED, CORDON);
    }

    /** A region of an environment is closed and opened again in that order; each request is of its own. */
    @Override
    public Set<String> keys(CloudEvent event) {
        return Set.of(event.type().equals(CORDON) ? event.environment() + "/" + event.subject() : event.subject());
    }

    @Override
    public void handle(CloudEvent event) {
        try {
            switch (event.type()) {
                case WANTED -> orders.add(json.treeToValue(event.data(), ReplacementOrder.class));
                case CORDON -> cordon(json.treeToValue(event.data(), Cordon.class));
                default -> LOG.debug("{} is not followed", event.type());
            }
        } catch (JacksonException e) {
            malformed.skip(event, e);
        }
    }

    private void cordon(Cordon told) {
        if (told.cordoned()) {
            cordons.cordon(told.environment(), told.region(), told.why(), clock.instant());
        } else {
            cordons.open(told.environment(), told.region());
        }
    }
}
