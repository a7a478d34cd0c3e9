package io.swen.cli.stack;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The Java programs of the platform, with what it takes to run each on a small machine. */
enum Service {
    SIMULATOR("simulator", "cloud-simulator", 10, "512m", 3, false, "/simulator/health"),
    IDENTITY("identity", "identity-service", 4, "320m", 2, true, "/actuator/health/readiness"),
    TELEMETRY("telemetry", "telemetry-service", 1, "768m", 1, true, "/actuator/health/readiness"),
    ROUTING("routing", "routing-service", 2, "1g", 1, true, "/actuator/health/readiness"),
    GITOPS("gitops", "gitops-service", 3, "512m", 1, true, "/actuator/health/readiness"),
    GATEWAY("gateway", "gateway-service", 0, "384m", 0, true, "/actuator/health/readiness");

    private final String label;
    private final String module;
    private final int portOffset;
    private final String heap;
    private final int stopRank;
    private final boolean database;
    private final String readinessPath;

    Service(
            String label,
            String module,
            int portOffset,
            String heap,
            int stopRank,
            boolean database,
            String readinessPath) {
        this.label = label;
        this.module = module;
        this.portOffset = portOffset;
        this.heap = heap;
        this.stopRank = stopRank;
        this.database = database;
        this.readinessPath = readinessPath;
    }

    String label() {
        return label;
    }

    String module() {
        return module;
    }

    int portOffset() {
        return portOffset;
    }

    /** The most memory its heap may take, as the JVM's {@code -Xmx} spells it. */
    String heap() {
        return heap;
    }

    /** Lower ranks stop first: the gateway before those it calls, what stores before nobody. */
    int stopRank() {
        return stopRank;
    }

    boolean hasDatabase() {
        return database;
    }

    /** Its database and role. */
    String databaseName() {
        return "swen_" + label;
    }

    /** How it names itself to the token issuer. */
    String clientId() {
        return "swen-" + label;
    }

    String readinessPath() {
        return readinessPath;
    }

    URI readiness(PortPlan ports) {
        return URI.create("http://127.0.0.1:" + ports.of(this) + readinessPath);
    }

    static List<Service> withDatabase() {
        return Arrays.stream(values()).filter(Service::hasDatabase).toList();
    }

    static List<String> modules() {
        return Arrays.stream(values()).map(Service::module).toList();
    }

    static Optional<Service> named(String name) {
        return Arrays.stream(values())
                .filter(service -> service.label.equals(name) || service.module.equals(name))
                .findFirst();
    }
}
