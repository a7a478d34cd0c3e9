package io.swen.telemetry.cloud;

import io.swen.catalog.Provider;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How a provider is doing, kept over restarts. */
@Entity
@Table(name = "provider_state")
class ProviderState {

    @Id
    @Enumerated(EnumType.STRING)
    private Provider provider = Provider.AWS;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false)
    private ProviderHealth.State state = ProviderHealth.State.STALE;

    private @Nullable String reason;

    @Column(nullable = false)
    private Instant since = Instant.EPOCH;

    @Version
    private long version;

    /** For Hibernate. */
    protected ProviderState() {}

    /** A provider that has not been heard of yet. */
    static ProviderState unheard(Provider provider, Instant at) {
        ProviderState fresh = new ProviderState();
        fresh.provider = provider;
        fresh.reason = "no answer yet";
        fresh.since = at;
        return fresh;
    }

    /** Notes how it is doing now; returns whether the state changed, which a new reason alone does not. */
    boolean become(ProviderHealth.State next, @Nullable String why, Instant at) {
        boolean changed = next != state;
        if (changed) {
            since = at;
        }
        state = next;
        reason = why;
        return changed;
    }

    ProviderHealth health(boolean simulated) {
        return new ProviderHealth(provider, state, reason, since, simulated);
    }
}
