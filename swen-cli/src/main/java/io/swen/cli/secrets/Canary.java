package io.swen.cli.secrets;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A secret that is looked for.
 *
 * @param kind what it is, such as "password of admin"; the value itself is shown to nobody
 * @param value as its holder writes it
 */
record Canary(String kind, String value) {

    /** Shorter ones would be found by chance. */
    static final int SHORTEST = 12;

    /** Of a longer one, such as a token, only this many last characters are looked for; the first are those of its kind. */
    private static final int LONGEST = 64;

    private static final int END = 32;

    Canary {
        if (value.length() < SHORTEST) {
            throw new IllegalArgumentException(
                    kind + " has fewer than " + SHORTEST + " characters: it would be found by chance");
        }
    }

    /** How it may stand somewhere, by the name of the encoding. */
    Map<String, byte[]> forms() {
        String sought = value.length() > LONGEST ? value.substring(value.length() - END) : value;
        byte[] raw = sought.getBytes(StandardCharsets.UTF_8);
        Map<String, byte[]> forms = new LinkedHashMap<>();
        forms.put("as it is", raw);
        String hex = HexFormat.of().formatHex(raw);
        forms.put("in hex", ascii(hex));
        forms.put("in upper-case hex", ascii(hex.toUpperCase(Locale.ROOT)));
        for (int offset = 0; offset < 3; offset++) {
            String base64 = within(raw, offset);
            forms.put("in Base64 at offset " + offset, ascii(base64));
            String url = base64.replace('+', '-').replace('/', '_');
            if (!url.equals(base64)) {
                forms.put("in Base64url at offset " + offset, ascii(url));
            }
        }
        String encoded = URLEncoder.encode(sought, StandardCharsets.UTF_8);
        if (!encoded.equals(sought)) {
            forms.put("URL-encoded", ascii(encoded));
        }
        return forms;
    }

    /** What of the Base64 of a longer text depends on the value alone, if the value begins at this offset of three. */
    private static String within(byte[] raw, int offset) {
        byte[] padded = new byte[offset + raw.length];
        System.arraycopy(raw, 0, padded, offset, raw.length);
        String base64 = Base64.getEncoder().withoutPadding().encodeToString(padded);
        int from = offset == 0 ? 0 : offset + 1;
        int to = padded.length * 8 / 6;
        return base64.substring(from, to);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public String toString() {
        return kind;
    }
}
