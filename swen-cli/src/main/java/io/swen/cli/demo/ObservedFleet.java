package io.swen.cli.demo;

import io.swen.cli.client.Gateway;
import io.swen.cli.console.CliException;
import io.swen.cli.console.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What telemetry-service saw in the clouds last: of a platform elsewhere nobody else can be asked. */
final class ObservedFleet implements Fleet {
    private final Gateway gateway;

    ObservedFleet(Gateway gateway) {
        this.gateway = gateway;
    }

    @Override
    public Optional<Census> count(Collection<String> workloads) throws InterruptedException {
        List<JsonNode> instances = new ArrayList<>();
        try {
            for (String workload : workloads) {
                gateway.get("/api/v1/instances?limit=200&workload=" + workload)
                        .path("items")
                        .forEach(instances::add);
            }
        } catch (CliException away) {
            return Optional.empty();
        }
        return Optional.of(Census.of(instances, instance -> Json.text(instance, "workload", "")));
    }
}
