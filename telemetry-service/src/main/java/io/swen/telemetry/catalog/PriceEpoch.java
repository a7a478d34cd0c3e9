package io.swen.telemetry.catalog;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.springframework.data.domain.Persistable;

/** A state of all prices, numbered; what changed in it stands in {@code price_change}. Never edited. */
@Entity
@Table(name = "price_epoch")
class PriceEpoch implements Persistable<Long> {

    @Id
    @Column(name = "epoch")
    private long number;

    @Column(nullable = false)
    private Instant publishedAt = Instant.EPOCH;

    @Column(nullable = false)
    private int changedOffers;

    @Column(nullable = false)
    private String providers = "";

    @Transient
    private boolean fresh;

    /** For Hibernate. */
    protected PriceEpoch() {}

    PriceEpoch(long number, Instant publishedAt, int changedOffers, Collection<String> providers) {
        this.number = number;
        this.publishedAt = publishedAt;
        this.changedOffers = changedOffers;
        this.providers = String.join(",", providers);
        this.fresh = true;
    }

    long number() {
        return number;
    }

    Instant publishedAt() {
        return publishedAt;
    }

    int changedOffers() {
        return changedOffers;
    }

    List<String> providers() {
        return List.of(providers.split(","));
    }

    @Override
    public Long getId() {
        return number;
    }

    @Override
    public boolean isNew() {
        return fresh;
    }
}
