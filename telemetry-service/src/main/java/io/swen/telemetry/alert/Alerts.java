package io.swen.telemetry.alert;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** What other features may ask of alerts. */
@Component
public class Alerts {

    private final AlertStore store;
    private final Silences silences;
    private final JdbcTemplate jdbc;

    Alerts(AlertStore store, Silences silences, JdbcTemplate jdbc) {
        this.store = store;
        this.silences = silences;
        this.jdbc = jdbc;
    }

    /** Waits for its turn to change alerts and incidents, until the end of the transaction. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void takeTurn() {
        AlertBook.takeTurn(jdbc);
    }

    /** Lets alerts join an incident. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void join(Collection<UUID> alerts, UUID incident) {
        store.join(alerts, incident);
    }

    /** The alerts of an incident, those that fired first before the others. */
    public List<Alert> ofIncident(UUID incident, int limit) {
        return store.ofIncident(incident, limit);
    }

    public Optional<Alert> find(UUID id) {
        return store.find(id);
    }

    /** Whether every one of some alerts is silenced at the moment. */
    public boolean areAllSilenced(List<Alert> alerts) {
        List<Silence> active = silences.active();
        return !active.isEmpty()
                && alerts.stream()
                        .allMatch(alert -> Silences.covering(alert, active).isPresent());
    }
}
