package io.swen.cli.observability;

import io.swen.cli.client.Gateway;
import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Json;
import io.swen.cli.console.Table;
import io.swen.cli.process.Http;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One of the things that a service keeps a list of, named {@code SERVICE/ID}. */
record ServiceRecord(String path) {

    /**
     * @param under the address of all services' lists, up to the name of one
     * @param which what was typed
     * @param form what should have been, such as {@code SERVICE/ID}
     * @param command the one that lists them
     */
    static ServiceRecord of(String under, @Nullable String which, Enum<?> action, String form, String command) {
        String[] parts = which == null ? new String[0] : which.split("/", -1);
        if (parts.length != 2) {
            throw new CliException(ExitCode.USAGE, action + " needs " + form, "./swen " + command + " lists them.");
        }
        return new ServiceRecord(under + Http.encoded(parts[0]) + "/" + Http.encoded(parts[1]));
    }

    JsonNode read(Gateway gateway) throws InterruptedException {
        return gateway.get(path);
    }

    /** Does something to it as it is now; refused where somebody else was faster. */
    JsonNode change(Gateway gateway, String action, JsonNode body) throws InterruptedException {
        long version = read(gateway).path("version").asLong();
        return gateway.post(path + "/" + action, body, UUID.randomUUID(), version);
    }

    /** What is known of one, but for fields that are shown otherwise. */
    static Table fields(JsonNode of, String... without) {
        Table table = new Table("field", "value");
        of.properties().forEach(field -> {
            if (!List.of(without).contains(field.getKey()) && !field.getValue().isNull()) {
                table.row(field.getKey(), Json.text(of, field.getKey()));
            }
        });
        return table;
    }
}
