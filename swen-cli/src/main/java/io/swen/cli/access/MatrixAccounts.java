package io.swen.cli.access;

import io.swen.cli.console.Json;
import io.swen.cli.stack.NewAccount;
import io.swen.cli.stack.SwenHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** One account a role in a team of its own, and one in another team. */
final class MatrixAccounts {
    static final List<String> ROLES = List.of("viewer", "operator", "approver", "admin", "auditor");
    static final String OWN = "matrix-a";
    static final String OTHER = "matrix-b";

    private final Path file;

    MatrixAccounts(Path file) {
        this.file = file;
    }

    static String name(String role, String team) {
        return team + "-" + role;
    }

    /** Adds what is missing to the file; false if nothing was. */
    boolean addMissing() throws IOException {
        JsonNode credentials = Json.parse(Files.readString(file));
        ArrayNode users = (ArrayNode) credentials.path("users");
        Set<String> known = new HashSet<>();
        users.forEach(user -> known.add(Json.text(user, "username", "")));
        int before = users.size();
        for (String role : ROLES) {
            add(users, known, role, OWN);
        }
        add(users, known, "operator", OTHER);
        if (users.size() == before) {
            return false;
        }
        SwenHome.write(file, Json.pretty(credentials));
        return true;
    }

    /** Takes them out of the file again; nobody knows their passwords then, and the next run makes new ones. */
    void remove() throws IOException {
        JsonNode credentials = Json.parse(Files.readString(file));
        ((ArrayNode) credentials.path("users")).removeIf(user -> names().contains(Json.text(user, "username", "")));
        SwenHome.write(file, Json.pretty(credentials));
    }

    static List<String> names() {
        return Stream.concat(ROLES.stream().map(role -> name(role, OWN)), Stream.of(name("operator", OTHER)))
                .toList();
    }

    private static void add(ArrayNode users, Set<String> known, String role, String team) {
        if (!known.contains(name(role, team))) {
            users.add(NewAccount.json(name(role, team), List.of(role), List.of(team), List.of("*")));
        }
    }
}
