package io.swen.cli.client;

import io.swen.cli.console.Json;
import io.swen.cli.stack.Context;
import io.swen.cli.stack.SwenHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Access tokens of the generated accounts, kept in a private file until shortly before they expire. */
public final class Tokens {
    private static final Duration SPARE = Duration.ofSeconds(60);

    private final Context context;

    public Tokens(Context context) {
        this.context = context;
    }

    /** A token that is good for another minute at least; signs in where none is kept. */
    public String of(String user) throws IOException, InterruptedException {
        String url = context.publicUrl();
        Path file = file(user);
        Optional<String> kept = kept(file, url);
        if (kept.isPresent()) {
            return kept.get();
        }
        Instant asked = context.clock().instant();
        Accounts.Account account = new Accounts(context.home().credentials()).account(user);
        JsonNode answer = new SignIn(url).signIn(account, authenticator(account));
        String token = Json.text(answer, "access_token", "");
        Instant expires = asked.plusSeconds(answer.path("expires_in").asLong(60));
        SwenHome.write(
                file,
                Json.write(Json.object()
                        .put("url", url)
                        .put("access_token", token)
                        .put("expires_at", expires.toString())));
        return token;
    }

    /** Somebody who has just signed in, and goes on as a browser would. */
    SignIn browser(String user) throws IOException, InterruptedException {
        Accounts.Account account = new Accounts(context.home().credentials()).account(user);
        SignIn browser = new SignIn(context.publicUrl());
        browser.signIn(account, authenticator(account));
        return browser;
    }

    /** A code of the account's authenticator that was not given out before. */
    String code(String user) throws IOException, InterruptedException {
        return authenticator(new Accounts(context.home().credentials()).account(user))
                .next();
    }

    private Authenticator authenticator(Accounts.Account account) {
        return new Authenticator(
                account.name(), account.totpSecret(), file(account.name(), ".step"), context.clock(), Thread::sleep);
    }

    /** Forgets the kept token, so that the next one is new. */
    public void forget(String user) throws IOException {
        Files.deleteIfExists(file(user));
    }

    /** Forgets everything that is kept of an account. */
    public void remove(String user) throws IOException {
        Files.deleteIfExists(file(user));
        Files.deleteIfExists(file(user, ".step"));
    }

    private Path file(String user) {
        return file(user, ".json");
    }

    private Path file(String user, String suffix) {
        return context.home().tokens().resolve(user.replaceAll("[^A-Za-z0-9._-]", "_") + suffix);
    }

    private Optional<String> kept(Path file, String url) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            JsonNode kept = Json.parse(Files.readString(file));
            Instant expires = Instant.parse(Json.text(kept, "expires_at", Instant.EPOCH.toString()));
            boolean good = url.equals(Json.text(kept, "url"))
                    && expires.minus(SPARE).isAfter(context.clock().instant());
            return good ? Optional.ofNullable(Json.text(kept, "access_token")) : Optional.empty();
        } catch (JacksonException | java.time.format.DateTimeParseException unreadable) {
            return Optional.empty();
        }
    }
}
