package io.swen.gateway.limit;

import io.github.bucket4j.Bucket;
import org.springframework.stereotype.Service;

/** What one WebSocket connection may send. */
@Service
public class FrameLimits {

    private final Quota quota;

    FrameLimits(LimitProperties properties) {
        this.quota = properties.frames();
    }

    /** A new connection's own; a unit a frame. */
    public Bucket forConnection() {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(quota.units()).refillGreedy(quota.units(), quota.window()))
                .build();
    }
}
