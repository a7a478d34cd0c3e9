package io.swen.cli.secrets;

import io.swen.cli.client.Gateway;
import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Json;
import io.swen.cli.console.Table;
import io.swen.cli.console.Terminal;
import io.swen.cli.stack.Context;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code swen keys}: the key-encryption keys of the services. */
@Command(
        name = "keys",
        description =
                "Show the keys that seal what is stored, rotate them, and retire old ones; the platform stays up.")
public final class KeysCommand implements Callable<Integer> {
    private static final List<String> SERVICES = List.of("gitops", "identity", "gateway");
    private static final Duration SEALED_WITHIN = Duration.ofMinutes(10);

    enum Action {
        list,
        rotate,
        retire
    }

    @Parameters(arity = "0..1", defaultValue = "list", description = "${COMPLETION-CANDIDATES} (default: list)")
    Action action = Action.list;

    @Option(names = "--service", paramLabel = "NAME", description = "One service instead of all.")
    List<String> services = SERVICES;

    @Option(names = "--as", defaultValue = "admin", paramLabel = "USER")
    String user = "admin";

    @Option(names = "--no-wait", description = "Do not wait until what is stored is sealed anew.")
    boolean noWait;

    private final Context context;

    public KeysCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Gateway gateway = new Gateway(context, user);
        List<JsonNode> states = new ArrayList<>();
        for (String service : services) {
            String path = "/api/v1/encryption-keys/" + service;
            switch (action) {
                case list -> states.add(gateway.get(path));
                case rotate -> {
                    gateway.post(path + "/rotation", Json.object(), UUID.randomUUID());
                    states.add(noWait ? gateway.get(path) : sealed(gateway, path));
                }
                case retire -> states.add(retire(gateway, path));
            }
        }
        show(states);
        return ExitCode.OK.number();
    }

    private JsonNode sealed(Gateway gateway, String path) throws InterruptedException {
        Instant deadline = context.clock().instant().plus(SEALED_WITHIN);
        JsonNode state = gateway.get(path);
        while (state.path("left").asLong() > 0) {
            if (context.clock().instant().isAfter(deadline)) {
                throw new CliException(
                        ExitCode.TIMED_OUT,
                        state.path("left").asLong() + " values are still to be sealed anew; that goes on by itself",
                        "./swen keys shows how far it is.");
            }
            TimeUnit.MILLISECONDS.sleep(500);
            state = gateway.get(path);
        }
        return state;
    }

    private static JsonNode retire(Gateway gateway, String path) throws InterruptedException {
        JsonNode state = gateway.get(path);
        for (JsonNode key : state.path("keys")) {
            if (!key.path("active").asBoolean()) {
                state = gateway.post(
                        path + "/" + Json.text(key, "id") + "/retirement", Json.object(), UUID.randomUUID());
            }
        }
        return state;
    }

    private void show(List<JsonNode> states) {
        Terminal terminal = context.terminal();
        Table table = new Table("service", "key", "active", "values>", "retirable from");
        for (JsonNode state : states) {
            for (JsonNode key : state.path("keys")) {
                boolean active = key.path("active").asBoolean();
                table.row(
                        Json.text(state, "service"),
                        Json.text(key, "id"),
                        active ? "yes" : "no",
                        Long.toString(key.path("values").asLong()),
                        active ? "" : Json.text(state, "old_keys_retirable_from"));
            }
        }
        terminal.print(table);
        long left =
                states.stream().mapToLong(state -> state.path("left").asLong()).sum();
        terminal.print(
                left == 0
                        ? "Everything is sealed under the active keys."
                        : left + " values are still to be sealed anew.");
    }
}
