package io.swen.cli.stack;

import io.swen.cli.console.Json;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/** Makes an account as the users file describes one, with a password and an authenticator of its own. */
public final class NewAccount {
    static final String TOTP_SECRET = "totp_secret";

    private static final int SECRET_BYTES = 32;
    /** 160 bits in Base32, as RFC 4226 recommends. */
    private static final int TOTP_LETTERS = 32;

    private static final char[] BASE_32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".toCharArray();
    private static final SecureRandom RANDOM = new SecureRandom();

    private NewAccount() {}

    /** The account with new secrets and a new actor id. */
    public static ObjectNode json(String name, List<String> roles, List<String> teams, List<String> environments) {
        ObjectNode account = Json.object()
                .put("username", name)
                .put("password", secret())
                .put(TOTP_SECRET, totpSecret())
                .put("actor_id", UUID.randomUUID().toString());
        account.set("roles", Json.tree(roles));
        account.set("teams", Json.tree(teams));
        account.set("environments", Json.tree(environments));
        return account;
    }

    /** The shared secret of a new authenticator. */
    static String totpSecret() {
        return letters(TOTP_LETTERS);
    }

    /** 256 random bits. */
    static String secret() {
        byte[] bytes = new byte[SECRET_BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Random letters of the Base32 alphabet. */
    static String letters(int count) {
        StringBuilder text = new StringBuilder(count);
        for (int index = 0; index < count; index++) {
            text.append(BASE_32[RANDOM.nextInt(BASE_32.length)]);
        }
        return text.toString();
    }
}
