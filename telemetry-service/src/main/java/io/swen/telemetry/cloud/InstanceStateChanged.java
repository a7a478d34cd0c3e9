package io.swen.telemetry.cloud;

import io.swen.catalog.Provider;
import java.time.Instant;

/**
 * An application event: a provider told by itself, before it was asked, that an instance changed its state.
 *
 * @param region provider-qualified
 * @param at when, by the provider's clock
 */
public record InstanceStateChanged(
        Provider provider, String region, String instanceId, CloudTelemetrySource.State state, Instant at) {}
