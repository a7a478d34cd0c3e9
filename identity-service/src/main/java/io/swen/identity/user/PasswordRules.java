package io.swen.identity.user;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/** What a new password must be: long, and none that guessers try first. What it is made of is its owner's business (ASVS 5.0, 6.2). */
@Component
public class PasswordRules {

    static final int SHORTEST = 12;
    static final int LONGEST = 200;

    private static final int FEWEST_DIFFERENT = 5;
    private static final int SHORTEST_NAME = 4;
    private static final Pattern AROUND_A_WORD = Pattern.compile("^[^\\p{L}]+|[^\\p{L}]+$");

    private final Set<String> breached = load();

    /** Why a password cannot be this person's, in words for them; empty where it can. */
    public Optional<String> refusal(String username, String password) {
        int length = password.codePointCount(0, password.length());
        if (length < SHORTEST || length > LONGEST) {
            return Optional.of(
                    "A password has " + SHORTEST + " to " + LONGEST + " characters; this one has " + length + ".");
        }
        String lower = password.toLowerCase(Locale.ROOT);
        // "Password2026!" is as well known as "password".
        if (breached.contains(lower)
                || breached.contains(AROUND_A_WORD.matcher(lower).replaceAll(""))) {
            return Optional.of(
                    "This password, or the word it is made of, is on the list of those that guessers try first.");
        }
        if (lower.codePoints().distinct().count() < FEWEST_DIFFERENT) {
            return Optional.of("A password has at least " + FEWEST_DIFFERENT + " different characters.");
        }
        if (username.length() >= SHORTEST_NAME && lower.contains(username.toLowerCase(Locale.ROOT))) {
            return Optional.of("A password does not contain its owner's name.");
        }
        return Optional.empty();
    }

    private static Set<String> load() {
        try (var lines = new BufferedReader(new InputStreamReader(
                new ClassPathResource("passwords/breached.txt").getInputStream(), StandardCharsets.UTF_8))) {
            return lines.lines().filter(line -> !line.startsWith("#")).collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException("the jar lacks the list of breached passwords", e);
        }
    }
}
