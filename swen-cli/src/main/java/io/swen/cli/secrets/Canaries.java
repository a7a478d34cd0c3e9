package io.swen.cli.secrets;

import io.swen.cli.console.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Gathers the secrets of a local platform from where they belong. They are real and random, so each is a canary. */
final class Canaries {

    /** Names in JSON under which no secret stands, though the file is one of secrets. */
    private static final Pattern OPEN =
            Pattern.compile("username|actor_id|client_id|.*access_key_id|roles|teams|environments"
                    + "|kty|kid|alg|use|e|n|url|.*_at|active|name|display_name");

    /** {@code key = value} lines, as the clouds' SDKs read their credentials. */
    private static final Pattern ASSIGNED = Pattern.compile("(?m)^\\s*([a-z_]+)\\s*=\\s*(\\S+)\\s*$");

    private static final Pattern KEY_BLOCK = Pattern.compile("-----BEGIN [A-Z ]*PRIVATE KEY-----([^-]+)-----END");
    private static final int LINE_OF_A_KEY = 64;

    private final Map<String, Canary> byValue = new LinkedHashMap<>();

    /**
     * Every secret in the files of the platform's folder that are there to hold secrets.
     *
     * @param places files and folders, with what they are called
     * @param more secrets that stand in no file, by what they are called
     */
    static List<Canary> gather(Map<String, Path> places, Map<String, String> more) throws IOException {
        Canaries canaries = new Canaries();
        more.forEach(canaries::add);
        for (Map.Entry<String, Path> place : places.entrySet()) {
            if (!Files.exists(place.getValue())) {
                continue;
            }
            try (Stream<Path> files = Files.walk(place.getValue())) {
                for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                    Path inside = place.getValue().relativize(file);
                    canaries.file(inside.toString().isEmpty() ? place.getKey() : place.getKey() + "/" + inside, file);
                }
            }
        }
        return List.copyOf(canaries.byValue.values());
    }

    private void file(String name, Path file) throws IOException {
        String content = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
        if (name.endsWith("/lock") || name.endsWith("/active") || content.isEmpty()) {
            return;
        }
        Optional<JsonNode> document = document(content);
        if (document.isPresent()) {
            json(name, "", document.get());
            return;
        }
        Matcher block = KEY_BLOCK.matcher(content);
        if (block.find()) {
            // The first lines of every key of a kind are the same; one from the middle is this key's own.
            String[] lines = block.group(1).strip().split("\\s+");
            add(name, lines[lines.length / 2].length() < LINE_OF_A_KEY ? lines[0] : lines[lines.length / 2]);
            return;
        }
        if (content.contains("-----BEGIN ")) {
            // A certificate or a public key, which anybody may have.
            return;
        }
        Matcher assigned = ASSIGNED.matcher(content);
        boolean any = false;
        while (assigned.find()) {
            any = true;
            if (!OPEN.matcher(assigned.group(1)).matches()) {
                add(name + " " + assigned.group(1), assigned.group(2));
            }
        }
        if (!any) {
            add(name, content);
        }
    }

    private static Optional<JsonNode> document(String content) {
        if (!content.startsWith("{") && !content.startsWith("[")) {
            return Optional.empty();
        }
        try {
            return Optional.of(Json.parse(content));
        } catch (JacksonException sections) {
            // "[default]" begins a section of the clouds' credentials.
            return Optional.empty();
        }
    }

    private void json(String name, String field, JsonNode node) {
        if (node.isObject()) {
            String owner = Json.text(node, "username", Json.text(node, "client_id", ""));
            for (Map.Entry<String, JsonNode> entry : node.properties()) {
                if (!OPEN.matcher(entry.getKey().toLowerCase(Locale.ROOT)).matches()) {
                    json(name + (owner.isEmpty() ? "" : " of " + owner), entry.getKey(), entry.getValue());
                }
            }
        } else if (node.isArray()) {
            node.forEach(each -> json(name, field, each));
        } else if (node.isString()) {
            add(name + (field.isEmpty() ? "" : " " + field), node.asString());
        }
    }

    private void add(String kind, String value) {
        if (value.length() >= Canary.SHORTEST) {
            byValue.putIfAbsent(value, new Canary(kind, value));
        }
    }
}
