package io.swen.routing.candidate;

import io.swen.platform.client.SwenService;
import io.swen.platform.event.CloudEvent;
import io.swen.platform.event.EventConsumer;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Hears of new price epochs, so that the index need not wait for its next poll. */
@Component
class PriceEpochs implements EventConsumer {

    private final OfferIndexRefresher refresher;

    PriceEpochs(OfferIndexRefresher refresher) {
        this.refresher = refresher;
    }

    @Override
    public String name() {
        return "routing-price-epochs";
    }

    @Override
    public SwenService source() {
        return SwenService.TELEMETRY;
    }

    @Override
    public Set<String> types() {
        return Set.of("io.swen.PriceEpochPublished");
    }

    @Override
    public void handle(CloudEvent event) {
        refresher.wake();
    }
}
