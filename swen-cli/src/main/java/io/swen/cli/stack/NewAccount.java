package io.swen.cli.stack;

import io.swen.cli.console.Json;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/** Makes an account as the users file describes one, with a password of its own. */
public final class NewAccount {
    private static final int SECRET_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private NewAccount() {}

    /** The account with a new password and a new actor id. */
    public static ObjectNode json(String name, List<String> roles, List<String> teams, List<String> environments) {
        ObjectNode account = Json.object()
                .put("username", name)
                .put("password", secret())
                .put("actor_id", UUID.randomUUID().toString());
        account.set("roles", Json.tree(roles));
        account.set("teams", Json.tree(teams));
        account.set("environments", Json.tree(environments));
        return account;
    }

    /** 256 random bits. */
    static String secret() {
        byte[] bytes = new byte[SECRET_BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
