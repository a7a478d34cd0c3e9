package io.swen.platform.page;

import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Opaque cursors over keyset values, and the limit that goes with them. */
public final class Cursors {

    public static final int DEFAULT_LIMIT = 50;
    public static final int MAX_LIMIT = 200;
    private static final String SEPARATOR = "\u001f";

    private Cursors() {}

    /** A cursor of these values. */
    public static String encode(Object... values) {
        String joined = Arrays.stream(values).map(String::valueOf).collect(Collectors.joining(SEPARATOR));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(joined.getBytes(StandardCharsets.UTF_8));
    }

    /** The values of a cursor, or null when there is none; refuses what is not a cursor of {@code parts} values. */
    public static @Nullable List<String> decode(@Nullable String cursor, int parts) {
        if (cursor == null || cursor.isEmpty()) {
            return null;
        }
        try {
            List<String> values = List.of(
                    new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8).split(SEPARATOR, -1));
            if (values.size() == parts) {
                return values;
            }
            throw new IllegalArgumentException("has " + values.size() + " parts");
        } catch (IllegalArgumentException e) {
            throw refused(e);
        }
    }

    /** The id that is all of a cursor, or null when there is none. */
    public static @Nullable UUID id(@Nullable String cursor) {
        return only(cursor, UUID::fromString);
    }

    /** The number that is all of a cursor, or null when there is none. */
    public static @Nullable Long number(@Nullable String cursor) {
        return only(cursor, Long::valueOf);
    }

    private static <T> @Nullable T only(@Nullable String cursor, Function<String, T> read) {
        List<String> values = decode(cursor, 1);
        if (values == null) {
            return null;
        }
        try {
            return read.apply(values.getFirst());
        } catch (IllegalArgumentException e) {
            throw refused(e);
        }
    }

    private static ProblemException refused(IllegalArgumentException why) {
        return ProblemException.of(ErrorCode.INVALID_CURSOR, "cursor must be the \"next\" of an earlier page", why);
    }

    /** The limit to use: the default when absent; refuses what is outside 1 to {@value #MAX_LIMIT}. */
    public static int limit(@Nullable Integer asked) {
        if (asked == null) {
            return DEFAULT_LIMIT;
        }
        if (asked < 1 || asked > MAX_LIMIT) {
            throw ProblemException.invalidField("limit", asked, "1 to " + MAX_LIMIT);
        }
        return asked;
    }
}
