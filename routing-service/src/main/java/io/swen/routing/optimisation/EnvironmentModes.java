package io.swen.routing.optimisation;

import io.swen.platform.client.SwenService;
import io.swen.platform.event.CloudEvent;
import io.swen.platform.event.EventConsumer;
import io.swen.routing.metric.MalformedEvents;
import io.swen.routing.optimisation.OptimisationProperties.Mode;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** How far optimisation may go in each environment: as people set it at gitops-service, else as it is configured here. */
@Component
class EnvironmentModes implements EventConsumer {

    private static final String CHANGED = "io.swen.AutomationChanged";
    private static final String MODE = "mode";

    /** What is told of all controls; only the mode of one environment is of interest here. */
    private record Told(
            String control,
            String action,
            @Nullable String environment,
            @Nullable Mode value,
            String reason) {}

    private final OptimisationProperties properties;
    private final JdbcTemplate jdbc;
    private final JsonMapper json;
    private final MalformedEvents malformed;

    EnvironmentModes(OptimisationProperties properties, JdbcTemplate jdbc, JsonMapper json, MalformedEvents malformed) {
        this.properties = properties;
        this.jdbc = jdbc;
        this.json = json;
        this.malformed = malformed;
    }

    Mode of(String environment) {
        return jdbc
                .query(
                        "select mode from environment_mode where environment = ?",
                        (row, index) -> Mode.valueOf(row.getString(1)),
                        environment)
                .stream()
                .findFirst()
                .orElseGet(() -> properties.mode(environment));
    }

    @Override
    public String name() {
        return "routing-modes";
    }

    @Override
    public SwenService source() {
        return SwenService.GITOPS;
    }

    @Override
    public Set<String> types() {
        return Set.of(CHANGED);
    }

    /** What is set of one environment is set in that order. */
    @Override
    public Set<String> keys(CloudEvent event) {
        String environment = event.environment();
        return Set.of(environment == null ? event.subject() : environment);
    }

    @Override
    public void handle(CloudEvent event) {
        Told told;
        try {
            told = json.treeToValue(event.data(), Told.class);
        } catch (JacksonException e) {
            malformed.skip(event, e);
            return;
        }
        if (MODE.equals(told.control()) && told.environment() != null && told.value() != null) {
            jdbc.update(
                    "insert into environment_mode (environment, mode) values (?, ?)"
                            + " on conflict (environment) do update set mode = excluded.mode",
                    told.environment(),
                    told.value().name());
        }
    }
}
