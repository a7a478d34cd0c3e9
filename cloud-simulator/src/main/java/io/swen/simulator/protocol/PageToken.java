package io.swen.simulator.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** An opaque token that says where the next page begins. */
public final class PageToken {

    private static final String VERSION = "p1";

    private PageToken() {}

    public static String of(Object... parts) {
        var text = new StringBuilder(VERSION);
        for (Object part : parts) {
            text.append('|').append(part);
        }
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** The parts of a token, or empty if it is none of ours. */
    public static Optional<List<String>> read(String token, int parts) {
        try {
            String[] split = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8).split("\\|", -1);
            return split.length == parts + 1 && split[0].equals(VERSION)
                    ? Optional.of(List.of(split).subList(1, split.length))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
