package io.swen.identity.session;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long sessions are remembered and how their end is told.
 *
 * @param kept how long one that is over stays stored
 * @param backChannel where programs take logout tokens, by client id
 * @param noticeTimeout how long a program may take to answer one
 * @param noticeTries how often it is sent at most; the pauses double from one second to a minute
 */
@ConfigurationProperties("swen.identity.sessions")
record SessionProperties(
        @DefaultValue("30d") Duration kept,
        @DefaultValue Map<String, URI> backChannel,
        @DefaultValue("3s") Duration noticeTimeout,
        @DefaultValue("12") int noticeTries) {

    SessionProperties {
        if (kept.isNegative() || !noticeTimeout.isPositive() || noticeTries < 1) {
            throw new IllegalArgumentException("swen.identity.sessions: kept must not be negative, notice-timeout"
                    + " positive, notice-tries at least 1");
        }
        backChannel = Map.copyOf(backChannel);
    }
}
