package io.swen.cli.client;

import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The accounts that {@code up} generated. */
final class Accounts {
    private final Path file;

    /**
     * What somebody signs in with.
     *
     * @param totpSecret of the account's authenticator; null where it has none
     */
    record Account(String name, String password, @Nullable String totpSecret) {
        @Override
        public String toString() {
            return "Account[name=" + name + "]";
        }
    }

    Accounts(Path file) {
        this.file = file;
    }

    Account account(String user) throws IOException {
        if (!Files.exists(file)) {
            throw new CliException(
                    ExitCode.UNREACHABLE,
                    "There are no accounts yet (" + file + ")",
                    "./swen up makes them; SWEN_HOME tells where another platform keeps them.");
        }
        List<String> names = new ArrayList<>();
        for (JsonNode account : Json.parse(Files.readString(file)).path("users")) {
            String name = Json.text(account, "username", "");
            names.add(name);
            if (name.equals(user)) {
                return new Account(name, Json.text(account, "password", ""), Json.text(account, "totp_secret"));
            }
        }
        throw new CliException(
                ExitCode.NOT_FOUND, "There is no account " + user, "Accounts: " + String.join(", ", names) + ".");
    }
}
