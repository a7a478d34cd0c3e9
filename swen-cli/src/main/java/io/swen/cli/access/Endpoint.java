package io.swen.cli.access;

import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A call as a service's checked-in API document tells of it.
 *
 * @param service the service that answers it
 * @param path with its parameters in braces
 * @param takesBody whether it reads a JSON body
 * @param permission who may make it; null where everyone may
 */
record Endpoint(
        String service,
        String method,
        String path,
        boolean takesBody,
        @Nullable Permission permission) {

    /**
     * Who may make a call.
     *
     * @param roles of people and keys
     * @param services client ids; {@code *} is every service
     */
    record Permission(String name, Set<String> roles, Set<String> services, boolean stepUp) {

        boolean isGrantedTo(Caller caller) {
            return switch (caller) {
                case Caller.Service service -> services.contains("*") || services.contains(service.clientId());
                case Caller.Key key -> !stepUp && key.roles().stream().anyMatch(roles::contains);
                case Caller.Person person -> roles.contains(person.role());
            };
        }
    }

    boolean hasParameters() {
        return path.contains("{");
    }

    boolean isSafe() {
        return method.equals("GET");
    }

    @Override
    public String toString() {
        return method + " " + path;
    }

    /** Every call of every document in the folder. */
    static List<Endpoint> in(Path documents) throws IOException {
        List<Endpoint> endpoints = new ArrayList<>();
        try (Stream<Path> files = Files.list(documents)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".json"))
                    .sorted()
                    .toList()) {
                String service = file.getFileName().toString().replace(".json", "");
                Json.parse(Files.readString(file))
                        .path("paths")
                        .forEachEntry((path, operations) ->
                                operations.forEachEntry((method, operation) -> endpoints.add(new Endpoint(
                                        service,
                                        method.toUpperCase(Locale.ROOT),
                                        path,
                                        operation.has("requestBody"),
                                        permission(operation.path("x-permission"))))));
            }
        }
        if (endpoints.isEmpty()) {
            throw new CliException(ExitCode.FAILED, "There are no API documents in " + documents);
        }
        return endpoints;
    }

    private static @Nullable Permission permission(JsonNode described) {
        return described.isMissingNode()
                ? null
                : new Permission(
                        Json.text(described, "name", ""),
                        texts(described.path("roles")),
                        texts(described.path("services")),
                        described.path("step_up").asBoolean());
    }

    private static Set<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asString)
                .collect(Collectors.toUnmodifiableSet());
    }
}
