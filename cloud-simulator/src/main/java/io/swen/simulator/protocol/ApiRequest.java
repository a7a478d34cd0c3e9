package io.swen.simulator.protocol;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP request, read whole.
 *
 * @param query undecoded, without the question mark
 * @param headers by lower-case name; several of a name are joined by commas
 */
public record ApiRequest(String method, String path, String query, Map<String, String> headers, byte[] body) {

    public ApiRequest {
        headers = Map.copyOf(headers);
    }

    public @Nullable String header(String name) {
        return headers.get(name.toLowerCase(Locale.ROOT));
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The parameters of the query and of a form body together. */
    public SortedMap<String, String> parameters() {
        var parameters = new TreeMap<String, String>();
        pairs(query).forEach(p -> parameters.put(p[0], p[1]));
        String type = header("content-type");
        if (type != null && type.toLowerCase(Locale.ROOT).startsWith("application/x-www-form-urlencoded")) {
            pairs(text()).forEach(p -> parameters.put(p[0], p[1]));
        }
        return parameters;
    }

    /** Splits {@code a=b&c=d} and decodes both sides; broken escapes stay as they are. */
    public static List<String[]> pairs(String encoded) {
        var pairs = new ArrayList<String[]>();
        for (String part : encoded.split("&")) {
            if (!part.isEmpty()) {
                int eq = part.indexOf('=');
                String name = eq < 0 ? part : part.substring(0, eq);
                pairs.add(new String[] {decode(name), eq < 0 ? "" : decode(part.substring(eq + 1))});
            }
        }
        return pairs;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // Not ours to repair: the signature check will refuse the request.
            return text;
        }
    }
}
