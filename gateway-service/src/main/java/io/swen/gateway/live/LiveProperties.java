package io.swen.gateway.live;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Bounds of the live events.
 *
 * @param recent how many events of each service are kept for clients that come back
 * @param queue how many frames may wait for one client before it is cut off as too slow
 * @param connectionsByActor how many connections one person or program may have
 * @param connections how many there may be in all
 * @param replayLimit how many stored events a returning client may have missed at most
 * @param ping how often clients are pinged and their sessions looked at
 * @param origins origins beside the public one that pages may connect from by cookie (a development server)
 */
@ConfigurationProperties("swen.gateway.live")
record LiveProperties(
        @DefaultValue("1000") int recent,
        @DefaultValue("1000") int queue,
        @DefaultValue("20") int connectionsByActor,
        @DefaultValue("2000") int connections,
        @DefaultValue("10000") int replayLimit,
        @DefaultValue("20s") Duration ping,
        @DefaultValue List<String> origins) {

    LiveProperties {
        if (recent < 1
                || queue < 1
                || connectionsByActor < 1
                || connections < 1
                || replayLimit < 1
                || !ping.isPositive()) {
            throw new IllegalArgumentException("swen.gateway.live: every bound must be positive");
        }
        origins = List.copyOf(origins);
    }
}
